import * as contract from '../../contract/iam-v3/accounts.ts'
import type { Account } from '../../domain/model/identity.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { type Route, route } from '../wire/route.ts'
import type { IamSettings, Presenters } from './present.ts'

/** Accounts: the caller's own, and all of them for the installation's administrators. */
export function accountRoutes(operations: Operations, { region }: IamSettings, present: Presenters): Route[] {
  const own = ({ id, name, isEnabled }: Account) => ({
    id,
    name,
    enabled: isEnabled,
    description: '',
    links: present.linkTo(`/v3/domains/${id}`),
  })
  const full = (account: Account) => ({
    ...own(account),
    ca_quota: account.authorityQuota,
    certificate_quota: account.certificateQuota,
  })

  return [
    route(contract.listAuthorizedAccounts, operations.listAccounts, {
      command: () => ({}),
      present: (accounts) => ({ domains: accounts.map(own), links: present.listLinks('/v3/auth/domains') }),
    }),
    route(contract.createAccount, operations.createAccount, {
      command: ({ body: { domain } }) => ({
        name: domain.name,
        isEnabled: domain.enabled ?? true,
        userName: domain.user?.name ?? domain.name,
        ...(domain.user?.password !== undefined && { password: domain.user.password }),
        projectName: region,
      }),
      present: ({ account, user, project }) => ({ domain: full(account), user, project }),
    }),
    route(contract.listAccounts, operations.listEveryAccount, {
      command: () => ({}),
      present: (accounts) => ({ domains: accounts.map(full), links: present.listLinks('/v3/domains') }),
    }),
    route(contract.updateAccount, operations.updateAccount, {
      command: ({ params, body: { domain } }) => ({
        id: params.domain_id,
        ...(domain.name !== undefined && { name: domain.name }),
        ...(domain.enabled !== undefined && { isEnabled: domain.enabled }),
        ...(domain.ca_quota !== undefined && { authorityQuota: readQuota(domain.ca_quota) }),
        ...(domain.certificate_quota !== undefined && {
          certificateQuota: readQuota(domain.certificate_quota),
        }),
      }),
      present: (account) => ({ domain: full(account) }),
    }),
  ]
}

/** A null in a body counts as absent, so the default is asked for by a number that is no quota. */
const readQuota = (quota: number) => (quota === -1 ? null : quota)
