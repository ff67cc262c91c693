import type { Group } from '../model/identity.ts'

export interface GroupFilter {
  readonly name?: string
  readonly userId?: string
  /** What has a role in this enterprise project. */
  readonly enterpriseProjectId?: string
}

/** The account's groups of users. Absence is `undefined`. */
export interface GroupReader {
  find(id: string): Promise<Group | undefined>
  /** In the order of their names. */
  list(filter: GroupFilter): Promise<Group[]>
  /** In a write no other group is counted until it ends. */
  count(): Promise<number>
  /** How many groups the user is a member of. */
  countOfUser(userId: string): Promise<number>
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
