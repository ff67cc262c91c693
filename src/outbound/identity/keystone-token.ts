import type { DomainName, KeystoneToken } from '../../domain/model/external-identity.ts'

type Fields = Readonly<Record<string, unknown>>

const mostRoles = 1_000

/** A token as Keystone describes it; undefined where a part is missing or of another form. */
export function readKeystoneToken(value: unknown): KeystoneToken | undefined {
  const { user, expires_at, project, domain, roles = [] } = fieldsOf(value)
  const subject = named(user)
  const userDomain = named(fieldsOf(user)['domain'])
  const expiresAt = typeof expires_at === 'string' ? Date.parse(expires_at) : Number.NaN
  const scope = project === undefined ? domain : fieldsOf(project)['domain']
  const scopeDomain = scope === undefined && project === undefined ? null : named(scope)
  const names = namesOf(roles)
  if (!subject || !userDomain || scopeDomain === undefined || !names || Number.isNaN(expiresAt))
    return undefined
  return { subject: subject.id, name: subject.name, domain: userDomain, scopeDomain, names, expiresAt }
}

/** Ids become part of ours, so they hold what ids hold, and no slash. */
function named(value: unknown): DomainName | undefined {
  const { id, name } = fieldsOf(value)
  const isId = typeof id === 'string' && /^[A-Za-z0-9_.-]{1,64}$/.test(id)
  const isName = typeof name === 'string' && /^\P{C}{1,255}$/u.test(name)
  return isId && isName ? { id, name } : undefined
}

function namesOf(roles: unknown): string[] | undefined {
  if (!Array.isArray(roles) || roles.length > mostRoles) return undefined
  const names = roles.map((role: unknown) => fieldsOf(role)['name'])
  return names.every((name) => typeof name === 'string') ? names : undefined
}

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {}
