import type { Journal, JournalPosition, JournalRecord } from '../domain/model/journal.ts'
import { serialFromOctets, serialOctets } from '../domain/model/serial-number.ts'
import type { JournalKeeper, QueuedRecord } from '../domain/ports/journal-store.ts'
import { bumpVersions } from './change-table.ts'
import { prepareInsert } from './prepared.ts'
import type { Schema } from './schema.ts'
import type { StoreBinding } from './session.ts'

const insertRecord = prepareInsert('journal_record')

const nothingWritten = { bucket: null, segment: 0, records: 0 }

export class SqlJournalStore implements JournalKeeper {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(authorityId: string): Promise<Journal | undefined> {
    const { db, accountId, locksRows } = this.#binding
    const row = await db
      .selectFrom('journal')
      .selectAll()
      .where('authority_id', '=', authorityId)
      .where('account_id', '=', accountId)
      .$if(locksRows, (query) => query.forUpdate())
      .executeTakeFirst()
    return row && journalOf(row)
  }

  async isAwaited(authorityIds: readonly string[]): Promise<boolean> {
    if (authorityIds.length === 0) return false
    const row = await this.#binding.db
      .selectFrom('journal')
      .select('authority_id')
      .where('authority_id', 'in', authorityIds)
      .where('account_id', '=', this.#binding.accountId)
      .where('awaited_since', 'is not', null)
      .limit(1)
      .executeTakeFirst()
    return row !== undefined
  }

  async listQueued(authorityId: string, limit: number): Promise<QueuedRecord[]> {
    const rows = await this.#binding.db
      .selectFrom('journal_record')
      .select(['sequence', 'serial_number', 'not_after', 'at', 'reason'])
      .where('authority_id', '=', authorityId)
      .where('account_id', '=', this.#binding.accountId)
      .orderBy('sequence')
      .limit(limit)
      .execute()
    return rows.map((row) => ({
      sequence: row.sequence,
      serialNumber: serialFromOctets(row.serial_number),
      notAfter: row.not_after,
      at: row.at,
      reason: row.reason,
    }))
  }

  async queue(authorityId: string, record: JournalRecord, now: number): Promise<void> {
    await insertRecord(this.#binding, {
      account_id: this.#binding.accountId,
      authority_id: authorityId,
      serial_number: serialOctets(record.serialNumber),
      not_after: record.notAfter,
      at: record.at,
      reason: record.reason,
      queued_at: now,
    })
  }

  async queueRevoked(authorityId: string, now: number): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .deleteFrom('journal_record')
      .where('authority_id', '=', authorityId)
      .where('account_id', '=', accountId)
      .execute()
    await db
      .insertInto('journal_record')
      .columns(['account_id', 'authority_id', 'serial_number', 'not_after', 'at', 'reason', 'queued_at'])
      .expression((eb) =>
        eb
          .selectFrom('issued_serial')
          .select([
            'account_id',
            'issuer_id',
            'serial_number',
            'not_after',
            'revoked_at',
            'revocation_reason',
            eb.cast<number>(eb.val(now), 'bigint').as('queued_at'),
          ])
          .where('issuer_id', '=', authorityId)
          .where('account_id', '=', accountId)
          .where('revoked_at', 'is not', null)
          .where('not_after', '>', now)
          .orderBy('revoked_at'),
      )
      .execute()
  }

  async removeQueued(sequences: readonly number[]): Promise<void> {
    if (sequences.length === 0) return
    const { db, accountId } = this.#binding
    await db
      .deleteFrom('journal_record')
      .where('sequence', 'in', sequences)
      .where('account_id', '=', accountId)
      .execute()
  }

  async advance(authorityId: string, position: JournalPosition): Promise<boolean> {
    const { db, accountId } = this.#binding
    const columns = { ...position, failure: null, given_up_at: null }
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('journal')
      .values({ authority_id: authorityId, account_id: accountId, awaited_since: null, ...columns })
      .onConflict((conflict) =>
        conflict.column('authority_id').doUpdateSet(columns).where('journal.awaited_since', 'is', null),
      )
      .executeTakeFirst()
    return numInsertedOrUpdatedRows === 1n
  }

  async await(authorityId: string, since: number): Promise<void> {
    await this.#upsert(authorityId, { awaited_since: since })
    this.#changed()
  }

  async settle(authorityId: string, position: JournalPosition | null): Promise<void> {
    const where = position ?? nothingWritten
    await this.#upsert(authorityId, { ...where, awaited_since: null, failure: null })
    this.#changed()
  }

  giveUp(authorityId: string, at: number | null): Promise<void> {
    return this.#upsert(authorityId, { given_up_at: at })
  }

  noteFailure(authorityId: string, failure: string | null): Promise<void> {
    return this.#upsert(authorityId, { failure })
  }

  async awaitAll(since: number): Promise<void> {
    const { db, changes } = this.#binding
    await db
      .insertInto('journal')
      .columns(['authority_id', 'account_id', 'segment', 'records', 'awaited_since'])
      .expression((eb) =>
        eb
          .selectFrom('authority')
          .innerJoin('sealed_key', 'sealed_key.id', 'authority.id')
          .select([
            'authority.id',
            'authority.account_id',
            eb.lit(0).as('segment'),
            eb.lit(0).as('records'),
            eb.cast<number>(eb.val(since), 'bigint').as('awaited_since'),
          ])
          .where('authority.state', '!=', 'DESTROYED'),
      )
      .onConflict((conflict) => conflict.column('authority_id').doUpdateSet({ awaited_since: since }))
      .execute()
    const accounts = await db.selectFrom('journal').select('account_id').distinct().execute()
    const topics = accounts.map(({ account_id }) => ({
      accountId: account_id,
      topic: 'authorities' as const,
    }))
    changes.addBumped(await bumpVersions(db, topics))
  }

  async #upsert(authorityId: string, columns: Partial<Schema['journal']>): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .insertInto('journal')
      .values({
        authority_id: authorityId,
        account_id: accountId,
        ...nothingWritten,
        awaited_since: null,
        failure: null,
        given_up_at: null,
        ...columns,
      })
      .onConflict((conflict) => conflict.column('authority_id').doUpdateSet(columns))
      .execute()
  }

  /** Who keeps the account's CAs in memory asks again whether they may sign. */
  #changed(): void {
    this.#binding.changes.bump(this.#binding.accountId, 'authorities')
  }
}

const journalOf = (row: Schema['journal']): Journal => ({
  position: row.bucket === null ? null : { bucket: row.bucket, segment: row.segment, records: row.records },
  awaitedSince: row.awaited_since,
  failure: row.failure,
  givenUpAt: row.given_up_at,
})
