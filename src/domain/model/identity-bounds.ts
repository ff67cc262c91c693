/** How many of each there may be, so that nobody fills the database, or makes one decision read all of it. */
export interface IdentityBounds {
  /** Of one account, like those below; its own user is one of them. */
  readonly users: number
  readonly groups: number
  /** That the account wrote. */
  readonly policies: number
  readonly agencies: number
  readonly projects: number
  /** Beside the default one. */
  readonly enterpriseProjects: number
  /** That one user is a member of. */
  readonly groupsOfUser: number
  /** Of one user: one in use, and one to change over to. */
  readonly accessKeysOfUser: number
  /** Of one group or agency on the account, on projects and on all of them. */
  readonly grantsOnProjects: number
  /** Of one group or user. */
  readonly grantsOnEnterpriseProjects: number
}

/** The vendor's; where it raises its own on request, the most that it raises them to, for here is nobody to ask. */
export const identityBounds: IdentityBounds = {
  users: 1000,
  groups: 300,
  policies: 300,
  agencies: 300,
  projects: 100,
  enterpriseProjects: 100,
  groupsOfUser: 10,
  accessKeysOfUser: 2,
  grantsOnProjects: 500,
  grantsOnEnterpriseProjects: 500,
}
