import * as contract from '../../../contract/iam-v3/groups.ts'
import type { Static } from '../../../contract/operation.ts'
import { done, many, one } from '../answer.ts'
import { bind, given, type Noun, type Tools } from '../command.ts'
import { Misuse } from '../faults.ts'
import type { Column } from '../table.ts'
import { userColumns } from './user.ts'

const columns: readonly Column<Static<typeof contract.Group>>[] = [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['description', ({ description }) => description],
]

const descriptionOption = { '--description <text>': 'what the group is for' } as const

const paramsOf = async (group: string, { names }: Tools) => ({ group_id: await names.idOf('group', group) })

interface Membership {
  readonly group: string
  readonly user: string
}
const membership = async ({ group, user }: Membership, tools: Tools) => ({
  params: { ...(await paramsOf(group, tools)), user_id: await tools.names.idOf('user', user) },
})

export const group: Noun = {
  name: 'group',
  summary: 'users to whom the same is granted',
  commands: [
    bind('list', contract.listGroups, {
      input: () => ({}),
      answer: ({ groups }) => many(groups, columns),
    }),
    bind('create <name>', contract.createGroup, {
      options: descriptionOption,
      input: ({ name, description }) => ({ body: { group: { name, ...given({ description }) } } }),
      answer: ({ group }) => one(group, columns),
    }),
    bind('update <group>', contract.updateGroup, {
      options: { '--name <name>': 'the new name', ...descriptionOption },
      async input({ group, name, description }, tools) {
        const changes = given({ name, description })
        if (Object.keys(changes).length === 0) throw new Misuse('nothing is to be changed')
        return { params: await paramsOf(group, tools), body: { group: changes } }
      },
      answer: ({ group }) => one(group, columns),
    }),
    bind('delete <group>', contract.deleteGroup, {
      input: async ({ group }, tools) => ({ params: await paramsOf(group, tools) }),
      answer: (_, { group }) => done(`group ${group} is deleted`),
    }),
    bind('add-user <group> <user>', contract.addGroupMember, {
      input: membership,
      answer: (_, { group, user }) => done(`user ${user} is in group ${group}`),
    }),
    bind('remove-user <group> <user>', contract.removeGroupMember, {
      input: membership,
      answer: (_, { group, user }) => done(`user ${user} is not in group ${group} any more`),
    }),
    bind('users <group>', contract.listUsersOfGroup, {
      input: async ({ group }, tools) => ({ params: await paramsOf(group, tools) }),
      answer: ({ users }) => many(users, userColumns),
    }),
  ],
}
