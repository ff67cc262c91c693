import type { Account, Delegate, Project, Token, User } from '../domain/model/identity.ts'
import type { Designation, DirectoryReader, FoundAccessKey } from '../domain/ports/directory-store.ts'
import {
  accessKeyColumns,
  accessKeyOf,
  accountColumns,
  accountOf,
  delegateOf,
  projectColumns,
  projectOf,
  sessionColumns,
  sessionOf,
  userColumns,
  userOf,
} from './identity-columns.ts'
import type { StoreBinding } from './session.ts'

/** Over all accounts on purpose: it answers who asks, before there is a tenant. */
export class SqlDirectoryReader implements DirectoryReader {
  protected readonly binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.binding = binding
  }

  async findAccount(designation: Designation): Promise<Account | undefined> {
    const accounts = this.binding.db.selectFrom('account').select(accountColumns)
    const row = await ('id' in designation
      ? accounts.where('account.id', '=', designation.id)
      : accounts.where('account.name', '=', designation.name)
    )
      .$if(this.binding.locksRows, (query) => query.forNoKeyUpdate())
      .executeTakeFirst()
    return row && accountOf(row)
  }

  async listAccounts(): Promise<Account[]> {
    const rows = await this.binding.db
      .selectFrom('account')
      .select(accountColumns)
      .orderBy('account.name')
      .execute()
    return rows.map(accountOf)
  }

  async findUser(
    designation: { readonly id: string } | { readonly accountId: string; readonly name: string },
  ): Promise<User | undefined> {
    const users = this.binding.db.selectFrom('account_user').select(userColumns)
    const row = await ('id' in designation
      ? users.where('account_user.id', '=', designation.id)
      : users
          .where('account_user.account_id', '=', designation.accountId)
          .where('account_user.name', '=', designation.name)
    ).executeTakeFirst()
    return row && userOf(row)
  }

  async findPasswordHash(userId: string): Promise<string | undefined> {
    const row = await this.binding.db
      .selectFrom('account_user')
      .select('password_hash')
      .where('id', '=', userId)
      .where('kind', '=', 'user')
      .executeTakeFirst()
    return row?.password_hash
  }

  async findProject(accountId: string, designation: Designation): Promise<Project | undefined> {
    const projects = this.#projects(accountId)
    const row = await ('id' in designation
      ? projects.where('project.id', '=', designation.id)
      : projects.where('project.name', '=', designation.name)
    ).executeTakeFirst()
    return (row && projectOf(row)) ?? undefined
  }

  /** In the order of their names. */
  async listProjects(accountId: string, name?: string): Promise<Project[]> {
    const projects = this.#projects(accountId)
    const named = name === undefined ? projects : projects.where('project.name', '=', name)
    const rows = await named.orderBy('project.name').execute()
    return rows.map(projectOf).filter((project) => project !== null)
  }

  async findAccessKey(id: string): Promise<FoundAccessKey | undefined> {
    const row = await this.binding.db
      .selectFrom('access_key')
      .innerJoin('account_user', 'account_user.id', 'access_key.user_id')
      .innerJoin('account', 'account.id', 'account_user.account_id')
      .select(accessKeyColumns)
      .select(['access_key.secret_sealed', ...sessionColumns])
      .select(userColumns)
      .select(accountColumns)
      .where('access_key.id', '=', id)
      .executeTakeFirst()
    if (!row || !(await this.#isDelegateStill(delegateOf(row)))) return undefined
    return {
      accessKey: accessKeyOf(row),
      secret: row.secret_sealed,
      user: userOf(row),
      account: accountOf(row),
      session: sessionOf(row),
    }
  }

  async findToken(tokenHash: string, now: number): Promise<Token | undefined> {
    const row = await this.binding.db
      .selectFrom('token')
      .innerJoin('account_user', (join) =>
        join.onRef('account_user.id', '=', 'token.user_id').onRef('account_user.epoch', '=', 'token.epoch'),
      )
      .innerJoin('account', 'account.id', 'account_user.account_id')
      .leftJoin('project', 'project.id', 'token.project_id')
      .select(['token.methods', 'token.issued_at', 'token.expires_at'])
      .select(['token.delegate_id', 'token.delegate_epoch'])
      .select(userColumns)
      .select(accountColumns)
      .select(projectColumns)
      .where('token.token_hash', '=', tokenHash)
      .where('token.expires_at', '>', now)
      .executeTakeFirst()
    const delegate = row ? delegateOf(row) : null
    if (!row || !(await this.#isDelegateStill(delegate))) return undefined
    return {
      user: userOf(row),
      account: accountOf(row),
      project: projectOf(row),
      issuedAt: row.issued_at,
      expiresAt: row.expires_at,
      methods: JSON.parse(row.methods) as string[],
      delegate,
    }
  }

  /** Enabled, in an account that is, and with the tokens that it had. */
  async #isDelegateStill(delegate: Delegate | null): Promise<boolean> {
    if (!delegate) return true
    const row = await this.binding.db
      .selectFrom('account_user')
      .innerJoin('account', 'account.id', 'account_user.account_id')
      .select('account_user.id')
      .where('account_user.id', '=', delegate.userId)
      .where('account_user.epoch', '=', delegate.epoch)
      .where('account_user.is_enabled', '=', 1)
      .where('account.is_enabled', '=', 1)
      .executeTakeFirst()
    return row !== undefined
  }

  #projects(accountId: string) {
    return this.binding.db
      .selectFrom('project')
      .select(projectColumns)
      .where('project.account_id', '=', accountId)
  }
}
