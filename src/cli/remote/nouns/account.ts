import * as contract from '../../../contract/iam-v3/accounts.ts'
import type { AnswerOf } from '../../../contract/operation.ts'
import { many, one } from '../answer.ts'
import { bind, command, type Noun } from '../command.ts'
import { firstLine } from '../password.ts'
import type { Column } from '../table.ts'

type Account = AnswerOf<typeof contract.listAccounts>['domains'][number]
type Created = AnswerOf<typeof contract.createAccount>
/** The password is shown where the server made it, and not where the caller knew it. */
type Shown = Omit<Created, 'user'> & {
  readonly user: Omit<Created['user'], 'password'> & { password?: string }
}

const columns: readonly Column<Account>[] = [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['enabled', ({ enabled }) => enabled],
  ['CA quota', ({ ca_quota }) => ca_quota ?? 'default'],
  ['certificate quota', ({ certificate_quota }) => certificate_quota ?? 'default'],
]
const created: readonly Column<Shown>[] = [
  ['id', ({ domain }) => domain.id],
  ['name', ({ domain }) => domain.name],
  ['project', ({ project }) => project.name],
  ['user', ({ user }) => user.name],
]
const password: Column<Shown> = ['password', ({ user }) => user.password]

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
        const { user, ...rest } = await ask(contract.createAccount, { body: { domain } })
        if (file === undefined) return one({ ...rest, user }, [...created, password])
        return one({ ...rest, user: { id: user.id, name: user.name } }, created)
      },
    }),
    switchTo('disable'),
    switchTo('enable'),
  ],
}
