import * as contract from '../../../contract/iam-v3/users.ts'
import type { Static } from '../../../contract/operation.ts'
import { done, many, one } from '../answer.ts'
import { bind, command, given, type Noun } from '../command.ts'
import { Misuse } from '../faults.ts'
import { firstLine, passwordOptions, readPassword } from '../password.ts'
import { switchedTo, switchOptions } from '../switch.ts'
import type { Column } from '../table.ts'

type User = Static<typeof contract.User>

export const userColumns: readonly Column<User>[] = [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['enabled', ({ enabled }) => enabled],
  ['owner', ({ is_domain_owner }) => is_domain_owner],
  ['email', ({ email }) => email],
  ['description', ({ description }) => description],
]
const passwordColumn: Column<User & { readonly password?: string }> = ['password', ({ password }) => password]

const profileOptions = {
  '--email <address>': 'where mail reaches the user',
  '--areacode <digits>': 'of the telephone',
  '--phone <digits>': 'with --areacode',
  '--description <text>': 'what the user is for',
} as const

interface Profile {
  readonly email?: string
  readonly areacode?: string
  readonly phone?: string
  readonly description?: string
}
const profileOf = ({ email, areacode, phone, description }: Profile) =>
  given({ email, areacode, phone, description })

export const user: Noun = {
  name: 'user',
  summary: 'who may sign in',
  commands: [
    bind('list', contract.listUsers, {
      input: () => ({}),
      answer: ({ users }) => many(users, userColumns),
    }),
    bind('show <user>', contract.showUser[0], {
      input: async ({ user }, { names }) => ({ params: { user_id: await names.idOf('user', user) } }),
      answer: ({ user }) => one(user, userColumns),
    }),
    command('create <name>', contract.createUser[0].summary, {
      options: { ...profileOptions, ...passwordOptions },
      async run(flags, tools) {
        const password = await readPassword(flags, tools)
        const profile = { ...profileOf(flags), ...(password && { password: password.text }) }
        const { user } = await tools.ask(contract.createUser[0], {
          body: { user: { name: flags.name, ...profile } },
        })
        const shown = password?.shown ?? {}
        return one(
          { ...user, ...shown },
          'password' in shown ? [...userColumns, passwordColumn] : userColumns,
        )
      },
    }),
    bind('update <user>', contract.updateUser[0], {
      options: { '--name <name>': 'the new name', ...profileOptions, ...switchOptions },
      async input({ user, name, ...flags }, { names }) {
        const changes = { ...given({ name, enabled: switchedTo(flags) }), ...profileOf(flags) }
        if (Object.keys(changes).length === 0) throw new Misuse('nothing is to be changed')
        return { params: { user_id: await names.idOf('user', user) }, body: { user: changes } }
      },
      answer: ({ user }) => one(user, userColumns),
    }),
    bind('delete <user>', contract.deleteUser, {
      input: async ({ user }, { names }) => ({ params: { user_id: await names.idOf('user', user) } }),
      answer: (_, { user }) => done(`user ${user} is deleted`),
    }),
    command('password <user>', 'Give a user another password, or oneself by the old one; the tokens end', {
      options: { ...passwordOptions, '--old-password-file <file>': 'the own one until now' },
      async run({ user, 'old-password-file': oldFile, ...flags }, tools) {
        if (oldFile === '-' && flags['password-file'] === '-') throw new Misuse('stdin holds one password')
        const password = await readPassword(flags, tools)
        if (!password) throw new Misuse('give --password-file or --generate-password')
        const params = { user_id: await tools.names.idOf('user', user) }
        if (oldFile === undefined) {
          await tools.ask(contract.updateUser[0], { params, body: { user: { password: password.text } } })
        } else {
          const original = firstLine(await tools.readText(oldFile))
          const body = { user: { password: password.text, original_password: original } }
          await tools.ask(contract.changePassword, { params, body })
        }
        const words = `user ${user} has another password`
        if (password.shown.password === undefined) return done(words)
        return one(password.shown, [['password', (shown) => shown.password]], words)
      },
    }),
  ],
}
