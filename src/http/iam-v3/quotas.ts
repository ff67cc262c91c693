import * as contract from '../../contract/iam-v3/quotas.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { IdentityQuotas } from '../../domain/operations/quota/show-identity-quotas.ts'
import { type Route, route } from '../wire/route.ts'
import { checkOwnAccount } from './read-scope.ts'

/** How many of what the account may have, and has. */
export const quotaRoutes = (operations: Operations): Route[] => [
  {
    operation: contract.showAccountQuota,
    async answer({ params, query }, scene) {
      checkOwnAccount((params as { domain_id: string }).domain_id, scene)
      const { type } = query as { type?: string }
      const all = accountQuotas(await operations.showIdentityQuotas(scene.caller, {}))
      const resources = all.filter((quota) => type === undefined || quota.type === type)
      return { body: { quotas: { resources } } }
    },
  },
  {
    operation: contract.showProjectQuota,
    async answer({ params }, { caller }) {
      await operations.showProject(caller, { id: (params as { project_id: string }).project_id })
      const { bounds, used } = await operations.showIdentityQuotas(caller, {})
      return { body: { quotas: { resources: [presentQuota('project', bounds.projects, used.projects)] } } }
    },
  },
  route(contract.showEnterpriseProjectQuota, operations.showIdentityQuotas, {
    command: () => ({}),
    present: ({ bounds: { enterpriseProjects: quota }, used: { enterpriseProjects: used } }) => ({
      quotas: { resources: [{ type: 'enterprise_project', quota, used }] },
    }),
  }),
]

const accountQuotas = ({ bounds, used }: IdentityQuotas) => [
  presentQuota('user', bounds.users, used.users),
  presentQuota('group', bounds.groups, used.groups),
  presentQuota('policy', bounds.policies, used.policies),
  presentQuota('agency', bounds.agencies, used.agencies),
  presentQuota('assigment_group_mp', bounds.grantsOnProjects, null),
  presentQuota('assigment_agency_mp', bounds.grantsOnProjects, null),
  presentQuota('assigment_group_ep', bounds.grantsOnEnterpriseProjects, null),
  presentQuota('assigment_user_ep', bounds.grantsOnEnterpriseProjects, null),
]

/** It can't be raised or lowered, so it is its own least and most. */
const presentQuota = (type: string, quota: number, used: number | null) => ({
  type,
  quota,
  min: quota,
  max: quota,
  used,
})
