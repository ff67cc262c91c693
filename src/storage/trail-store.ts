import { sql } from 'kysely'
import type { SignedBlock } from '../domain/model/audit-block.ts'
import type { SignedSuccession } from '../domain/model/audit-key-succession.ts'
import type { TrailKey, TrailStore } from '../domain/ports/trail-store.ts'
import type { StoreBinding } from './session.ts'
import { SqlTrailReader } from './trail-reader.ts'

export class SqlTrailStore extends SqlTrailReader implements TrailStore {
  readonly #locksRows: boolean

  constructor({ db, locksRows }: StoreBinding) {
    super(db)
    this.#locksRows = locksRows
  }

  /** The table is locked and not the last row, since another may come after that one. Readers are not kept waiting. */
  async lockEnd(): Promise<SignedBlock | undefined> {
    if (this.#locksRows) await sql`lock table audit_block in share row exclusive mode`.execute(this.db)
    return this.lastBlock()
  }

  async lockKey(): Promise<TrailKey | undefined> {
    if (this.#locksRows) await sql`lock table audit_key in share row exclusive mode`.execute(this.db)
    return this.lastKey()
  }

  async addKey({ id, publicKeyDer, sealed }: TrailKey, createdAt: number): Promise<void> {
    await this.db
      .insertInto('audit_key')
      .values({ id, public_key_der: publicKeyDer, sealed, created_at: createdAt })
      .execute()
  }

  async replaceKey(key: TrailKey, succession: SignedSuccession, createdAt: number): Promise<void> {
    await this.addKey(key, createdAt)
    await this.db
      .insertInto('audit_key_succession')
      .values({
        key_id: succession.keyId,
        former_key_id: succession.formerKeyId,
        after_block: succession.afterBlock,
        signature: succession.signature,
      })
      .execute()
    await this.db
      .updateTable('audit_key')
      .set({ sealed: new Uint8Array() })
      .where('id', '=', succession.formerKeyId)
      .execute()
  }

  async seal(block: SignedBlock, sequences: readonly number[]): Promise<void> {
    let position = block.firstPosition
    for (const { first, last } of stretches(sequences)) {
      await this.#place(first, last, position)
      position += last - first + 1
    }
    await this.db
      .insertInto('audit_block')
      .values({
        number: block.number,
        first_position: block.firstPosition,
        count: block.count,
        previous_hash: block.previousHash,
        records_hash: block.recordsHash,
        removed_through: block.removedThrough,
        sealed_at: block.sealedAt,
        key_id: block.keyId,
        signature: block.signature,
      })
      .execute()
  }

  async setSinkPosition(name: string, position: number): Promise<void> {
    await this.db
      .insertInto('audit_sink')
      .values({ name, position })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ position }))
      .execute()
  }

  async removeRecords(throughPosition: number, limit: number): Promise<number> {
    const { numDeletedRows } = await this.db
      .deleteFrom('audit_record')
      .where('sequence', 'in', (eb) =>
        eb
          .selectFrom('audit_record')
          .select('sequence')
          .where('position', '<=', throughPosition)
          .orderBy('position')
          .limit(limit),
      )
      .executeTakeFirst()
    return Number(numDeletedRows)
  }

  /** Throws, and so undoes the write, when a record is gone or has a position already: somebody else was at the table. */
  async #place(first: number, last: number, position: number): Promise<void> {
    const { numUpdatedRows } = await this.db
      .updateTable('audit_record')
      .set((eb) => ({ position: eb('sequence', '+', position - first) }))
      .where('sequence', '>=', first)
      .where('sequence', '<=', last)
      .where('position', 'is', null)
      .executeTakeFirst()
    if (Number(numUpdatedRows) !== last - first + 1) {
      throw new Error(`the audit records ${first} to ${last} changed while they were sealed`)
    }
  }
}

interface Stretch {
  readonly first: number
  last: number
}

/** Runs of neighbours: a statement places a whole run, and runs are few. */
function stretches(sequences: readonly number[]): Stretch[] {
  const found: Stretch[] = []
  for (const sequence of sequences) {
    const current = found.at(-1)
    if (current && current.last + 1 === sequence) current.last = sequence
    else found.push({ first: sequence, last: sequence })
  }
  return found
}
