import { Type } from 'typebox'
import type { ApiOperation } from '../operation.ts'
import { description, identifier, listOf, name, path, SelfLink } from './shapes.ts'
import { User } from './users.ts'

export const Group = Type.Object({
  id: Type.String(),
  name: Type.String(),
  domain_id: Type.String(),
  description: Type.String(),
  create_time: Type.Integer(),
  links: SelfLink,
})
const One = { status: 200, body: Type.Object({ group: Group }) } as const
const Many = { status: 200, body: listOf('groups', Group) } as const
const one = { path: '/v3/groups/{group_id}', params: path('group_id') } as const
const member = {
  path: '/v3/groups/{group_id}/users/{user_id}',
  params: path('group_id', 'user_id'),
  success: { status: 204 },
} as const

export const createGroup = {
  id: 'KeystoneCreateGroup',
  method: 'POST',
  path: '/v3/groups',
  summary: 'Create a group of users',
  action: 'iam:groups:createGroup',
  body: Type.Object({
    group: Type.Object({
      name,
      description: Type.Optional(description),
      domain_id: Type.Optional(identifier),
    }),
  }),
  success: { ...One, status: 201 },
} as const satisfies ApiOperation

export const listGroups = {
  id: 'KeystoneListGroups',
  method: 'GET',
  path: '/v3/groups',
  summary: 'List groups',
  action: 'iam:groups:listGroups',
  query: Type.Object({
    name: Type.Optional(Type.String({ maxLength: 256 })),
    domain_id: Type.Optional(identifier),
  }),
  success: Many,
} as const satisfies ApiOperation

export const showGroup = {
  id: 'KeystoneShowGroup',
  method: 'GET',
  ...one,
  summary: 'Show a group',
  action: 'iam:groups:getGroup',
  success: One,
} as const satisfies ApiOperation

export const updateGroup = {
  id: 'KeystoneUpdateGroup',
  method: 'PATCH',
  ...one,
  summary: 'Change a group',
  action: 'iam:groups:updateGroup',
  body: Type.Object({
    group: Type.Object({ name: Type.Optional(name), description: Type.Optional(description) }),
  }),
  success: One,
} as const satisfies ApiOperation

export const deleteGroup = {
  id: 'KeystoneDeleteGroup',
  method: 'DELETE',
  ...one,
  summary: 'Delete a group; the tokens of its members end',
  action: 'iam:groups:deleteGroup',
  success: { status: 204 },
} as const satisfies ApiOperation

export const listUsersOfGroup = {
  id: 'KeystoneListUsersForGroupByAdmin',
  method: 'GET',
  path: '/v3/groups/{group_id}/users',
  params: path('group_id'),
  summary: 'List the members of a group',
  action: 'iam:users:listUsersForGroup',
  success: { status: 200, body: listOf('users', User) },
} as const satisfies ApiOperation

export const listGroupsOfUser = {
  id: 'KeystoneListGroupsForUser',
  method: 'GET',
  path: '/v3/users/{user_id}/groups',
  params: path('user_id'),
  summary: 'List the groups of a user',
  action: 'iam:groups:listGroupsForUser',
  isOwnAllowed: true,
  success: Many,
} as const satisfies ApiOperation

export const addGroupMember = {
  id: 'KeystoneAddUserToGroup',
  method: 'PUT',
  ...member,
  summary: 'Put a user into a group; its tokens end',
  action: 'iam:permissions:addUserToGroup',
} as const satisfies ApiOperation

export const checkGroupMember = {
  id: 'KeystoneCheckUserInGroup',
  method: 'HEAD',
  ...member,
  summary: 'Say whether a user is in a group',
  action: 'iam:permissions:checkUserInGroup',
} as const satisfies ApiOperation

export const removeGroupMember = {
  id: 'KeystoneRemoveUserFromGroup',
  method: 'DELETE',
  ...member,
  summary: 'Take a user out of a group; its tokens end',
  action: 'iam:permissions:removeUserFromGroup',
} as const satisfies ApiOperation
