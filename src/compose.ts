import { join } from 'node:path'
import type { Config } from './config/config.ts'
import { identityBounds } from './domain/model/identity-bounds.ts'
import { sealRest } from './domain/operations/audit/seal-trail.ts'
import { publicAuthorityCertificate } from './domain/operations/authority/public-certificate.ts'
import { readHealth } from './domain/operations/health/read-health.ts'
import { bindOperations } from './domain/operations/index.ts'
import { confirmByMail, findMailedName } from './domain/operations/issuance/confirm-by-mail.ts'
import { bindJobs } from './domain/operations/jobs/index.ts'
import { awaitRestoredJournals } from './domain/operations/journal/await-journals.ts'
import { createStatusAnswers } from './domain/operations/revocation/answer-status.ts'
import { createPublishedLists } from './domain/operations/revocation/published-lists.ts'
import type { World } from './domain/operations/world.ts'
import type { MetricsPage } from './domain/ports/metrics.ts'
import { foundFirstAccount } from './first-start.ts'
import { createHealthProbes } from './health-probes.ts'
import { auditFamily } from './http/audit-v1/index.ts'
import { confirmRoutes } from './http/confirm/routes.ts'
import { connectionsFamily } from './http/connections-v1/index.ts'
import { openConsoleFiles } from './http/console/files.ts'
import { consoleRoutes } from './http/console/routes.ts'
import { healthFamily } from './http/health-v1/index.ts'
import { iamFamily } from './http/iam-v3/index.ts'
import { pcaFamily } from './http/pca-v1/index.ts'
import { pkiRoutes } from './http/pki/routes.ts'
import { referenceRoutes } from './http/reference/routes.ts'
import { scmV2Family } from './http/scm-v2/index.ts'
import { scmFamily } from './http/scm-v3/index.ts'
import { signInRoutes } from './http/sign-in/routes.ts'
import { createClientAddress } from './http/wire/client-address.ts'
import { createServer } from './http/wire/server.ts'
import type { PlainRoute, ServerParts } from './http/wire/server-parts.ts'
import { startJobs } from './jobs/start-jobs.ts'
import { type Listener, listen } from './listen.ts'
import { answeredTo } from './log-answers.ts'
import { createMetrics } from './metrics/metrics.ts'
import { noFaults } from './no-faults.ts'
import { type OpenedWorld, openWorld, type Surroundings, type Undo } from './open-world.ts'
import { wellKnownPorts } from './outbound/proofs/domain-prover.ts'
import { openIdentity, presentedCertificate } from './server-identity.ts'
import { addressWarnings, credentialWarnings } from './start-warnings.ts'
import { systemClock } from './system/clock.ts'
import { ensureFolder } from './system/files.ts'
import type { Logger } from './system/log.ts'
import { watchProcess } from './system/machine.ts'
import { systemRandom } from './system/random.ts'
import { sharedReading } from './system/recent-value.ts'
import { every, settlesWithin, stopwatch } from './system/timer.ts'
import type { TlsIdentity } from './system/tls-files.ts'
import { refuseUnfinishedRestore } from './system/unfinished-restore.ts'
import { version } from './version.ts'
import { watcherToken, watchRoutes } from './watch-routes.ts'

/** The running product. */
export interface Product {
  /** Accepts nobody new, and waits a moment for what clients are just sending. Before `close`, where there is time. */
  drain(): Promise<void>
  /** Finishes what is in flight, then closes everything. */
  close(): Promise<void>
}

/** Everything that was opened, for those who look inside: tests and the bench. */
export interface Composition extends Product {
  readonly world: World
}

/** What a test may put in place of the real thing. */
export type Replacements = Partial<Surroundings>

/** Puts the rooms together, opens what they need, and listens. With `open-world.ts`, all that knows every room. */
export async function compose(
  config: Config,
  log: Logger,
  replacements: Replacements = {},
): Promise<Composition> {
  const undo: Undo = []
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  const metrics = createMetrics(stopwatch)
  const usual = {
    clock: systemClock,
    metrics,
    faults: noFaults,
    jobHoldMs,
    tryPatienceMs,
    identityBounds,
    proofPorts: wellKnownPorts,
  }
  const surroundings = { ...usual, ...replacements }
  try {
    await ensureFolder(config.dataFolder)
    await refuseUnfinishedRestore(config.dataFolder)
    const opened = await openWorld(config, surroundings, undo)
    const served = await serve(config, log, opened, metrics)
    undo.push(served.end)
    opened.issuer.warm()
    return { world: opened.world, drain: served.drain, close }
  } catch (error) {
    await close()
    throw error
  }
}

const jobHoldMs = 60_000
const tryPatienceMs = 10_000

/** Where `npm ci` builds the console. */
const consoleFolder = join(import.meta.dirname, '../dist/console')

interface Served {
  readonly drain: () => Promise<void>
  readonly end: () => Promise<void>
}

