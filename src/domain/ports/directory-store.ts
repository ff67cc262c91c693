import type { AccessKey, Account, Project, Token, User } from '../model/identity.ts'

/** Which account, user or project is meant: by id, or by name within what encloses it. */
export type Designation = { readonly id: string } | { readonly name: string }

/**
 * Who exists, over all accounts: what authentication needs before it knows a tenant. Operations that answer a
 * caller narrow to that caller's account themselves. Absence is `undefined`.
 */
export interface DirectoryReader {
  findAccount(designation: Designation): Promise<Account | undefined>
  findUser(
    designation: { readonly id: string } | { readonly accountId: string; readonly name: string },
  ): Promise<User | undefined>
  findPasswordHash(userId: string): Promise<string | undefined>
  findProject(accountId: string, designation: Designation): Promise<Project | undefined>
  listProjects(accountId: string, name?: string): Promise<Project[]>
  findAccessKey(
    id: string,
  ): Promise<{ accessKey: AccessKey; secret: Uint8Array; user: User; account: Account } | undefined>
  /** The token, if it is neither expired, revoked nor of an older epoch than its user's. */
  findToken(tokenHash: string, now: number): Promise<Token | undefined>
}

export interface NewToken {
  readonly tokenHash: string
  readonly userId: string
  readonly epoch: number
  readonly projectId: string | null
  readonly methods: readonly string[]
  readonly issuedAt: number
  readonly expiresAt: number
}

export interface DirectoryStore extends DirectoryReader {
  addAccount(account: Account, createdAt: number): Promise<void>
  addUser(user: User, passwordHash: string, createdAt: number): Promise<void>
  addProject(accountId: string, project: Project, createdAt: number): Promise<void>
  /** `secret` is sealed. */
  addAccessKey(accessKey: AccessKey, secret: Uint8Array, createdAt: number): Promise<void>
  addToken(token: NewToken): Promise<void>
  removeToken(tokenHash: string): Promise<void>
  /** Removes at most `limit` tokens that expired before `now`; says how many. */
  removeExpiredTokens(now: number, limit: number): Promise<number>
}
