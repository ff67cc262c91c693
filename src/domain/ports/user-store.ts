import type { UserProfile } from '../model/identity.ts'

export interface UserFilter {
  readonly name?: string
  readonly isEnabled?: boolean
  readonly groupId?: string
  /** Who has a role of its own in this enterprise project. */
  readonly enterpriseProjectId?: string
}

/** The account's users; agencies are none. Absence is `undefined`. */
export interface UserReader {
  find(id: string): Promise<UserProfile | undefined>
  /** In the order of their names. */
  list(filter: UserFilter): Promise<UserProfile[]>
  /** In a write no other user is counted until it ends. */
  count(): Promise<number>
}

export interface UserStore extends UserReader {
  add(user: UserProfile, passwordHash: string): Promise<void>
  /** Replaces the user with the same id, and the password where one is given. */
  replace(user: UserProfile, passwordHash?: string): Promise<void>
  /** With everything that is the user's: tokens, access keys, memberships, grants. */
  remove(id: string): Promise<void>
}