/** Binds the operations, founds the first account, listens, and starts the clock; `end` ends all of it. */
async function serve(config: Config, log: Logger, opened: OpenedWorld, page: MetricsPage): Promise<Served> {
  const { world } = opened
  const report = (error: unknown) => log.error({ err: error }, 'unexpected failure')
  const bound = bindOperations(world, report)
  const { operations, refusals, journalAppender } = bound
  const identity = config.listen.protocol === 'https:' ? await openIdentity(config, world) : undefined
  await awaitRestoredJournals(world)
  await foundFirstAccount(config, world, identity?.caFile ?? null)
  const jobs = bindJobs(world, bound.authorities, { owner: systemRandom.identifier(), report })
  await jobs.plan()

  const parts: Omit<ServerParts, 'families' | 'plainRoutes'> = {
    operations,
    clientAddress: createClientAddress(config.trustedProxies),
    now: () => world.clock.now(),
    publicUrl: config.publicUrl,
    makeRequestId: () => systemRandom.identifier(),
    report: (error, requestId) => log.error({ err: error, requestId }, 'unexpected failure'),
    answered: answeredTo(log, world.metrics),
  }
  const processWatch = watchProcess()
  const serverCertificate = presentedCertificate(config, identity)
  const probes = createHealthProbes(config, { opened, bound, process: processWatch, ...serverCertificate })
  const readInstallation = sharedReading(() => readHealth(world, probes))
  const families = [
    pcaFamily(operations),
    scmFamily(operations),
    scmV2Family(operations),
    iamFamily(operations, config),
    auditFamily(operations),
    healthFamily({ readHealth: readInstallation, isWatcher: watcherToken(config) }),
    connectionsFamily(operations),
  ]
  const warnings = addressWarnings(config)
  const own = [
    ...watchRoutes(config, world, { page, operations, warnings, readHealth: readInstallation, report }),
    ...signInRoutes(operations, config, report),
    ...confirmRoutes({
      findName: (link) => findMailedName(world, link),
      confirm: (link) => confirmByMail(world, link),
    }),
    ...referenceRoutes(families, { version, apiUrl: config.apiUrl }),
    ...consoleRoutes(openConsoleFiles(consoleFolder), () => systemRandom.identifier()),
  ]
  const pki = pkiRoutes({
    findCertificate: (id) => publicAuthorityCertificate(world, id),
    findBuiltInRoot: () => bound.authorities.builtInIssuer.findRootDer(),
    findList: createPublishedLists(world),
    answerStatus: createStatusAnswers(world),
  })
  await jobs.holdJournals()
  await settlesWithin(comparedWithinMs, jobs.checkJournals().catch(report))
  const listeners = await listenOn(config, parts, families, own, pki, identity?.tls)
  for (const warning of [...warnings, ...(await credentialWarnings(config))]) log.warn(warning)

  const stopJobs = startJobs((ms, work) => every(ms, work, report), {
    lookForJobs: () => jobs.look(),
    followTrail: () => jobs.followTrail(),
    followJournals: () => jobs.followJournals(),
    checkJournals: () => jobs.checkJournals(),
    flushRefusals: () => refusals.flush(),
    renewServerCertificate: async () => {
      const renewed = await identity?.tls.renewed(world.clock.now())
      if (!renewed) return
      listeners.api.present(renewed)
      serverCertificate.presented(renewed.cert)
    },
  })
  if (world.journalHolds.state().held > 0) log.warn(heldWords(world))
  log.info(`ready on ${config.listen.origin}`)
  const drain = async () => {
    await Promise.all(listeners.all.map((listener) => listener.drain()))
  }
  const end = async () => {
    stopJobs()
    jobs.stop()
    processWatch.stop()
    await Promise.all(listeners.all.map((listener) => listener.close()))
    await refusals.settle()
    journalAppender.stop()
    await sealRest(world).catch(report)
  }
  return { drain, end }
}

/** A start waits so long for buckets that do not answer; their CAs wait on. */
const comparedWithinMs = 2_000

function heldWords({ journalHolds }: World): string {
  const { held, heldFor } = journalHolds.state()
  const why = heldFor ?? 'the bucket store has not answered yet'
  return `${held} CAs sign nothing until their journals in the buckets were compared with the database: ${why}`
}

async function listenOn(
  config: Config,
  parts: Omit<ServerParts, 'families' | 'plainRoutes'>,
  families: ServerParts['families'],
  own: readonly PlainRoute[],
  pki: readonly PlainRoute[],
  tls: TlsIdentity | undefined,
): Promise<{ api: Listener; all: Listener[] }> {
  const isShared = config.pkiListen.href === config.listen.href
  const plainRoutes = isShared ? [...own, ...pki] : own
  const tlsMaterial = tls && { tls: tls.material }
  const api = await listen(createServer({ ...parts, families, plainRoutes, ...tlsMaterial }), config.listen)
  if (isShared) return { api, all: [api] }
  try {
    const publicServer = createServer({ ...parts, families: [], plainRoutes: pki })
    return { api, all: [api, await listen(publicServer, config.pkiListen)] }
  } catch (error) {
    await api.close()
    throw error
  }
}
