import { hostname } from 'node:os'
import { join } from 'node:path'
import { type Config, isLoopback, isWildcard } from './config/config.ts'
import { createCredentials } from './crypto/credentials.ts'
import { createDigest } from './crypto/digest.ts'
import { type RunningIssuer, startIssuer } from './crypto/issuer.ts'
import { openKeyring } from './crypto/keyring.ts'
import { isHost, openTlsRoot } from './crypto/server-certificate.ts'
import { createSignatureVerifier } from './crypto/signature-verifier.ts'
import { type DataKeys, openVault } from './crypto/vault.ts'
import { publicAuthorityCertificate } from './domain/operations/authority/public-certificate.ts'
import { bindOperations } from './domain/operations/index.ts'
import { foundAccount } from './domain/operations/installation/found-account.ts'
import { bindJobs } from './domain/operations/jobs/index.ts'
import type { World } from './domain/operations/world.ts'
import type { Clock } from './domain/ports/clock.ts'
import { healthRoutes } from './http/health/routes.ts'
import { iamFamily } from './http/iam-v3/index.ts'
import { pcaFamily } from './http/pca-v1/index.ts'
import { pkiRoutes } from './http/pki/routes.ts'
import { createClientAddress } from './http/wire/client-address.ts'
import { createServer, type PlainRoute, type ServerParts } from './http/wire/server.ts'
import { startJobs } from './jobs/start-jobs.ts'
import { type Listener, listen } from './listen.ts'
import type { OpenDatabase } from './storage/database.ts'
import { openDatabase } from './storage/open-database.ts'
import { systemClock } from './system/clock.ts'
import { credentialKeeper } from './system/credential-file.ts'
import { ensureFolder, fileExists, writeFileAtomically } from './system/files.ts'
import type { Logger } from './system/log.ts'
import { systemRandom } from './system/random.ts'
import { every } from './system/timer.ts'
import { type TlsIdentity, tlsIdentityFromFiles } from './system/tls-files.ts'

/** The running product. */
export interface Product {
  /** Finishes what is in flight, then closes everything. */
  close(): Promise<void>
}

/** Everything that was opened, for those who look inside: tests and the bench. */
export interface Composition extends Product {
  readonly world: World
}

const accountName = 'chancery'
const administratorName = 'administrator'

/** Puts the rooms together, opens what they need, and listens. The only file that knows every room. */
export async function compose(config: Config, log: Logger, clock: Clock = systemClock): Promise<Composition> {
  const undo: (() => Promise<void>)[] = []
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    await ensureFolder(config.dataFolder)
    const database = await openDatabase({
      url: config.databaseUrl,
      dataFolder: config.dataFolder,
      clock,
    })
    undo.push(() => database.close())
    await database.migrate()
    const dataKeys = await openKeyring(database, config.masterKeyFile, clock.now())
    const issuer = startIssuer(dataKeys, config.rsaPoolSizes)
    undo.push(() => issuer.close())
    const world = createWorld(config, clock, database, dataKeys, issuer)
    undo.push(await serve(config, log, world))
    issuer.warm()
    return { world, close }
  } catch (error) {
    await close()
    throw error
  }
}

function createWorld(
  config: Config,
  clock: Clock,
  database: OpenDatabase,
  dataKeys: DataKeys,
  issuer: RunningIssuer,
): World {
  return {
    database,
    changes: database.changes,
    clock,
    random: systemRandom,
    issuer,
    keyExporter: issuer,
    vault: openVault(dataKeys),
    signatureVerifier: createSignatureVerifier(),
    credentials: createCredentials(),
    digest: createDigest(),
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
  await found(config, world, identity?.caFile ?? null)
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
  const pki = pkiRoutes((id) => publicAuthorityCertificate(world, id))
  const listeners = await listenOn(config, parts, families, healthRoutes(warnings), pki, identity?.tls)
  for (const warning of warnings) log.warn(warning)
  if (await fileExists(credentialsFile(config))) {
    log.warn(
      `${credentialsFile(config)} still holds the first credentials: keep them elsewhere and remove it`,
    )
  }

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
  health: readonly PlainRoute[],
  pki: readonly PlainRoute[],
  tls: TlsIdentity | undefined,
): Promise<{ api: Listener; all: Listener[] }> {
  const isShared = config.pkiListen.href === config.listen.href
  const plainRoutes = isShared ? [...health, ...pki] : health
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

/** The administrator's certificate, or one of the installation's own root, whose certificate clients are given. */
async function openIdentity(
  config: Config,
  world: World,
): Promise<{ tls: TlsIdentity; caFile: string | null }> {
  if (config.tlsFiles) return { tls: await tlsIdentityFromFiles(config.tlsFiles), caFile: null }
  const root = await openTlsRoot(world.database, world.vault, world.random, world.clock.now())
  const caFile = join(config.dataFolder, 'ca.pem')
  await writeFileAtomically(caFile, root.certificatePem, 0o644)
  const named = [config.listen.hostname, new URL(config.apiUrl).hostname, hostname().toLowerCase()]
  const hosts = ['localhost', '127.0.0.1', ...named.map((host) => host.replace(/^\[|\]$/g, ''))]
  const usable = [...new Set(hosts)].filter((host) => !isWildcard(host) && isHost(host))
  return { tls: root.identityFor(usable, world.clock.now()), caFile }
}

function found(config: Config, world: World, caFile: string | null): Promise<void> {
  const names = { account: accountName, user: administratorName, project: config.region }
  const keeper = credentialKeeper(credentialsFile(config), config.apiUrl, caFile)
  return foundAccount(world, names, keeper)
}

const credentialsFile = ({ dataFolder }: Config) => join(dataFolder, 'credentials.json')

/** What an operator should know of the addresses that certificates carry; health tells anyone, so no paths here. */
function addressWarnings(config: Config): string[] {
  const warnings: string[] = []
  const publicUrl = new URL(config.publicUrl)
  if (isLoopback(publicUrl.hostname) || isWildcard(publicUrl.hostname)) {
    warnings.push(
      `certificates carry ${config.publicUrl}, an address that only this machine reaches: set CHANCERY_PUBLIC_URL`,
    )
  }
  if (publicUrl.protocol === 'https:') {
    warnings.push(
      'CHANCERY_PUBLIC_URL is https: many clients fetch CRLs over plain http only (RFC 5280 section 8)',
    )
  }
  return warnings
}
