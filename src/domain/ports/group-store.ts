import type { Group } from '../model/identity.ts'

/** The account's groups of users. Absence is `undefined`. */
export interface GroupReader {
  find(id: string): Promise<Group | undefined>
  /** In the order of their names. */
  list(filter: { readonly name?: string; readonly userId?: string }): Promise<Group[]>
  hasMember(groupId: string, userId: string): Promise<boolean>
}

export interface GroupStore extends GroupReader {
  add(group: Group): Promise<void>
  replace(group: Group): Promise<void>
  /** With its memberships and grants; the tokens of its members end. */
  remove(id: string): Promise<void>
  /** The user's tokens end, so that none outlives what it was taken for. False: there was nothing to change. */
  addMember(groupId: string, userId: string): Promise<boolean>
  removeMember(groupId: string, userId: string): Promise<boolean>
}
