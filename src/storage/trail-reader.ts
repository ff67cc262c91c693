import type { Kysely, Selectable } from 'kysely'
import type { PlacedRecord, SignedBlock } from '../domain/model/audit-block.ts'
import type { SignedSuccession } from '../domain/model/audit-key-succession.ts'
import type { TrailKey, TrailReader, UnsealedRecord } from '../domain/ports/trail-store.ts'
import { auditRecordOf } from './audit-row.ts'
import type { Schema } from './schema.ts'

/** Over all accounts; also for those who only read, with no door of a server in between. */
export class SqlTrailReader implements TrailReader {
  protected readonly db: Kysely<Schema>

  constructor(db: Kysely<Schema>) {
    this.db = db
  }

  async listUnsealed(limit: number): Promise<UnsealedRecord[]> {
    const rows = await this.db
      .selectFrom('audit_record')
      .selectAll()
      .where('position', 'is', null)
      .orderBy('sequence')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ sequence: row.sequence, record: auditRecordOf(row) }))
  }

  async countUnsealed(): Promise<number> {
    const { count } = await this.db
      .selectFrom('audit_record')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('position', 'is', null)
      .executeTakeFirstOrThrow()
    return count
  }

  async listRecords(afterPosition: number, limit: number): Promise<PlacedRecord[]> {
    const rows = await this.db
      .selectFrom('audit_record')
      .selectAll()
      .where('position', '>', afterPosition)
      .orderBy('position')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ ...auditRecordOf(row), position: row.position ?? 0 }))
  }

  async findBlock(number: number): Promise<SignedBlock | undefined> {
    const row = await this.#blocks().where('number', '=', number).executeTakeFirst()
    return row && blockOf(row)
  }

  async lastBlock(): Promise<SignedBlock | undefined> {
    const row = await this.#blocks().orderBy('number', 'desc').limit(1).executeTakeFirst()
    return row && blockOf(row)
  }

  async listBlocks(afterNumber: number, limit: number): Promise<SignedBlock[]> {
    const rows = await this.#blocks()
      .where('number', '>', afterNumber)
      .orderBy('number')
      .limit(limit)
      .execute()
    return rows.map(blockOf)
  }

  async firstBlockSince(afterNumber: number, sealedAt: number): Promise<SignedBlock | undefined> {
    const row = await this.#blocks()
      .where('number', '>', afterNumber)
      .where('sealed_at', '>=', sealedAt)
      .orderBy('number')
      .limit(1)
      .executeTakeFirst()
    return row && blockOf(row)
  }

  async findKey(id: string): Promise<TrailKey | undefined> {
    const row = await this.db.selectFrom('audit_key').selectAll().where('id', '=', id).executeTakeFirst()
    return row && keyOf(row)
  }

  async lastKey(): Promise<TrailKey | undefined> {
    const row = await this.db
      .selectFrom('audit_key')
      .selectAll()
      .where('id', 'not in', (eb) => eb.selectFrom('audit_key_succession').select('former_key_id'))
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    return row && keyOf(row)
  }

  async findSuccession(keyId: string): Promise<SignedSuccession | undefined> {
    const row = await this.db
      .selectFrom('audit_key_succession')
      .selectAll()
      .where('key_id', '=', keyId)
      .executeTakeFirst()
    if (!row) return undefined
    const { former_key_id: formerKeyId, after_block: afterBlock, signature } = row
    return { keyId, formerKeyId, afterBlock, signature }
  }

  async sinkPosition(name: string): Promise<number> {
    const row = await this.db
      .selectFrom('audit_sink')
      .select('position')
      .where('name', '=', name)
      .executeTakeFirst()
    return row?.position ?? 0
  }

  #blocks() {
    return this.db.selectFrom('audit_block').selectAll()
  }
}

const blockOf = (row: Selectable<Schema['audit_block']>): SignedBlock => ({
  number: row.number,
  firstPosition: row.first_position,
  count: row.count,
  previousHash: row.previous_hash,
  recordsHash: row.records_hash,
  removedThrough: row.removed_through,
  sealedAt: row.sealed_at,
  keyId: row.key_id,
  signature: row.signature,
})

const keyOf = (row: Selectable<Schema['audit_key']>): TrailKey => ({
  id: row.id,
  publicKeyDer: row.public_key_der,
  sealed: row.sealed,
})
