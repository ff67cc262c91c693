import type { AuditRecord } from './audit-record.ts'

/** A hash function: octets in, digest out. */
export type Hash = (octets: Uint8Array) => Uint8Array

/** A record with its place in the trail. Positions begin at 1 and have no gaps. */
export interface PlacedRecord extends AuditRecord {
  readonly position: number
}

/**
 * A stretch of the trail, sealed: no record of it, nor a block before it, can be another without its hash being
 * another. Hashes are SHA-256 in lower-case hex.
 */
export interface AuditBlock {
  /** From 1, without gaps. */
  readonly number: number
  readonly firstPosition: number
  /** How many records it has; none where it was made for `removedThrough` only. */
  readonly count: number
  /** The hash of the block before; of the first, `noHash`. */
  readonly previousHash: string
  readonly recordsHash: string
  /** Records of the blocks up to this one were removed on purpose, or are being removed. 0: of none. */
  readonly removedThrough: number
  readonly sealedAt: number
  /** The hash of the public key that it is signed with. */
  readonly keyId: string
}

export interface SignedBlock extends AuditBlock {
  /** Ed25519 over `blockText`. */
  readonly signature: Uint8Array
}

export const noHash = '0'.repeat(64)

export const lastPosition = ({ firstPosition, count }: Pick<AuditBlock, 'firstPosition' | 'count'>): number =>
  firstPosition + count - 1

/**
 * What is hashed of a record: one JSON array, its fields in a fixed order behind the name of the form. Null and text
 * differ, and no field can spill into the next.
 */
const recordText = (record: PlacedRecord): string =>
  JSON.stringify([
    'chancery audit record 1',
    record.position,
    record.at,
    record.accountId,
    record.userId,
    record.method,
    record.accessKeyId,
    record.sourceAddress,
    record.requestId,
    record.operation,
    record.objectKind,
    record.objectId,
    record.result,
    record.beforeDigest,
    record.afterDigest,
    record.count,
  ])

/** What is hashed and signed of a block, in the same way. */
const blockText = (block: AuditBlock): string =>
  JSON.stringify([
    'chancery audit block 1',
    block.number,
    block.firstPosition,
    block.count,
    block.previousHash,
    block.recordsHash,
    block.removedThrough,
    block.sealedAt,
    block.keyId,
  ])

const encoder = new TextEncoder()

export const blockOctets = (block: AuditBlock): Uint8Array => encoder.encode(blockText(block))

export const blockHash = (hash: Hash, block: AuditBlock): string => hash(blockOctets(block)).toHex()

/** Of the records in the order of their positions, a line each: their texts hold no line ends. */
export const recordsHash = (hash: Hash, records: readonly PlacedRecord[]): string =>
  hash(encoder.encode(records.map(recordText).join('\n'))).toHex()
