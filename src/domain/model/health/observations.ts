import type { JournalLag } from '../journal.ts'
import type { ListFreshness } from '../list-freshness.ts'

/** When backups were made and proven, in ms since the epoch; null: never, as far as is known. */
export interface BackupTimes {
  readonly lastBackupAt: number | null
  readonly lastVerifiedAt: number | null
}

/** What health is judged by: each group is looked at by itself, and may fail by itself. Times in ms since the epoch. */
export interface Observations {
  readonly write: { readonly tookMs: number }
  readonly database: DatabaseVitals
  readonly folder: FolderState
  readonly masterKey: MasterKeyState
  readonly firstCredentials: { readonly isThere: boolean }
  readonly backups: BackupTimes
  readonly serverCertificate: ServerCertificateState | null
  readonly process: ProcessState
  readonly keyStock: KeyStock
  readonly jobs: readonly JobStanding[]
  readonly authorities: readonly AuthorityEnd[]
  readonly responders: readonly ResponderEnd[]
  readonly lists: readonly ListFreshness[]
  readonly journals: JournalLag
  readonly bucketStore: BucketState
  readonly trail: TrailStanding
  readonly orders: OrderStanding
  readonly pushes: PushStanding
  readonly quotas: readonly QuotaStanding[]
  readonly guessing: GuessingState
  readonly addresses: AddressState
}

export interface DatabaseVitals {
  readonly engine: 'sqlite' | 'postgres'
  /** Null where the database does not tell. */
  readonly sizeBytes: number | null
  /** Of SQLite's write-ahead log. */
  readonly logBytes: number | null
  readonly waitingWrites: number
  /** Migrations that this program does not know. */
  readonly unknownMigrations: readonly string[]
  /** How far the database's clock is ahead of ours, within the time that asking took; null: it has none of its own. */
  readonly clockAheadMs: number | null
}

export interface FolderState {
  readonly mode: number
  readonly freeBytes: number
  readonly totalBytes: number
}

export interface MasterKeyState {
  readonly state: 'fits' | 'missing' | 'damaged' | 'another'
  /** Null: there is no file. */
  readonly mode: number | null
  /** Whether the file is this process's own user's, or given to it by who starts it. */
  readonly isOwn: boolean
}

export interface ServerCertificateState {
  /** Of the administrator, not of the server's own TLS root. */
  readonly isOwn: boolean
  readonly notAfter: number
  /** Of the server's own TLS root. */
  readonly rootNotAfter: number | null
}

export interface ProcessState {
  /** 99 of 100 turns of the event loop were late by no more, since it was last asked. */
  readonly loopDelayMs: number
  readonly residentBytes: number
  readonly heapBytes: number
  readonly heapLimitBytes: number
  /** How far the clock was set since the process began. */
  readonly clockSetMs: number
}

export interface KeyStock {
  readonly sizes: readonly {
    readonly bits: number
    readonly ready: number
    readonly wanted: number
    readonly waiting: number
  }[]
  /** What waits for the thread that signs. */
  readonly engineWaiting: number
}

/** Jobs of a kind, all nodes'. */
export interface JobStanding {
  readonly kind: string
  readonly due: number
  /** The earliest time that one of them was due; null: none is. */
  readonly dueSince: number | null
  /** Those whose last attempts failed. */
  readonly failing: number
  readonly mostAttempts: number
  /** Why one of them failed. */
  readonly failure: string | null
  /** Held, while the hold is over: their node ended or is stuck. */
  readonly abandoned: number
  readonly abandonedSince: number | null
}

export interface AuthorityEnd {
  readonly authorityId: string
  /** The common name of one of the built-in issuer's, whose id nobody can look up. */
  readonly builtInName?: string
  readonly notBefore: number
  readonly notAfter: number
  /** Certificates of the account that end on the very day that the CA does, maybe cut to its end. */
  readonly endingWithIt: number
}

export interface ResponderEnd {
  readonly authorityId: string
  /** As that of a CA's end. */
  readonly builtInName?: string
  readonly notBefore: number
  readonly notAfter: number
  /** Of the CA: no responder outlives it. */
  readonly authorityNotAfter: number
}

export interface BucketState {
  readonly refusesStaleWrites: boolean | null
  readonly failure: { readonly since: number; readonly reason: string } | null
}

export interface TrailStanding {
  readonly unsealed: number
  readonly oldestUnsealedAt: number | null
  readonly lastSealedAt: number | null
  readonly lastPosition: number
  readonly lastBlock: number
  /** The block that the checkpoint in the data folder is of; null: there is none. `unreadable`: it is no checkpoint. */
  readonly checkpoint: { readonly block: number; readonly sealedAt: number } | 'unreadable' | null
  readonly sinks: readonly { readonly place: string; readonly behind: number }[]
}

/** Certificates of orders that do not get on; the times are those of the oldest, null where there is none. */
export interface OrderStanding {
  readonly hindered: number
  /** When it began, which is before it was hindered. */
  readonly hinderedSince: number | null
  readonly reviews: number
  readonly reviewSince: number | null
  readonly overdueRenewals: number
  readonly renewalDueSince: number | null
}

/** Pushes that do not get on; the times are those of the oldest, null where there is none. */
export interface PushStanding {
  /** Of renewed certificates, tried before and yet to be tried again. */
  readonly waiting: number
  readonly waitingSince: number | null
  /** Of renewed certificates, while the former one is there still. */
  readonly givenUp: number
  /** Failed, and what was there is yet to be put back. */
  readonly restoring: number
  readonly restoringSince: number | null
}

export interface QuotaStanding {
  readonly accountId: string
  readonly kind: 'CERTIFICATE_AUTHORITY' | 'CERTIFICATE' | 'HOSTED_CERTIFICATE' | 'CERTIFICATE_REQUEST'
  readonly used: number
  readonly limit: number
}

/** What this node remembers of refusals. */
export interface GuessingState {
  readonly lockedPairs: number
  readonly refusedInMinute: number
  readonly unrecordedInMinute: number
}

export interface AddressState {
  readonly publicUrl: string
  readonly isPublicUrlLocal: boolean
  readonly isPublicUrlHttps: boolean
  readonly isPlainHttpExposed: boolean
}
