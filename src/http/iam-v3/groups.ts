import * as contract from '../../contract/iam-v3/groups.ts'
import type { Group } from '../../domain/model/identity.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { type Route, route, type Scene } from '../wire/route.ts'
import type { Presenters } from './present.ts'
import { checkOwnAccount } from './read-scope.ts'

/** Groups of users, and who is in them. */
export function groupRoutes(operations: Operations, present: Presenters): Route[] {
  const one = (group: Group, scene: Scene) => ({ group: present.group(group, scene) })
  const many = (groups: readonly Group[], scene: Scene) => ({
    groups: groups.map((group) => present.group(group, scene)),
    links: present.listLinks('/v3/groups'),
  })
  const membership = ({ params }: { readonly params: { group_id: string; user_id: string } }) => ({
    groupId: params.group_id,
    userId: params.user_id,
  })

  return [
    route(contract.createGroup, operations.createGroup, {
      command({ body: { group } }, scene) {
        checkOwnAccount(group.domain_id, scene)
        return { name: group.name, description: group.description ?? '' }
      },
      present: one,
    }),
    route(contract.listGroups, operations.listGroups, {
      command({ query: { name, domain_id } }, scene) {
        checkOwnAccount(domain_id, scene)
        return { ...(name !== undefined && { name }) }
      },
      present: many,
    }),
    route(contract.showGroup, operations.showGroup, {
      command: ({ params }) => ({ id: params.group_id }),
      present: one,
    }),
    route(contract.updateGroup, operations.updateGroup, {
      command: ({ params, body: { group } }) => ({ id: params.group_id, ...group }),
      present: one,
    }),
    route(contract.deleteGroup, operations.deleteGroup, {
      command: ({ params }) => ({ id: params.group_id }),
    }),
    route(contract.listUsersOfGroup, operations.listUsers, {
      command: ({ params }) => ({ groupId: params.group_id }),
      present: (users) => ({ users: users.map(present.user), links: present.listLinks('/v3/users') }),
    }),
    route(contract.listGroupsOfUser, operations.listGroupsOfUser, {
      command: ({ params }) => ({ id: params.user_id }),
      present: many,
    }),
    route(contract.addGroupMember, operations.addGroupMember, { command: membership }),
    route(contract.checkGroupMember, operations.checkGroupMember, { command: membership }),
    route(contract.removeGroupMember, operations.removeGroupMember, { command: membership }),
  ]
}
