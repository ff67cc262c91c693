import type { Authority, ChainedAuthority } from '../model/authority.ts'
import type { Action, Caller } from '../model/caller.ts'
import type { IdentityBounds } from '../model/identity-bounds.ts'
import type { IssuerBounds } from '../model/issuer-bounds.ts'
import type { Archiver } from '../ports/archiver.ts'
import type { AuditSink } from '../ports/audit-sink.ts'
import type { Buckets } from '../ports/buckets.ts'
import type { CertificateIssuers } from '../ports/certificate-issuers.ts'
import type { ChangeFeed } from '../ports/change-feed.ts'
import type { CheckpointKeeper } from '../ports/checkpoint-keeper.ts'
import type { Clock } from '../ports/clock.ts'
import type { Credentials, Digest } from '../ports/credentials.ts'
import type { DnsConnectors } from '../ports/dns-connectors.ts'
import type { DomainProver } from '../ports/domain-prover.ts'
import type { Database, Doors } from '../ports/doors.ts'
import type { ExternalIdentity } from '../ports/external-identity.ts'
import type { FaultPoints } from '../ports/fault-points.ts'
import type { Issuer, SigningAuthority } from '../ports/issuer.ts'
import type { KeyExporter } from '../ports/key-exporter.ts'
import type { KeyImporter } from '../ports/key-importer.ts'
import type { KeyStoreReader } from '../ports/key-store-reader.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Mailer, WebhookSender } from '../ports/notice-sender.ts'
import type { PublicReader } from '../ports/public-reader.ts'
import type { PublicSuffixes } from '../ports/public-suffixes.ts'
import type { PushTargets } from '../ports/push-targets.ts'
import type { Random } from '../ports/random.ts'
import type { RequestMaker } from '../ports/request-maker.ts'
import type { RevocationListMaker } from '../ports/revocation-list-maker.ts'
import type { SignatureVerifier } from '../ports/signature-verifier.ts'
import type { StatusSigner } from '../ports/status-signer.ts'
import type { Timer } from '../ports/timer.ts'
import type { TrailSigner } from '../ports/trail-signer.ts'
import type { Vault } from '../ports/vault.ts'
import type { AccountTurns } from './account-turns.ts'
import type { BuiltInIssuer } from './built-in-issuer/built-in-issuer.ts'
import type { Attempts } from './identity/attempts.ts'
import type { AcmeAccounts } from './issuance/acme-accounts.ts'
import type { JournalAppender } from './journal/journal-appender.ts'
import type { JournalHolds } from './journal/journal-holds.ts'
import type { Pusher } from './push/pusher.ts'
import type { VersionedCache } from './versioned-cache.ts'

/** How many every account may have, and single ones by their names. */
export interface AccountQuota {
  readonly everyone: number
  readonly byName: Readonly<Record<string, number>>
}

/** Limits, set by the administrator and by who composes the product. */
export interface OperationSettings {
  readonly authorityQuota: AccountQuota
  readonly certificateQuota: AccountQuota
  readonly identityBounds: IdentityBounds
  readonly hostedCertificateQuota: AccountQuota
  /** Base of the URLs in certificates, without a closing slash. */
  readonly publicUrl: string
  /** Base of links in mail, without a closing slash. */
  readonly apiUrl: string
  /** Networks that addresses of tenants may lie in, beside the public ones. */
  readonly outboundAllow: readonly string[]
  /** Whether a signature may leave the body out; only over TLS. */
  readonly acceptsUnsignedPayload: boolean
  /** Null: audit records are kept for ever. */
  readonly auditRetentionDays: number | null
  /** How long a node may be silent before another takes over a job that it holds. */
  readonly jobHoldMs: number
  /** How long a try of a place outside may take. */
  readonly tryPatienceMs: number
}

/** Everything that operations need from outside, given once, when the product is composed. */
export interface World {
  readonly database: Database
  readonly changes: ChangeFeed
  readonly clock: Clock
  readonly timer: Timer
  readonly random: Random
  readonly issuer: Issuer
  readonly keyExporter: KeyExporter
  readonly keyImporter: KeyImporter
  readonly keyStoreReader: KeyStoreReader
  readonly requestMaker: RequestMaker
  readonly archiver: Archiver
  readonly vault: Vault
  readonly signatureVerifier: SignatureVerifier
  readonly credentials: Credentials
  readonly digest: Digest
  readonly statusSigner: StatusSigner
  readonly revocationListMaker: RevocationListMaker
  readonly buckets: Buckets
  readonly publicReader: PublicReader
  /** Null where the settings name no mail server. */
  readonly mailer: Mailer | null
  readonly webhookSender: WebhookSender
  readonly domainProver: DomainProver
  readonly dnsConnectors: DnsConnectors
  readonly publicSuffixes: PublicSuffixes
  readonly certificateIssuers: CertificateIssuers
  readonly pushTargets: PushTargets
  readonly trailSigner: TrailSigner
  readonly checkpoints: CheckpointKeeper
  readonly auditSinks: readonly AuditSink[]
  readonly externalIdentity: ExternalIdentity
  readonly metrics: Metrics
  readonly faults: FaultPoints
  readonly journalHolds: JournalHolds
  readonly settings: OperationSettings
}

/** The CA that is to sign, with those above it (itself first) and its sealed key. */
export interface IssuingAuthority {
  readonly authority: Authority
  readonly chain: readonly ChainedAuthority[]
  readonly signing: SigningAuthority
  readonly bounds: IssuerBounds
  /** Until when its revocation list's location is noted as named; grows with what is issued. */
  readonly noted: { namedUntil: number }
}

/** Who certificates are had from. */
export interface Authorities {
  readonly builtInIssuer: BuiltInIssuer
  readonly acmeAccounts: AcmeAccounts
}

/** What the operations of a world share and keep. */
export interface Shared extends Authorities {
  readonly pusher: Pusher
  /** Whether somebody may do, on the account as a whole, what an operation takes beside its own action. */
  readonly mayAlso: (caller: Caller, action: Action) => Promise<boolean>
  readonly guessing: Attempts
  readonly issuingAuthorities: VersionedCache<IssuingAuthority>
  readonly searchTurns: AccountTurns
  readonly keyStoreTurns: AccountTurns
  readonly journalAppender: JournalAppender
}

/** One call of an operation: the world's tools, who calls, and doors bound to both. The database itself is not here. */
export interface Call extends Omit<World, 'database'>, Shared, Doors {
  readonly caller: Caller
}

/** A verb: takes the call and a parsed command, returns a noun or throws a `DomainError`. */
export type Operation<Command, Result> = (call: Call, command: Command) => Promise<Result>
