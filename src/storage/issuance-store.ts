import type { Issuance } from '../domain/model/issuance.ts'
import type { IssuanceOverview, IssuanceStore, WaitingReview } from '../domain/ports/issuance-store.ts'
import { type Flag, flag } from './flag.ts'
import type { StoreBinding } from './session.ts'

export interface IssuanceTable {
  certificate_id: string
  account_id: string
  id: string
  step: Issuance['step']
  started_at: number
  /** Everything but the request, in JSON. */
  content: string
  request_der: Uint8Array | null
  /** For health, which counts what is. */
  is_hindered: Flag
}

export class SqlIssuanceStore implements IssuanceStore, IssuanceOverview {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(certificateId: string): Promise<Issuance | undefined> {
    const { db, accountId, locksRows } = this.#binding
    const row = await db
      .selectFrom('issuance')
      .selectAll()
      .where('certificate_id', '=', certificateId)
      .where('account_id', '=', accountId)
      .$if(locksRows, (query) => query.forUpdate())
      .executeTakeFirst()
    return row && issuanceOf(row)
  }

  async set(issuance: Issuance): Promise<void> {
    const { db, accountId } = this.#binding
    const row = issuanceRow(issuance, accountId)
    await db
      .insertInto('issuance')
      .values(row)
      .onConflict((conflict) =>
        conflict.column('certificate_id').doUpdateSet(row).where('issuance.account_id', '=', accountId),
      )
      .execute()
  }

  async remove(certificateId: string): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .deleteFrom('issuance')
      .where('certificate_id', '=', certificateId)
      .where('account_id', '=', accountId)
      .execute()
  }

  async listReviews({ limit, offset }: { limit: number; offset: number }): Promise<WaitingReview[]> {
    const rows = await this.#reviews()
      .orderBy('started_at')
      .orderBy('certificate_id')
      .limit(limit)
      .offset(offset)
      .execute()
    return rows.map(waitingOf)
  }

  async countReviews(): Promise<number> {
    const { total } = await this.#binding.db
      .selectFrom('issuance')
      .where('step', '=', 'reviewing')
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    return total
  }

  async findReview(certificateId: string): Promise<WaitingReview | undefined> {
    const row = await this.#reviews().where('certificate_id', '=', certificateId).executeTakeFirst()
    return row && waitingOf(row)
  }

  #reviews() {
    return this.#binding.db
      .selectFrom('issuance')
      .select(['account_id', 'certificate_id', 'started_at'])
      .where('step', '=', 'reviewing')
  }
}

const issuanceRow = ({ requestDer, ...rest }: Issuance, accountId: string): IssuanceTable => ({
  certificate_id: rest.certificateId,
  account_id: accountId,
  id: rest.id,
  step: rest.step,
  started_at: rest.startedAt,
  content: JSON.stringify(rest),
  request_der: requestDer,
  is_hindered: flag(rest.hindrance !== null),
})

const issuanceOf = ({ content, request_der }: IssuanceTable): Issuance => ({
  ...(JSON.parse(content) as Omit<Issuance, 'requestDer'>),
  requestDer: request_der,
})

const waitingOf = (
  row: Pick<IssuanceTable, 'account_id' | 'certificate_id' | 'started_at'>,
): WaitingReview => ({
  accountId: row.account_id,
  certificateId: row.certificate_id,
  startedAt: row.started_at,
})
