import * as contract from '../../../contract/iam-v3/accounts.ts'
import type { AnswerOf } from '../../../contract/operation.ts'
import { many, one } from '../answer.ts'
import { bind, command, type Noun } from '../command.ts'
import { firstLine } from '../password.ts'
import type { Column } from '../table.ts'

type Account = AnswerOf<typeof contract.listAccounts>['domains'][number]
type Created = AnswerOf<typeof contract.createAccount>
const columns: readonly Column<Account>[] = [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['enabled', ({ enabled }) => enabled],
  ['CA quota', ({ ca_quota }) => ca_quota ?? 'default'],
  ['certificate quota', ({ certificate_quota }) => certificate_quota ?? 'default'],
]
const created: readonly Column<Created>[] = [
  ['id', ({ domain }) => domain.id],
  ['name', ({ domain }) => domain.name],
  ['project', ({ project }) => project.name],
  ['user', ({ user }) => user.name],
]
const password: Column<Created> = ['password', ({ user }) => user.password]

const switchTo = <const Verb extends 'enable' | 'disable'>(verb: Verb) =>
  bind(`${verb} <account>`, contract.updateAccount, {
    input: async ({ account }, { names }) => ({
      params: { domain_id: await names.idOf('account', account) },
      body: { domain: { enabled: verb === 'enable' } },
    }),
    answer: ({ domain }) => one(domain, columns),
  })

export const account: Noun = {
  name: 'account',
  summary: 'tenants of the installation, for administrators of the first one',
  commands: [
    bind('list', contract.listAccounts, {
      input: () => ({}),
      answer: ({ domains }) => many(domains, columns),
    }),
    command('create <name>', contract.createAccount.summary, {
      options: {
        '--user <name>': 'the user who may do everything in it; named like the account unless told',
        '--password-file <file>': 'that user’s password, the first line of a file; - for stdin',
      },
      async run({ name, user: userName, 'password-file': file }, { ask, readText }) {
        const given = file === undefined ? {} : { password: firstLine(await readText(file)) }
        const domain = { name, user: { ...(userName !== undefined && { name: userName }), ...given } }
        const answer = await ask(contract.createAccount, { body: { domain } })
        return one(answer, answer.user.password === undefined ? created : [...created, password])
      },
    }),
    switchTo('disable'),
    switchTo('enable'),
  ],
}
