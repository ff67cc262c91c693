import type { Config } from './config/config.ts'
import { sealRest } from './domain/operations/audit/seal-trail.ts'
import { publicAuthorityCertificate } from './domain/operations/authority/public-certificate.ts'
import { bindOperations } from './domain/operations/index.ts'
import { bindJobs } from './domain/operations/jobs/index.ts'
import { createStatusAnswers } from './domain/operations/revocation/answer-status.ts'
import { createPublishedLists } from './domain/operations/revocation/published-lists.ts'
import type { World } from './domain/operations/world.ts'
import type { FaultPoints } from './domain/ports/fault-points.ts'
import type { MetricsPage } from './domain/ports/metrics.ts'
import { foundFirstAccount } from './first-start.ts'
import { auditFamily } from './http/audit-v1/index.ts'
import { iamFamily } from './http/iam-v3/index.ts'
import { pcaFamily } from './http/pca-v1/index.ts'
import { pkiRoutes } from './http/pki/routes.ts'
import { referenceRoutes } from './http/reference/routes.ts'
import { scmFamily } from './http/scm-v3/index.ts'
import { signInRoutes } from './http/sign-in/routes.ts'
import { createClientAddress } from './http/wire/client-address.ts'
import { createServer } from './http/wire/server.ts'
import type { PlainRoute, ServerParts } from './http/wire/server-parts.ts'
import { startJobs } from './jobs/start-jobs.ts'
import { type Listener, listen } from './listen.ts'
import { createMetrics } from './metrics/metrics.ts'
import { openWorld, type Surroundings, type Undo } from './open-world.ts'
import { openIdentity } from './server-identity.ts'
import { addressWarnings, credentialWarnings } from './start-warnings.ts'
import { systemClock } from './system/clock.ts'
import { ensureFolder } from './system/files.ts'
import type { Logger } from './system/log.ts'
import { systemRandom } from './system/random.ts'
import { every } from './system/timer.ts'
import type { TlsIdentity } from './system/tls-files.ts'
import { version } from './version.ts'
import { watchRoutes } from './watch-routes.ts'

/** The running product. */
export interface Product {
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
  const metrics = createMetrics()
  const surroundings = { clock: systemClock, metrics, faults: noFaults, jobHoldMs, ...replacements }
  try {
    await ensureFolder(config.dataFolder)
    const { world, warm } = await openWorld(config, surroundings, undo)
    undo.push(await serve(config, log, world, metrics))
    warm()
    return { world, close }
  } catch (error) {
    await close()
    throw error
  }
}

const noFaults: FaultPoints = { reach: () => {} }

const jobHoldMs = 60_000

/** Binds the operations, founds the first account, listens, and starts the clock; the answer ends all of it. */
async function serve(
  config: Config,
  log: Logger,
  world: World,
  page: MetricsPage,
): Promise<() => Promise<void>> {
  const report = (error: unknown) => log.error({ err: error }, 'unexpected failure')
  const { operations, refusals } = bindOperations(world, report)
  const identity = config.listen.protocol === 'https:' ? await openIdentity(config, world) : undefined
  await foundFirstAccount(config, world, identity?.caFile ?? null)
  const jobs = bindJobs(world, systemRandom.identifier(), report)
  await jobs.plan()

  const parts: Omit<ServerParts, 'families' | 'plainRoutes'> = {
    operations,
    clientAddress: createClientAddress(config.trustedProxies),
    now: () => world.clock.now(),
    publicUrl: config.publicUrl,
    makeRequestId: () => systemRandom.identifier(),
    report: (error, requestId) => log.error({ err: error, requestId }, 'unexpected failure'),
  }
  const families = [
    pcaFamily(operations),
    scmFamily(operations),
    iamFamily(operations, config),
    auditFamily(operations),
  ]
  const warnings = addressWarnings(config)
  const own = [
    ...watchRoutes(config, world, { page, operations, warnings, report }),
    ...signInRoutes(operations, config, report),
    ...referenceRoutes(families, { version, apiUrl: config.apiUrl }),
  ]
  const pki = pkiRoutes({
    findCertificate: (id) => publicAuthorityCertificate(world, id),
    findList: createPublishedLists(world),
    answerStatus: createStatusAnswers(world),
  })
  const listeners = await listenOn(config, parts, families, own, pki, identity?.tls)
  for (const warning of [...warnings, ...(await credentialWarnings(config))]) log.warn(warning)

  const stopJobs = startJobs((ms, work) => every(ms, work, report), {
    lookForJobs: () => jobs.look(),
    followTrail: () => jobs.followTrail(),
    flushRefusals: () => refusals.flush(),
    renewServerCertificate: async () => {
      const renewed = await identity?.tls.renewed(world.clock.now())
      if (renewed) listeners.api.present(renewed)
    },
  })
  log.info(`ready on ${config.listen.origin}`)
  return async () => {
    stopJobs()
    jobs.stop()
    await Promise.all(listeners.all.map((listener) => listener.close()))
    await refusals.settle()
    await sealRest(world).catch(report)
  }
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
