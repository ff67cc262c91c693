import { openBuckets } from './buckets/open-buckets.ts'
import type { Config } from './config/config.ts'
import { createArchiver } from './crypto/archiver.ts'
import { createCredentials } from './crypto/credentials.ts'
import { createDigest } from './crypto/digest.ts'
import { type RunningIssuer, startIssuer } from './crypto/issuer.ts'
import { openKeyring } from './crypto/keyring.ts'
import { createSignatureVerifier } from './crypto/signature-verifier.ts'
import { type DataKeys, openVault } from './crypto/vault.ts'
import { publicAuthorityCertificate } from './domain/operations/authority/public-certificate.ts'
import { bindOperations } from './domain/operations/index.ts'
import { bindJobs } from './domain/operations/jobs/index.ts'
import type { World } from './domain/operations/world.ts'
import type { Buckets } from './domain/ports/buckets.ts'
import type { Clock } from './domain/ports/clock.ts'
import type { RevocationListMaker } from './domain/ports/revocation-list-maker.ts'
import { foundFirstAccount } from './first-start.ts'
import { healthRoutes } from './http/health/routes.ts'
import { iamFamily } from './http/iam-v3/index.ts'
import { pcaFamily } from './http/pca-v1/index.ts'
import { pkiRoutes } from './http/pki/routes.ts'
import { referenceRoutes } from './http/reference/routes.ts'
import { createClientAddress } from './http/wire/client-address.ts'
import { createServer } from './http/wire/server.ts'
import type { PlainRoute, ServerParts } from './http/wire/server-parts.ts'
import { startJobs } from './jobs/start-jobs.ts'
import { type Listener, listen } from './listen.ts'
import { RevocationListThread } from './revocation-list-thread.ts'
import { openIdentity } from './server-identity.ts'
import { addressWarnings, credentialWarnings } from './start-warnings.ts'
import type { OpenDatabase } from './storage/database.ts'
import { openDatabase } from './storage/open-database.ts'
import { systemClock } from './system/clock.ts'
import { ensureFolder } from './system/files.ts'
import type { Logger } from './system/log.ts'
import { systemRandom } from './system/random.ts'
import { every } from './system/timer.ts'
import type { TlsIdentity } from './system/tls-files.ts'
import { version } from './version.ts'

/** The running product. */
export interface Product {
  /** Finishes what is in flight, then closes everything. */
  close(): Promise<void>
}

/** Everything that was opened, for those who look inside: tests and the bench. */
export interface Composition extends Product {
  readonly world: World
}

/** Puts the rooms together, opens what they need, and listens. The only file that knows every room. */
export async function compose(config: Config, log: Logger, clock: Clock = systemClock): Promise<Composition> {
  const undo: (() => Promise<void>)[] = []
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    await ensureFolder(config.dataFolder)
    const database = await openMigrated(config, clock, undo)
    const dataKeys = await openKeyring(database, config.masterKeyFile, clock.now())
    const issuer = startIssuer(dataKeys, config.rsaPoolSizes, config.pfxProfile)
    undo.push(() => issuer.close())
    const { buckets, close: closeBuckets } = await openBuckets(config.buckets, clock, systemRandom)
    undo.push(async () => closeBuckets())
    const revocationLists = new RevocationListThread({ databaseUrl: config.databaseUrl, dataKeys })
    undo.push(() => revocationLists.close())
    const world = createWorld(config, clock, dataKeys, { database, issuer, buckets, revocationLists })
    undo.push(await serve(config, log, world))
    issuer.warm()
    return { world, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function openMigrated(
  { databaseUrl: url, dataFolder }: Config,
  clock: Clock,
  undo: (() => Promise<void>)[],
): Promise<OpenDatabase> {
  try {
    const database = await openDatabase({ url, dataFolder, clock })
    undo.push(() => database.close())
    await database.migrate()
    return database
  } catch (error) {
    // SQLite does not say which file it means; a PostgreSQL URL may hold a password and is not shown
    const isSqlite = (error as { code?: unknown }).code === 'ERR_SQLITE_ERROR'
    throw isSqlite ? new Error(`the database ${url}: ${(error as Error).message}`, { cause: error }) : error
  }
}

/** What was opened, and will be closed. */
interface Opened {
  readonly database: OpenDatabase
  readonly issuer: RunningIssuer
  readonly buckets: Buckets
  readonly revocationLists: RevocationListMaker
}

function createWorld(
  config: Config,
  clock: Clock,
  dataKeys: DataKeys,
  { database, issuer, buckets, revocationLists }: Opened,
): World {
  return {
    database,
    changes: database.changes,
    clock,
    random: systemRandom,
    issuer,
    keyExporter: issuer,
    archiver: createArchiver(),
    revocationLists,
    vault: openVault(dataKeys),
    signatureVerifier: createSignatureVerifier(),
    credentials: createCredentials(),
    digest: createDigest(),
    buckets,
    settings: {
      authorityQuota: config.authorityQuota,
      certificateQuota: config.certificateQuota,
      publicUrl: config.publicUrl,
      acceptsUnsignedPayload: config.acceptsUnsignedPayload,
    },
  }
}

/** Binds the operations, founds the first account, listens, and starts the clock; the answer ends all of it. */
async function serve(config: Config, log: Logger, world: World): Promise<() => Promise<void>> {
  const report = (error: unknown) => log.error({ err: error }, 'unexpected failure')
  const { operations, refusals } = bindOperations(world, report)
  const identity = config.listen.protocol === 'https:' ? await openIdentity(config, world) : undefined
  await foundFirstAccount(config, world, identity?.caFile ?? null)
  const jobs = bindJobs(world, systemRandom.identifier())
  await jobs.plan()

  const parts: Omit<ServerParts, 'families' | 'plainRoutes'> = {
    operations,
    clientAddress: createClientAddress(config.trustedProxies),
    now: () => world.clock.now(),
    makeRequestId: () => systemRandom.identifier(),
    report: (error, requestId) => log.error({ err: error, requestId }, 'unexpected failure'),
  }
  const families = [pcaFamily(operations), iamFamily(operations, config)]
  const warnings = addressWarnings(config)
  const own = [...healthRoutes(warnings), ...referenceRoutes(families, { version, apiUrl: config.apiUrl })]
  const pki = pkiRoutes((id) => publicAuthorityCertificate(world, id))
  const listeners = await listenOn(config, parts, families, own, pki, identity?.tls)
  for (const warning of [...warnings, ...(await credentialWarnings(config))]) log.warn(warning)

  const stopJobs = startJobs((ms, work) => every(ms, work, report), {
    runDueJobs: () => jobs.runDue(),
    flushRefusals: () => refusals.flush(),
    renewServerCertificate: async () => {
      const renewed = await identity?.tls.renewed(world.clock.now())
      if (renewed) listeners.api.present(renewed)
    },
  })
  log.info(`ready on ${config.listen.origin}`)
  return async () => {
    stopJobs()
    await Promise.all(listeners.all.map((listener) => listener.close()))
    await refusals.settle()
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
