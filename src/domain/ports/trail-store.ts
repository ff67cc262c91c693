import type { PlacedRecord, SignedBlock } from '../model/audit-block.ts'
import type { SignedSuccession } from '../model/audit-key-succession.ts'
import type { AuditRecord } from '../model/audit-record.ts'

/** A record that was committed and has no place in the trail yet. */
export interface UnsealedRecord {
  readonly sequence: number
  readonly record: AuditRecord
}

/** A key that blocks are signed with. Its id is the hash of its public half; the private half is sealed. */
export interface TrailKey {
  readonly id: string
  readonly publicKeyDer: Uint8Array
  readonly sealed: Uint8Array
}

/** The sealed trail of all accounts, as it stands in the database. */
export interface TrailReader {
  /** Those that were written first, in their order. */
  listUnsealed(limit: number): Promise<UnsealedRecord[]>
  countUnsealed(): Promise<number>
  /** In the order of their positions; what is missing is just not there. */
  listRecords(afterPosition: number, limit: number): Promise<PlacedRecord[]>
  findBlock(number: number): Promise<SignedBlock | undefined>
  lastBlock(): Promise<SignedBlock | undefined>
  listBlocks(afterNumber: number, limit: number): Promise<SignedBlock[]>
  /** The first block after a number that was sealed at a time or later. */
  firstBlockSince(afterNumber: number, sealedAt: number): Promise<SignedBlock | undefined>
  findKey(id: string): Promise<TrailKey | undefined>
  /** The key that no other took the place of; of several, the one that was added last. */
  lastKey(): Promise<TrailKey | undefined>
  /** How the key got its place; undefined for the first. */
  findSuccession(keyId: string): Promise<SignedSuccession | undefined>
  /** How far a sink has come; 0: it got nothing yet. */
  sinkPosition(name: string): Promise<number>
}

export interface TrailStore extends TrailReader {
  /** The last block; until the write ends, nobody else adds one. */
  lockEnd(): Promise<SignedBlock | undefined>
  /** The same as `lastKey`; until the write ends, nobody else adds one. */
  lockKey(): Promise<TrailKey | undefined>
  addKey(key: TrailKey, createdAt: number): Promise<void>
  /** Adds a key in another's place, whose sealed half is erased. */
  replaceKey(key: TrailKey, succession: SignedSuccession, createdAt: number): Promise<void>
  /** Adds a block and gives the records their positions, in the order of `sequences`, which rise. */
  seal(block: SignedBlock, sequences: readonly number[]): Promise<void>
  setSinkPosition(name: string, position: number): Promise<void>
  /** Removes at most `limit` records up to a position; says how many. */
  removeRecords(throughPosition: number, limit: number): Promise<number>
}
