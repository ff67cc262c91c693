import type { StatusResponder } from '../domain/model/status-responder.ts'
import type { StatusResponderStore } from '../domain/ports/status-responder-store.ts'
import type { StoreBinding } from './session.ts'

export class SqlStatusResponderStore implements StatusResponderStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(authorityId: string): Promise<StatusResponder | undefined> {
    const { db, accountId } = this.#binding
    const row = await db
      .selectFrom('status_responder')
      .selectAll()
      .where('authority_id', '=', authorityId)
      .where('account_id', '=', accountId)
      .executeTakeFirst()
    return (
      row && {
        certificateDer: row.certificate_der,
        notBefore: row.not_before,
        notAfter: row.not_after,
        answersUntil: row.answers_until,
      }
    )
  }

  async set(authorityId: string, responder: StatusResponder): Promise<void> {
    const { db, accountId, changes } = this.#binding
    const columns = {
      account_id: accountId,
      certificate_der: responder.certificateDer,
      not_before: responder.notBefore,
      not_after: responder.notAfter,
      answers_until: responder.answersUntil,
    }
    await db
      .insertInto('status_responder')
      .values({ authority_id: authorityId, ...columns })
      .onConflict((conflict) => conflict.column('authority_id').doUpdateSet(columns))
      .execute()
    changes.bump(accountId, 'authorities')
  }
}
