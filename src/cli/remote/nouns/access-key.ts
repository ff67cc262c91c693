import * as contract from '../../../contract/iam-v3/access-keys.ts'
import type { AnswerOf } from '../../../contract/operation.ts'
import { done, many, one } from '../answer.ts'
import { bind, given, type Noun } from '../command.ts'
import type { Column } from '../table.ts'

type AccessKey = AnswerOf<typeof contract.listAccessKeys>['credentials'][number]
type CreatedKey = AnswerOf<typeof contract.createAccessKey>['credential']

const columns: readonly Column<AccessKey>[] = [
  ['access', ({ access }) => access],
  ['status', ({ status }) => status],
  ['user', ({ user_id }) => user_id],
  ['created', ({ create_time }) => create_time],
  ['description', ({ description }) => description],
]
const created: readonly Column<CreatedKey>[] = [
  ['access', ({ access }) => access],
  ['secret', ({ secret }) => secret],
]

const switchKey = <const Verb extends 'enable' | 'disable'>(verb: Verb) =>
  bind(`${verb} <access-key>`, contract.updateAccessKey, {
    input: ({ 'access-key': access_key }) => ({
      params: { access_key },
      body: { credential: { status: verb === 'enable' ? ('active' as const) : ('inactive' as const) } },
    }),
    answer: ({ credential }) => one(credential, columns),
  })

export const accessKey: Noun = {
  name: 'access-key',
  summary: 'what programs sign with',
  commands: [
    bind('list [user]', contract.listAccessKeys, {
      input: async ({ user }, { names }) =>
        user === undefined ? {} : { query: { user_id: await names.idOf('user', user) } },
      answer: ({ credentials }) => many(credentials, columns),
    }),
    bind('create <user>', contract.createAccessKey, {
      options: { '--description <text>': 'what the key is for' },
      input: async ({ user, description }, { names }) => ({
        body: { credential: { user_id: await names.idOf('user', user), ...given({ description }) } },
      }),
      answer: ({ credential }) => one(credential, created, 'the secret is shown this once'),
    }),
    switchKey('disable'),
    switchKey('enable'),
    bind('delete <access-key>', contract.deleteAccessKey, {
      input: ({ 'access-key': access_key }) => ({ params: { access_key } }),
      answer: (_, { 'access-key': key }) => done(`access key ${key} is deleted`),
    }),
  ],
}
