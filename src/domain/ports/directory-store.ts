import type { AccessKey, Account, Delegate, Project, Token, User } from '../model/identity.ts'
import type { Policy } from '../model/permission/policy.ts'

/** Which account, user or project is meant: by id, or by name within what encloses it. */
export type Designation = { readonly id: string } | { readonly name: string }

/**
 * Who exists, over all accounts: what authentication needs before it knows a tenant. Operations that answer a
 * caller narrow to that caller's account themselves. Absence is `undefined`.
 */
export interface DirectoryReader {
  findAccount(designation: Designation): Promise<Account | undefined>
  /** In the order of their names. */
  listAccounts(): Promise<Account[]>
  findUser(
    designation: { readonly id: string } | { readonly accountId: string; readonly name: string },
  ): Promise<User | undefined>
  /** Undefined for an agency, too: no password fits it. */
  findPasswordHash(userId: string): Promise<string | undefined>
  findProject(accountId: string, designation: Designation): Promise<Project | undefined>
  listProjects(accountId: string, name?: string): Promise<Project[]>
  /** Absent, too, where its delegate is no longer who it was. */
  findAccessKey(id: string): Promise<FoundAccessKey | undefined>
  /**
   * The token, if it is neither expired, revoked nor of an older epoch than its user's; of an agency, nor of an older
   * one than its delegate's, who must be enabled like its account.
   */
  findToken(tokenHash: string, now: number): Promise<Token | undefined>
}

export interface FoundAccessKey {
  readonly accessKey: AccessKey
  /** Sealed. */
  readonly secret: Uint8Array
  readonly user: User
  readonly account: Account
  /** Null for a permanent key. */
  readonly session: Session | null
}

/** What a temporary key is bound to. */
export interface Session {
  /** The user's when it was taken; with another one the key is worth nothing. */
  readonly epoch: number
  readonly expiresAt: number
  readonly securityTokenHash: string
  readonly policy: Policy | null
  readonly delegate: Delegate | null
}

export interface NewToken {
  readonly tokenHash: string
  readonly userId: string
  readonly epoch: number
  readonly projectId: string | null
  readonly delegate: Delegate | null
  readonly methods: readonly string[]
  readonly issuedAt: number
  readonly expiresAt: number
}

export interface DirectoryStore extends DirectoryReader {
  addAccount(account: Account, createdAt: number): Promise<void>
  replaceAccount(account: Account): Promise<void>
  addUser(user: User, passwordHash: string, createdAt: number): Promise<void>
  addProject(accountId: string, project: Project, createdAt: number): Promise<void>
  /** `secret` is sealed. */
  addAccessKey(accessKey: AccessKey, secret: Uint8Array, createdAt: number): Promise<void>
  addToken(token: NewToken): Promise<void>
  removeToken(tokenHash: string): Promise<void>
  /** Removes at most `limit` tokens that expired before `now`; says how many. */
  removeExpiredTokens(now: number, limit: number): Promise<number>
  /** The same for temporary access keys. */
  removeExpiredKeys(now: number, limit: number): Promise<number>
}
