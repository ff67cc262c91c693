import { listAccounts } from '../../contract/iam-v3/accounts.ts'
import { listAgencies } from '../../contract/iam-v3/agencies.ts'
import { listEnterpriseProjects } from '../../contract/iam-v3/enterprise-projects.ts'
import { listGroups } from '../../contract/iam-v3/groups.ts'
import { listProjects } from '../../contract/iam-v3/projects.ts'
import { listRoles } from '../../contract/iam-v3/roles.ts'
import { listUsers } from '../../contract/iam-v3/users.ts'
import type { Ask } from './api.ts'
import { Refused } from './faults.ts'

interface Named {
  readonly id: string
  readonly names: readonly string[]
}

const named = ({ id, name }: { readonly id: string; readonly name: string }): Named => ({ id, names: [name] })

/** How what has a name is listed; `name` lets the server choose, where it can. */
const lists = {
  user: async (ask: Ask, name?: string) =>
    (await ask(listUsers, { query: { ...(name && { name }) } })).users.map(named),
  group: async (ask: Ask, name?: string) =>
    (await ask(listGroups, { query: { ...(name && { name }) } })).groups.map(named),
  policy: async (ask: Ask) =>
    (await ask(listRoles, {})).roles.map((role) => ({ id: role.id, names: [role.display_name, role.name] })),
  project: async (ask: Ask, name?: string) =>
    (await ask(listProjects, { query: { ...(name && { name }) } })).projects.map(named),
  'enterprise-project': async (ask: Ask) =>
    (await ask(listEnterpriseProjects, {})).enterprise_projects.map(named),
  agency: async (ask: Ask) => (await ask(listAgencies, {})).agencies.map(named),
  account: async (ask: Ask) => (await ask(listAccounts, {})).domains.map(named),
} as const satisfies Record<string, (ask: Ask, name?: string) => Promise<Named[]>>

export type NamedKind = keyof typeof lists

export interface Names {
  /** The id of what is named by name or id; what looks like an id is one, and costs no list. */
  idOf(kind: NamedKind, text: string): Promise<string>
  /** What an id is called; the id itself to those who may not know. */
  nameOf(kind: NamedKind): Promise<(id: string) => string>
}

const identifier = /^([\da-f]{32}|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/
export const isId = (text: string): boolean => identifier.test(text)

export const createNames = (ask: Ask): Names => ({
  async idOf(kind, text) {
    if (isId(text)) return text
    const all = await lists[kind](ask, text)
    const fitting = all.filter(({ id, names }) => id === text || names.includes(text))
    const [only, ...others] = fitting.map(({ id }) => id)
    const what = kind.replace('-', ' ')
    if (only === undefined) throw new Error(`there is no ${what} ${JSON.stringify(text)}`)
    if (others.length === 0) return only
    throw new Error(
      `${JSON.stringify(text)} is more than one ${what}: say which by id, ${[only, ...others].join(' or ')}`,
    )
  },

  async nameOf(kind) {
    const all = await lists[kind](ask).catch((error) => {
      if (error instanceof Refused) return []
      throw error
    })
    const byId = new Map(all.map(({ id, names }) => [id, names[0] ?? id]))
    return (id) => byId.get(id) ?? id
  },
})
