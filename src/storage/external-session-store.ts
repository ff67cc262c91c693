import type {
  ExternalSession,
  ExternalSessionStore,
  NewExternalSession,
  NewExternalSignIn,
  VouchedSession,
} from '../domain/ports/external-session-store.ts'
import { accountColumns, accountOf, projectColumns, projectOf } from './identity-columns.ts'
import type { VouchedColumns } from './schema.ts'
import type { StoreBinding } from './session.ts'

/** Over all accounts on purpose: it answers who asks, before there is a tenant. */
export class SqlExternalSessionStore implements ExternalSessionStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(tokenHash: string, now: number): Promise<ExternalSession | undefined> {
    const row = await this.#binding.db
      .selectFrom('external_token')
      .innerJoin('account', 'account.id', 'external_token.account_id')
      .leftJoin('project', 'project.id', 'external_token.project_id')
      .select(['source', 'subject', 'external_token.name', 'names', 'expires_at', 'issued_at', 'methods'])
      .select(accountColumns)
      .select(projectColumns)
      .where('token_hash', '=', tokenHash)
      .where('expires_at', '>', now)
      .executeTakeFirst()
    if (!row) return undefined
    return {
      ...vouchedOf(row),
      account: accountOf(row),
      project: projectOf(row),
      issuedAt: row.issued_at,
      methods: JSON.parse(row.methods) as string[],
    }
  }

  /** Changes nothing that a cache holds: nobody can have asked for this token before. */
  async add({ tokenHash, projectId, methods, issuedAt, ...session }: NewExternalSession): Promise<void> {
    const row = {
      token_hash: tokenHash,
      project_id: projectId,
      methods: JSON.stringify(methods),
      issued_at: issuedAt,
      ...vouchedColumns(session),
    }
    await this.#binding.db.insertInto('external_token').values(row).execute()
  }

  async remove(tokenHash: string): Promise<void> {
    const { db, changes } = this.#binding
    const removed = await db
      .deleteFrom('external_token')
      .where('token_hash', '=', tokenHash)
      .returning('account_id')
      .executeTakeFirst()
    if (removed) changes.bump(removed.account_id, 'identity')
  }

  async addSignIn(signIn: NewExternalSignIn): Promise<boolean> {
    const { stateHash, codeHash, codeExpiresAt, forgetAt, ...session } = signIn
    const row = {
      state_hash: stateHash,
      code_hash: codeHash,
      code_expires_at: codeExpiresAt,
      forget_at: forgetAt,
      ...vouchedColumns(session),
    }
    const { numInsertedOrUpdatedRows = 0n } = await this.#binding.db
      .insertInto('external_sign_in')
      .values(row)
      .onConflict((conflict) => conflict.column('state_hash').doNothing())
      .executeTakeFirst()
    return numInsertedOrUpdatedRows > 0n
  }

  async takeSignIn(source: string, codeHash: string, now: number): Promise<VouchedSession | undefined> {
    const row = await this.#binding.db
      .updateTable('external_sign_in')
      .set({ code_hash: null })
      .where('code_hash', '=', codeHash)
      .where('source', '=', source)
      .where('code_expires_at', '>', now)
      .returning(['source', 'subject', 'name', 'names', 'expires_at'])
      .executeTakeFirst()
    return row && vouchedOf(row)
  }

  async removeExpired(now: number, limit: number): Promise<number> {
    const { db } = this.#binding
    const tokens = db.selectFrom('external_token').select('token_hash').where('expires_at', '<=', now)
    const signIns = db.selectFrom('external_sign_in').select('state_hash').where('forget_at', '<=', now)
    const removed = [
      await db.deleteFrom('external_token').where('token_hash', 'in', tokens.limit(limit)).executeTakeFirst(),
      await db
        .deleteFrom('external_sign_in')
        .where('state_hash', 'in', signIns.limit(limit))
        .executeTakeFirst(),
    ]
    return Math.max(...removed.map(({ numDeletedRows }) => Number(numDeletedRows)))
  }
}

const vouchedColumns = ({
  accountId,
  source,
  subject,
  name,
  names,
  expiresAt,
}: VouchedSession & { readonly accountId: string }): VouchedColumns => ({
  account_id: accountId,
  source,
  subject,
  name,
  names: JSON.stringify(names),
  expires_at: expiresAt,
})

const vouchedOf = (row: Omit<VouchedColumns, 'account_id'>): VouchedSession => ({
  source: row.source,
  subject: row.subject,
  name: row.name,
  names: JSON.parse(row.names) as string[],
  expiresAt: row.expires_at,
})
