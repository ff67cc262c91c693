import type { JournalBacklog, JournalOverview, JournalOwner } from '../domain/ports/journal-store.ts'
import type { StoreBinding } from './session.ts'

/** Over all accounts on purpose: it answers who looks after the installation, never a tenant. */
export class SqlJournalOverview implements JournalOverview {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async backlog(): Promise<JournalBacklog> {
    const { db } = this.#binding
    const { queued, oldest } = await db
      .selectFrom('journal_record')
      .select(({ fn }) => [fn.countAll<number>().as('queued'), fn.min('queued_at').as('oldest')])
      .executeTakeFirstOrThrow()
    const { awaited } = await db
      .selectFrom('journal')
      .select(({ fn }) => fn.countAll<number>().as('awaited'))
      .where('awaited_since', 'is not', null)
      .executeTakeFirstOrThrow()
    const failing = await db
      .selectFrom('journal')
      .select('failure')
      .where('failure', 'is not', null)
      .orderBy('authority_id')
      .limit(1)
      .executeTakeFirst()
    return { queued, oldestQueuedAt: oldest, awaited, failure: failing?.failure ?? null }
  }

  async listLate(queuedBefore: number, limit: number): Promise<JournalOwner[]> {
    const rows = await this.#binding.db
      .selectFrom('journal_record')
      .leftJoin('journal', 'journal.authority_id', 'journal_record.authority_id')
      .select(['journal_record.account_id', 'journal_record.authority_id'])
      .distinct()
      .where('journal_record.queued_at', '<', queuedBefore)
      .where('journal.awaited_since', 'is', null)
      .limit(limit)
      .execute()
    return rows.map(ownerOf)
  }

  async listAwaited(afterId: string, limit: number): Promise<JournalOwner[]> {
    const rows = await this.#binding.db
      .selectFrom('journal')
      .select(['account_id', 'authority_id'])
      .where('awaited_since', 'is not', null)
      .where('authority_id', '>', afterId)
      .orderBy('authority_id')
      .limit(limit)
      .execute()
    return rows.map(ownerOf)
  }

  async listSigning(afterId: string, limit: number): Promise<JournalOwner[]> {
    const rows = await this.#binding.db
      .selectFrom('authority')
      .innerJoin('sealed_key', 'sealed_key.id', 'authority.id')
      .select(['authority.account_id', 'authority.id as authority_id'])
      .where('authority.state', '!=', 'DESTROYED')
      .where('authority.id', '>', afterId)
      .orderBy('authority.id')
      .limit(limit)
      .execute()
    return rows.map(ownerOf)
  }
}

const ownerOf = (row: { readonly account_id: string; readonly authority_id: string }): JournalOwner => ({
  accountId: row.account_id,
  authorityId: row.authority_id,
})
