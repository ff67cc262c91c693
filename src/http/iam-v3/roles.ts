import * as contract from '../../contract/iam-v3/roles.ts'
import type { Role } from '../../domain/model/permission/grant.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { type Route, route } from '../wire/route.ts'
import type { Presenters } from './present.ts'

/** Roles and policies: the service's own, and those that the account wrote. */
export function roleRoutes(operations: Operations, present: Presenters): Route[] {
  const one = (role: Role) => ({ role: present.role(role) })
  const many = (roles: readonly Role[], { page = 1, per_page = roles.length }: Paging) => ({
    roles: roles.slice((page - 1) * per_page, page * per_page).map(present.role),
    total_number: roles.length,
    links: present.listLinks('/v3/roles'),
  })

  return [
    {
      operation: contract.listRoles,
      async answer({ query }, { caller }) {
        const wanted = query as Paging & Partial<Record<'display_name' | 'name' | 'type' | 'catalog', string>>
        const roles = await operations.listRoles(caller, {})
        return {
          body: many(
            roles.filter((role) => fits(present.role(role), wanted)),
            wanted,
          ),
        }
      },
    },
    {
      operation: contract.listCustomRoles,
      answer: async ({ query }, { caller }) => ({
        body: many(await operations.listCustomRoles(caller, {}), query as Paging),
      }),
    },
    route(contract.showRole, operations.showRole, {
      command: ({ params }) => ({ id: params.role_id }),
      present: one,
    }),
    route(contract.showCustomRole, operations.showCustomRole, {
      command: ({ params }) => ({ id: params.role_id }),
      present: one,
    }),
    route(contract.createRole, operations.createRole, {
      command: ({ body: { role } }) => ({
        displayName: role.display_name,
        description: role.description ?? '',
        type: role.type,
        policy: role.policy,
      }),
      present: one,
    }),
    route(contract.updateRole, operations.updateRole, {
      command: ({ params, body: { role } }) => ({
        id: params.role_id,
        ...(role.display_name !== undefined && { displayName: role.display_name }),
        ...(role.description !== undefined && { description: role.description }),
        ...(role.type !== undefined && { type: role.type }),
        ...(role.policy !== undefined && { policy: role.policy }),
      }),
      present: one,
    }),
    route(contract.deleteRole, operations.deleteRole, {
      command: ({ params }) => ({ id: params.role_id }),
    }),
  ]
}

interface Paging {
  readonly page?: number
  readonly per_page?: number
}

const compared = ['display_name', 'name', 'type', 'catalog'] as const

const fits = (
  role: ReturnType<Presenters['role']>,
  wanted: Readonly<Partial<Record<(typeof compared)[number], string>>>,
) => compared.every((field) => wanted[field] === undefined || wanted[field] === role[field])
