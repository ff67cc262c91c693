import type { Role } from '../model/permission/grant.ts'

/** The policies that the account wrote. The service's own are `systemRoles`. */
export interface RoleReader {
  find(id: string): Promise<Role | undefined>
  /** In the order of their creation. */
  list(filter: { readonly displayName?: string }): Promise<Role[]>
  /** In a write no other policy is counted until it ends. */
  count(): Promise<number>
}

export interface RoleStore extends RoleReader {
  add(role: Role): Promise<void>
  replace(role: Role): Promise<void>
  remove(id: string): Promise<void>
}
