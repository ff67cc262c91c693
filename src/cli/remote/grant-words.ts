import type { Names } from './names.ts'

/** What the words of a grant are made from: ids, and null for account and all projects. */
export interface GrantIds {
  readonly role: string
  readonly to: { readonly kind: string; readonly id: string }
  readonly on: { readonly kind: string; readonly id: string | null }
}

const kinds = ['policy', 'user', 'group', 'agency', 'project', 'enterprise-project'] as const

/** Grants in the words that `grant add` takes them in, by names where the caller may know them. */
export async function grantWords(grants: readonly GrantIds[], names: Names) {
  const used = new Set([
    'policy',
    ...grants.flatMap(({ to, on }) => [to.kind, on.id === null ? '' : on.kind]),
  ])
  const called: Record<string, (id: string) => string> = {}
  for (const kind of kinds) if (used.has(kind)) called[kind] = await names.nameOf(kind)
  const nameOf = (kind: string, id: string) => called[kind]?.(id) ?? id
  return grants.map(({ role, to, on }) => ({
    role: nameOf('policy', role),
    to: `${to.kind} ${nameOf(to.kind, to.id)}`,
    on: on.id === null ? on.kind : `${on.kind}:${nameOf(on.kind, on.id)}`,
  }))
}
