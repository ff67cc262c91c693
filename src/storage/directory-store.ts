import type { AccessKey, Account, Project, User } from '../domain/model/identity.ts'
import type { DirectoryStore, NewToken } from '../domain/ports/directory-store.ts'
import { SqlDirectoryReader } from './directory-reader.ts'
import { flag } from './flag.ts'

export class SqlDirectoryStore extends SqlDirectoryReader implements DirectoryStore {
  async addAccount(account: Account, createdAt: number): Promise<void> {
    const row = {
      id: account.id,
      name: account.name,
      is_enabled: flag(account.isEnabled),
      authority_quota: account.authorityQuota,
      certificate_quota: account.certificateQuota,
      created_at: createdAt,
    }
    await this.binding.db.insertInto('account').values(row).execute()
    this.#changed(account.id)
  }

  async replaceAccount({ id, name, isEnabled, authorityQuota, certificateQuota }: Account): Promise<void> {
    const row = {
      name,
      is_enabled: flag(isEnabled),
      authority_quota: authorityQuota,
      certificate_quota: certificateQuota,
    }
    await this.binding.db.updateTable('account').set(row).where('id', '=', id).execute()
    this.#changed(id)
  }

  async addUser(user: User, passwordHash: string, createdAt: number): Promise<void> {
    const row = {
      id: user.id,
      account_id: user.accountId,
      name: user.name,
      is_enabled: flag(user.isEnabled),
      is_administrator: flag(user.isAdministrator),
      epoch: user.epoch,
      password_hash: passwordHash,
      created_at: createdAt,
    }
    await this.binding.db.insertInto('account_user').values(row).execute()
    this.#changed(user.accountId)
  }

  async addProject(accountId: string, project: Project, createdAt: number): Promise<void> {
    const row = {
      id: project.id,
      account_id: accountId,
      name: project.name,
      description: project.description,
      is_enabled: flag(project.isEnabled),
      created_at: createdAt,
    }
    await this.binding.db.insertInto('project').values(row).execute()
    this.#changed(accountId)
  }

  async addAccessKey(accessKey: AccessKey, secret: Uint8Array, createdAt: number): Promise<void> {
    const row = {
      id: accessKey.id,
      user_id: accessKey.userId,
      is_enabled: flag(accessKey.isEnabled),
      secret_sealed: secret,
      created_at: createdAt,
    }
    await this.binding.db.insertInto('access_key').values(row).execute()
    await this.#changedUser(accessKey.userId)
  }

  /** Changes nothing that a cache holds: nobody can have asked for this token before. */
  async addToken(token: NewToken): Promise<void> {
    const row = {
      token_hash: token.tokenHash,
      user_id: token.userId,
      epoch: token.epoch,
      project_id: token.projectId,
      delegate_id: token.delegate?.userId ?? null,
      delegate_epoch: token.delegate?.epoch ?? null,
      methods: JSON.stringify(token.methods),
      issued_at: token.issuedAt,
      expires_at: token.expiresAt,
    }
    await this.binding.db.insertInto('token').values(row).execute()
  }

  async removeToken(tokenHash: string): Promise<void> {
    const removed = await this.binding.db
      .deleteFrom('token')
      .where('token_hash', '=', tokenHash)
      .returning('user_id')
      .executeTakeFirst()
    if (removed) await this.#changedUser(removed.user_id)
  }

  /** Changes nothing that a cache may still use: these tokens had ended by themselves. */
  async removeExpiredTokens(now: number, limit: number): Promise<number> {
    const { db } = this.binding
    const expired = db.selectFrom('token').select('token_hash').where('expires_at', '<=', now).limit(limit)
    const { numDeletedRows } = await db
      .deleteFrom('token')
      .where('token_hash', 'in', expired)
      .executeTakeFirst()
    return Number(numDeletedRows)
  }

  /** As above. */
  async removeExpiredKeys(now: number, limit: number): Promise<number> {
    const { db } = this.binding
    const expired = db.selectFrom('access_key').select('id').where('expires_at', '<=', now).limit(limit)
    const { numDeletedRows } = await db.deleteFrom('access_key').where('id', 'in', expired).executeTakeFirst()
    return Number(numDeletedRows)
  }

  async #changedUser(userId: string): Promise<void> {
    const user = await this.findUser({ id: userId })
    if (user) this.#changed(user.accountId)
  }

  #changed(accountId: string): void {
    this.binding.changes.bump(accountId, 'identity')
  }
}
