/**
 * What the names of another identity service mean here. Nothing follows from a name that stands in no rule, and no
 * rule makes an administrator.
 */
export interface EntitlementRules {
  /** Our groups, by the names of theirs. */
  readonly groups: ReadonlyMap<string, readonly string[]>
  /** Ids of our system roles, by the names of theirs; they count on the account. */
  readonly roleIds: ReadonlyMap<string, readonly string[]>
}

/** Of a Keystone, whose domains are our accounts. */
export interface KeystoneRules extends EntitlementRules {
  readonly domains: readonly DomainRule[]
}

/** By id or by name, as the administrator said: a domain may have another's id for its name. */
export type DomainRule = { readonly account: string } & ({ readonly id: string } | { readonly name: string })

/** Of an OpenID provider, whose users are all of one account. */
export interface ProviderRules extends EntitlementRules {
  readonly account: string
}

/** Whom another identity service says that somebody is. */
export interface Vouched {
  /** As it is known there for good. */
  readonly subject: string
  /** As people call it. */
  readonly name: string
  /** The roles or groups that it has there. */
  readonly names: readonly string[]
  /** After which the word is worth nothing, in ms since the epoch. */
  readonly expiresAt: number
}

/** A token of a Keystone, as that Keystone describes it. */
export interface KeystoneToken extends Vouched {
  readonly domain: DomainName
  /** The domain that its roles are in; null for a token that is for none. */
  readonly scopeDomain: DomainName | null
}

export interface DomainName {
  readonly id: string
  readonly name: string
}

/** How somebody stands here whom another identity service vouches for. */
export interface ExternalStanding {
  /** `keystone/<domain>`, or the provider's id. */
  readonly source: string
  readonly subject: string
  readonly name: string
  /** Those of its names there that mean something here. */
  readonly names: readonly string[]
  /** What they mean: groups of the account by their names, and system roles. */
  readonly groups: readonly string[]
  readonly roleIds: readonly string[]
}

/** Undefined: nothing that is said of them means anything here, so they are nobody. */
export function standingOf(
  { groups, roleIds }: EntitlementRules,
  source: string,
  { subject, name, names }: Omit<Vouched, 'expiresAt'>,
): ExternalStanding | undefined {
  const known = [...new Set(names)].filter((one) => groups.has(one) || roleIds.has(one))
  if (known.length === 0) return undefined
  const meant = (rules: ReadonlyMap<string, readonly string[]>) => [
    ...new Set(known.flatMap((one) => rules.get(one) ?? [])),
  ]
  return { source, subject, name, names: known, groups: meant(groups), roleIds: meant(roleIds) }
}

/** Which of our accounts a domain is, by name. */
export const accountOfDomain = ({ domains }: KeystoneRules, { id, name }: DomainName): string | undefined =>
  domains.find((rule) => ('id' in rule ? rule.id === id : rule.name === name))?.account
