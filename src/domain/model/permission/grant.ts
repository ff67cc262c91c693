import type { Policy } from './policy.ts'

/** Where a grant counts. PCA and SCM belong to the account: a grant on any of its projects reaches them (A42). */
export type GrantScope =
  | { readonly kind: 'account' }
  | { readonly kind: 'all-projects' }
  | { readonly kind: 'project'; readonly id: string }
  | { readonly kind: 'enterprise-project'; readonly id: string }

/** Who is given a role: a group, a user (on enterprise projects), or another account's agency here. */
export interface GrantSubject {
  readonly kind: 'group' | 'user' | 'agency'
  readonly id: string
}

export interface Grant {
  readonly subject: GrantSubject
  readonly roleId: string
  readonly scope: GrantScope
}

/** A named policy: the service's own, or one that the account wrote. */
export interface Role {
  readonly id: string
  /** As Keystone calls it. */
  readonly name: string
  /** As people call it. */
  readonly displayName: string
  readonly description: string
  /** Null for the service's own, which nobody changes. */
  readonly accountId: string | null
  /** Where it may be granted: on the account (AX), on projects (XA), on both (AA), on neither (XX). */
  readonly type: RoleType
  readonly policy: Policy
  readonly createdAt: number
  readonly updatedAt: number
}

export type RoleType = 'AX' | 'XA' | 'AA' | 'XX'

/** A grant as it reaches a user, with the role it gives. */
export interface HeldGrant extends Grant {
  readonly role: Role
}
