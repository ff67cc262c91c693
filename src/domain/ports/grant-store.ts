import type { Grant, GrantScope, GrantSubject, HeldGrant } from '../model/permission/grant.ts'

/** Every part that is named must be the grant's. */
export interface GrantFilter {
  readonly subject?: GrantSubject
  readonly subjectKind?: GrantSubject['kind']
  readonly scope?: GrantScope
  readonly scopeKind?: GrantScope['kind']
  readonly roleId?: string
}

/** Who was given which role of the account, and where. */
export interface GrantReader {
  list(filter: GrantFilter): Promise<Grant[]>
  count(filter: GrantFilter): Promise<number>
  /** What reaches a user, or an agency: its own grants and those of its groups, with their roles. */
  heldBy(userId: string): Promise<HeldGrant[]>
  /** What reaches the members of groups, by the groups' names; a name that no group has gives nothing. */
  heldByGroups(names: readonly string[]): Promise<HeldGrant[]>
}

export interface GrantStore extends GrantReader {
  /** Given twice it is given once. */
  add(grant: Grant, createdAt: number): Promise<void>
  /** False: there was none. */
  remove(grant: Grant): Promise<boolean>
}
