import type { Triable } from './connection.ts'

export interface Bucket {
  readonly name: string
  /** In ms since the epoch. */
  readonly createdAt: number
}

/** An object, unread. */
export interface ObjectMark {
  /** Another when the content is; told without a look at it. Means nothing else. */
  readonly mark: string
  /** By the store's clock, in ms since the epoch; null where it does not tell. */
  readonly writtenAt: number | null
}

export interface StoredObject extends ObjectMark {
  readonly content: Uint8Array
  /** Names this content to `write`, and means nothing else. */
  readonly version: string
}

/** What is known of the store. Shown to operators, so it holds neither a path nor a secret. */
export interface BucketHealth {
  readonly kind: 'folder' | 's3'
  /**
   * Whether the store itself refuses a write over a version that is no longer there. False: two nodes that write
   * within the same moment may both be told that theirs stands. Null: not found out yet.
   */
  readonly refusesStaleWrites: boolean | null
  /** Since when it fails (ms since the epoch) and why, in a short clause; null while it works. */
  readonly failure: { readonly since: number; readonly reason: string } | null
}

/**
 * Object storage that revocation lists are published to. What is no name of an account, bucket or key names nothing:
 * it is absent, and not to be written. Everything throws `bucket-store-failed` when the store does not do its work,
 * within 10 s when it is silent; nothing is repeated for long, so the caller retries.
 */
export interface Buckets extends Triable {
  /** Buckets that the account may publish to, by name. A folder's are its own; those of S3 are shared by all. */
  list(accountId: string): Promise<Bucket[]>
  has(accountId: string, bucket: string): Promise<boolean>
  /** Makes the account's first bucket where it has none and the store lets us (the folder). Idempotent. */
  prepare(accountId: string): Promise<void>
  /** Takes back what `prepare` made, for an account that is not to be; what holds anything stays. */
  withdraw(accountId: string): Promise<void>
  /**
   * All keys in a bucket that begin so, in their order; empty where there is no such bucket. Undefined: the store does
   * not let us look into it.
   */
  keys(accountId: string, bucket: string, prefix: string): Promise<string[] | undefined>
  /** Absence is `undefined`, here and below. */
  find(accountId: string, bucket: string, key: string): Promise<ObjectMark | undefined>
  read(accountId: string, bucket: string, key: string): Promise<StoredObject | undefined>
  /**
   * Replaces the object only while it still is the version that was read (`null`: while there is none). False:
   * somebody else wrote meanwhile. Atomic: readers see the old or the new object, never a part; durable when it
   * resolves. A write that throws may have happened: read before the next.
   */
  write(
    accountId: string,
    bucket: string,
    key: string,
    content: Uint8Array,
    options: { readonly contentType: string; readonly replaces: string | null },
  ): Promise<boolean>
  health(): BucketHealth
}
