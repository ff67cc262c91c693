import type { IdentityBounds } from '../../model/identity-bounds.ts'
import type { Call } from '../world.ts'

/** What is counted for the account as a whole. */
export type IdentityUse = Readonly<
  Record<'users' | 'groups' | 'policies' | 'agencies' | 'projects' | 'enterpriseProjects', number>
>

export interface IdentityQuotas {
  readonly bounds: IdentityBounds
  readonly used: IdentityUse
}

export const showIdentityQuotas = (call: Call, _command: object): Promise<IdentityQuotas> =>
  call.search(async ({ users, groups, roles, delegations, projects, enterpriseProjects }) => ({
    bounds: call.settings.identityBounds,
    used: {
      users: await users.count(),
      groups: await groups.count(),
      policies: await roles.count(),
      agencies: await delegations.count(),
      projects: await projects.count(),
      enterpriseProjects: await enterpriseProjects.count(),
    },
  }))
