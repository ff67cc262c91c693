import { hostname } from 'node:os'
import { openBuckets } from './buckets/open-buckets.ts'
import { openCertificateIssuers } from './certificate-issuers.ts'
import type { Config } from './config/config.ts'
import { createArchiver } from './crypto/archiver.ts'
import { createCredentials } from './crypto/credentials.ts'
import { createDigest } from './crypto/digest.ts'
import { type RunningIssuer, startIssuer } from './crypto/issuer.ts'
import { KeyStoreThreads } from './crypto/key-store/key-store-threads.ts'
import { openKeyring } from './crypto/keyring.ts'
import { completeReplacement } from './crypto/replace-master-key.ts'
import { createSignatureVerifier } from './crypto/signature-verifier.ts'
import { createTrailSigner } from './crypto/trail-signer.ts'
import { openVault } from './crypto/vault.ts'
import type { IdentityBounds } from './domain/model/identity-bounds.ts'
import { compileOutboundRule } from './domain/model/outbound-address.ts'
import { JournalHolds } from './domain/operations/journal/journal-holds.ts'
import { bindLocalDoors } from './domain/operations/local/local-doors.ts'
import type { World } from './domain/operations/world.ts'
import type { Clock } from './domain/ports/clock.ts'
import type { FaultPoints } from './domain/ports/fault-points.ts'
import type { Metrics } from './domain/ports/metrics.ts'
import { openExternalIdentity } from './external-identity.ts'
import { ownCaller } from './local/local-caller.ts'
import { createAuditSinks } from './outbound/audit-sinks/create-audit-sinks.ts'
import { createDnsConnectors } from './outbound/dns/dns-connectors.ts'
import { createMailer } from './outbound/mail/mailer.ts'
import { createDomainProver, type ProofPorts } from './outbound/proofs/domain-prover.ts'
import { createPublicReader } from './outbound/public-reader.ts'
import { createPublicSuffixes } from './outbound/public-suffixes.ts'
import { createPushTargets } from './outbound/targets/push-targets.ts'
import { createWebhookSender } from './outbound/webhook/webhook-sender.ts'
import { RevocationListThread } from './revocation-list-thread.ts'
import type { OpenDatabase } from './storage/database.ts'
import type { Migrations } from './storage/migrations/index.ts'
import { type DatabaseOptions, openDatabase } from './storage/open-database.ts'
import { checkpointFile } from './system/checkpoint-file.ts'
import { systemRandom } from './system/random.ts'
import { settlesWithin, stopwatch } from './system/timer.ts'

/** What ends something that was opened; run in reverse order. */
export type Undo = (() => Promise<void>)[]

/** What the world is given from outside. */
export interface Surroundings {
  readonly clock: Clock
  readonly metrics: Metrics
  readonly faults: FaultPoints
  readonly jobHoldMs: number
  readonly tryPatienceMs: number
  readonly identityBounds: IdentityBounds
  readonly proofPorts: ProofPorts
  /** Stands in for what is outside: zones, sites and authorities of a test. */
  readonly outside?: Partial<
    Pick<World, 'domainProver' | 'dnsConnectors' | 'certificateIssuers' | 'pushTargets'>
  >
  /** What the schema is made by, where it is not the program's own: a later release in a test. */
  readonly migrations?: Migrations
}

/** The world, with what is looked at from outside of it. */
export interface OpenedWorld {
  readonly world: World
  readonly database: OpenDatabase
  readonly issuer: RunningIssuer
}

/** Opens database, keys, threads and buckets, and makes of them what operations work with. */
export async function openWorld(
  config: Config,
  {
    clock,
    metrics,
    faults,
    jobHoldMs,
    tryPatienceMs,
    identityBounds,
    proofPorts,
    migrations,
    outside,
  }: Surroundings,
  undo: Undo,
): Promise<OpenedWorld> {
  const externalIdentity = openExternalIdentity(config, clock)
  const database = await openMigrated(config, { clock, ...(migrations && { migrations }) }, undo)
  const { masterKeyFile } = config
  const dataKeys = await openKeyring(database, masterKeyFile, clock.now())
  if (config.databaseUrl.startsWith('sqlite:')) {
    const local = { database, clock, random: systemRandom, digest: createDigest() }
    const doors = bindLocalDoors(local, ownCaller, 'finishMasterKey')
    await completeReplacement({ doors, masterKeyFile, faults })
  }
  const issuer = startIssuer(dataKeys, config.rsaPoolSizes, config.pfxProfile)
  undo.push(() => issuer.close())
  const keyStoreReader = new KeyStoreThreads()
  undo.push(() => keyStoreReader.close())
  const { buckets, close: closeBuckets } = await openBuckets(config.buckets, clock, systemRandom)
  undo.push(async () => closeBuckets())
  const revocationListMaker = new RevocationListThread({ databaseUrl: config.databaseUrl, dataKeys })
  undo.push(() => revocationListMaker.close())
  const vault = openVault(dataKeys)
  const isAllowed = compileOutboundRule(config.outboundAllow)
  const world: World = {
    database,
    changes: database.changes,
    clock,
    timer: { stopwatch, settlesWithin },
    random: systemRandom,
    issuer,
    keyExporter: issuer,
    keyImporter: issuer,
    keyStoreReader,
    requestMaker: issuer,
    statusSigner: issuer,
    archiver: createArchiver(),
    revocationListMaker,
    vault,
    signatureVerifier: createSignatureVerifier(),
    credentials: createCredentials(),
    digest: createDigest(),
    buckets,
    publicReader: createPublicReader(),
    mailer: config.mail && createMailer(config.mail),
    webhookSender: createWebhookSender(isAllowed, clock),
    domainProver: createDomainProver({ isAllowed, resolvers: config.dnsServers, ports: proofPorts }),
    dnsConnectors: createDnsConnectors(config.issuers.dns, { clock, random: systemRandom }),
    publicSuffixes: createPublicSuffixes(),
    pushTargets: createPushTargets(config.pushTargets, clock),
    trailSigner: createTrailSigner(vault),
    checkpoints: checkpointFile(config.dataFolder),
    auditSinks: createAuditSinks(config.auditSinks, {
      clock,
      webhookSecret: config.auditWebhookSecret,
      ownHost: hostname(),
    }),
    externalIdentity,
    certificateIssuers: openCertificateIssuers(config, clock),
    metrics,
    faults,
    journalHolds: new JournalHolds(),
    settings: {
      authorityQuota: config.authorityQuota,
      certificateQuota: config.certificateQuota,
      identityBounds,
      hostedCertificateQuota: config.hostedCertificateQuota,
      publicUrl: config.publicUrl,
      apiUrl: config.apiUrl,
      outboundAllow: config.outboundAllow,
      acceptsUnsignedPayload: config.acceptsUnsignedPayload,
      auditRetentionDays: config.auditRetentionDays,
      jobHoldMs,
      tryPatienceMs,
    },
    ...outside,
  }
  return { world, database, issuer }
}

async function openMigrated(
  { databaseUrl: url, dataFolder }: Config,
  tools: Pick<DatabaseOptions, 'clock' | 'migrations'>,
  undo: Undo,
): Promise<OpenDatabase> {
  try {
    const database = await openDatabase({ url, dataFolder, ...tools })
    undo.push(() => database.close())
    await database.migrate()
    return database
  } catch (error) {
    // SQLite does not say which file it means; a PostgreSQL URL may hold a password and is not shown
    const isSqlite = (error as { code?: unknown }).code === 'ERR_SQLITE_ERROR'
    throw isSqlite ? new Error(`the database ${url}: ${(error as Error).message}`, { cause: error }) : error
  }
}
