import type { Journal, JournalPosition, JournalRecord } from '../model/journal.ts'

/** A record that the bucket does not have yet, in the order of `sequence`. */
export interface QueuedRecord extends JournalRecord {
  readonly sequence: number
}

/** The journals of the account's CAs, by the CA that issued what they tell of. Times in ms since the epoch. */
export interface JournalReader {
  find(authorityId: string): Promise<Journal | undefined>
  /** Whether the journal of any of these CAs is to be read back before it signs. */
  isAwaited(authorityIds: readonly string[]): Promise<boolean>
  /** The oldest first. */
  listQueued(authorityId: string, limit: number): Promise<QueuedRecord[]>
}

/** Written in the transaction of what it tells of, so that a revocation is queued or never was. */
export interface JournalStore extends JournalReader {
  queue(authorityId: string, record: JournalRecord, now: number): Promise<void>
  /** Everything of the CA that is revoked and has not ended, in place of what is queued: the bucket lost its journal. */
  queueRevoked(authorityId: string, now: number): Promise<void>
  removeQueued(sequences: readonly number[]): Promise<void>
  /** What is queued up to here is in the bucket. False, and nothing written, while the journal is awaited. */
  advance(authorityId: string, position: JournalPosition): Promise<boolean>
  /** From here on the CA signs nothing. */
  await(authorityId: string, since: number): Promise<void>
  /** It was read back up to here (null: there is none), and the CA may sign. */
  settle(authorityId: string, position: JournalPosition | null): Promise<void>
  /** An operator's word that what can't be read of it is lost (null: no more); it is set back by `advance`, too. */
  giveUp(authorityId: string, at: number | null): Promise<void>
  noteFailure(authorityId: string, failure: string | null): Promise<void>
}

export interface JournalOwner {
  readonly accountId: string
  readonly authorityId: string
}

/** What waits for a bucket, over all accounts. */
export interface JournalBacklog {
  readonly queued: number
  /** Null where nothing waits. */
  readonly oldestQueuedAt: number | null
  /** CAs that sign nothing until their journal was read back. */
  readonly awaited: number
  /** One of the reasons. */
  readonly failure: string | null
}

/** The journals of all accounts, for those who look after the installation. */
export interface JournalOverview {
  backlog(): Promise<JournalBacklog>
  /** CAs with a record that was queued before this time; not those that are awaited. */
  listLate(queuedBefore: number, limit: number): Promise<JournalOwner[]>
  /** Those whose journal is to be read back. */
  listAwaited(afterId: string, limit: number): Promise<JournalOwner[]>
  /** Every CA that has its key here, by id. */
  listSigning(afterId: string, limit: number): Promise<JournalOwner[]>
}

/** What the start does after a restore. */
export interface JournalKeeper extends JournalStore {
  /** From here on no CA of any account signs. */
  awaitAll(since: number): Promise<void>
}
