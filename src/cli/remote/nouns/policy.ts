import * as contract from '../../../contract/iam-v3/roles.ts'
import type { Static } from '../../../contract/operation.ts'
import { type Answer, done, many, one } from '../answer.ts'
import { bind, given, type Noun, type Tools } from '../command.ts'
import { Misuse } from '../faults.ts'
import { oneOfFlag } from '../one-of-flag.ts'
import { parseJson } from '../parse-json.ts'
import { type Column, nounTable } from '../table.ts'
import { harmless } from '../text-width.ts'

type Role = Static<typeof contract.Role>

const columns: readonly Column<Role>[] = [
  ['id', ({ id }) => id],
  ['name', ({ display_name }) => display_name],
  ['type', ({ type }) => type],
  ['by', ({ catalog }) => (catalog === 'CUSTOMED' ? 'the account' : 'the service')],
  ['description', ({ description }) => description],
]

const types = ['AA', 'AX', 'XA'] as const
const descriptionOption = { '--description <text>': 'what the policy is for' } as const
const typeOption = {
  '--type <type>': 'where it may be granted: AX on the account, XA on projects, AA on both',
} as const

async function readPolicy(file: string, { readText }: Tools): Promise<object> {
  const policy = parseJson(await readText(file))
  if (typeof policy === 'object' && policy !== null) return policy
  throw new Error(`${file === '-' ? 'stdin' : file} does not hold a policy in JSON`)
}

const paramsOf = async (policy: string, { names }: Tools) => ({ role_id: await names.idOf('policy', policy) })

const whole = (role: Role): Answer => ({
  noun: role,
  table: () => `${nounTable(role, columns)}\n${indented(role.policy)}`,
})

/** What a terminal obeys stays escaped, as JSON has it or as we show it. */
const indented = (policy: object) =>
  JSON.stringify(policy, null, 2)
    .split('\n')
    .map((line) => `${harmless(line)}\n`)
    .join('')

export const policy: Noun = {
  name: 'policy',
  summary: 'what may be granted',
  commands: [
    bind('list', contract.listRoles, {
      options: { '--own': 'only those that the account wrote' },
      input: ({ own }) => ({ query: { ...(own && { catalog: 'CUSTOMED' }) } }),
      answer: ({ roles }) => many(roles, columns),
    }),
    bind('show <policy>', contract.showRole, {
      input: async ({ policy }, tools) => ({ params: await paramsOf(policy, tools) }),
      answer: ({ role }) => whole(role),
    }),
    bind('create <name> <file>', contract.createRole, {
      options: { ...descriptionOption, ...typeOption },
      input: async ({ name, file, description, type = 'AA' }, tools) => ({
        body: {
          role: {
            display_name: name,
            type: oneOfFlag('--type', type, types),
            policy: await readPolicy(file, tools),
            ...given({ description }),
          },
        },
      }),
      answer: ({ role }) => one(role, columns),
    }),
    bind('update <policy> [file]', contract.updateRole, {
      options: { '--name <name>': 'the new name', ...descriptionOption, ...typeOption },
      async input({ policy, file, name, description, type }, tools) {
        const changes = given({
          display_name: name,
          description,
          type: type === undefined ? undefined : oneOfFlag('--type', type, types),
          policy: file === undefined ? undefined : await readPolicy(file, tools),
        })
        if (Object.keys(changes).length === 0) throw new Misuse('nothing is to be changed')
        return { params: await paramsOf(policy, tools), body: { role: changes } }
      },
      answer: ({ role }) => one(role, columns),
    }),
    bind('delete <policy>', contract.deleteRole, {
      input: async ({ policy }, tools) => ({ params: await paramsOf(policy, tools) }),
      answer: (_, { policy }) => done(`policy ${policy} is deleted`),
    }),
  ],
}
