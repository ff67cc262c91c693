import type { AlternativeName } from './alternative-name.ts'

/** One RDN: its attributes as `type=text`, folded and in order, so that equal names have equal RDNs. */
export type RelativeName = readonly string[]

/** A part of a name space (RFC 5280 §4.2.1.10). */
export type NameSubtree =
  | { readonly type: 'DNS' | 'EMAIL' | 'URI'; readonly value: string }
  | { readonly type: 'IP'; readonly octets: readonly number[]; readonly mask: readonly number[] }
  | { readonly type: 'DIRECTORY'; readonly name: readonly RelativeName[] }

/** What a CA's certificate says of the names below it. Kinds of names that we never issue are left out. */
export interface NameConstraints {
  readonly permitted: readonly NameSubtree[]
  readonly excluded: readonly NameSubtree[]
}

/** The names of a certificate-to-be. */
export interface ConstrainedNames {
  readonly subject: readonly RelativeName[]
  readonly alternativeNames: readonly AlternativeName[]
}

/** The first name that a CA above forbids: `the subject`, or the alternative name's text. */
export function forbiddenName(names: ConstrainedNames, constraints: NameConstraints): string | undefined {
  for (const name of everyName(names)) {
    const permitted = constraints.permitted.filter(({ type }) => type === name.type)
    const isPermitted =
      permitted.length === 0 || permitted.some((subtree) => lies(name, subtree, 'permitted'))
    if (!isPermitted || constraints.excluded.some((subtree) => lies(name, subtree, 'excluded')))
      return name.type === 'DIRECTORY' ? 'the subject' : name.value
  }
  return undefined
}

type Name = AlternativeName | { readonly type: 'DIRECTORY'; readonly name: readonly RelativeName[] }

const emailAttribute = '1.2.840.113549.1.9.1='
const commonNameAttribute = '2.5.4.3='
const hostName = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)+$/

/** Common names that clients take for host names, as they do where no alternative name is one (RFC 6125 §6.4.4). */
export function hostsInCommonName({ subject, alternativeNames }: ConstrainedNames): AlternativeName[] {
  if (alternativeNames.some(({ type }) => type === 'DNS')) return []
  return textsOf(subject, commonNameAttribute)
    .filter((text) => hostName.test(text))
    .map((value) => ({ type: 'DNS', value }))
}

const textsOf = (subject: readonly RelativeName[], attribute: string) =>
  subject.flat().flatMap((part) => (part.startsWith(attribute) ? [part.slice(attribute.length)] : []))

/** An address in the subject counts like one beside it (RFC 5280 §4.2.1.10). */
function everyName({ subject, alternativeNames }: ConstrainedNames): Name[] {
  const directory: Name[] = subject.length > 0 ? [{ type: 'DIRECTORY', name: subject }] : []
  const emails = textsOf(subject, emailAttribute).map((value): Name => ({ type: 'EMAIL', value }))
  return [...directory, ...alternativeNames, ...emails]
}

type Side = 'permitted' | 'excluded'

function lies(name: Name, subtree: NameSubtree, side: Side): boolean {
  if (name.type === 'DIRECTORY')
    return subtree.type === 'DIRECTORY' && subtree.name.every((rdn, at) => sameRdn(rdn, name.name[at]))
  if (name.type === 'IP') return subtree.type === 'IP' && isInNetwork(name.octets, subtree)
  if (subtree.type === 'DIRECTORY' || subtree.type === 'IP' || subtree.type !== name.type) return false
  const value = name.value.toLowerCase()
  const base = subtree.value.toLowerCase()
  if (name.type === 'DNS') return isDomainBelow(value, base) || (side === 'excluded' && covers(value, base))
  if (name.type === 'EMAIL') return isMailboxIn(name.value, subtree.value, side)
  return isHostIn(hostOf(name.value), base, side)
}

const sameRdn = (left: RelativeName, right: RelativeName | undefined) =>
  right !== undefined &&
  left.length === right.length &&
  left.every((attribute, at) => attribute === right[at])

const isInNetwork = (
  address: readonly number[],
  { octets, mask }: { readonly octets: readonly number[]; readonly mask: readonly number[] },
) =>
  address.length === octets.length &&
  address.every((octet, at) => (octet & (mask[at] ?? 0)) === ((octets[at] ?? 0) & (mask[at] ?? 0)))

/** The name itself or any below it; a leading dot, as some software writes, leaves the name itself out. */
const isDomainBelow = (name: string, base: string) =>
  base === '' || name === base || name.endsWith(base.startsWith('.') ? base : `.${base}`)

/** A wildcard stands for the excluded name, too. */
const covers = (name: string, base: string) =>
  name.startsWith('*.') && base.includes('.') && base.slice(base.indexOf('.', 1)) === name.slice(1)

/**
 * A mailbox, a host, or with a leading dot the hosts below it. The part before the @ has a case, but what is excluded
 * is excluded in any.
 */
function isMailboxIn(address: string, base: string, side: Side): boolean {
  const [local, host] = splitMailbox(address)
  const [baseLocal, baseHost] = splitMailbox(base)
  if (baseHost.startsWith('.')) return baseLocal === '' && host.endsWith(baseHost)
  const isSameLocal =
    baseLocal === '' || local === baseLocal || (side === 'excluded' && sameText(local, baseLocal))
  return isSameLocal && host === baseHost
}

function splitMailbox(address: string): [local: string, host: string] {
  const at = address.lastIndexOf('@')
  return [address.slice(0, Math.max(at, 0)), address.slice(at + 1).toLowerCase()]
}

const sameText = (left: string, right: string) => left.toLowerCase() === right.toLowerCase()

/** Scheme, two slashes, and nothing but host and port before the path: who else's host it is can be disputed. */
const uriWithHost = /^[a-z][a-z0-9+.-]*:\/\/([a-z0-9_.-]+)(?::\d*)?(?:[/?#]|$)/i

const hostOf = (uri: string) => uriWithHost.exec(uri)?.[1]?.toLowerCase() ?? ''

/** A URI without a host name lies in no permitted part, and in every excluded one (RFC 5280 §4.2.1.10). */
function isHostIn(host: string, base: string, side: Side): boolean {
  if (/^[\d.]*$/.test(host)) return side === 'excluded'
  return base.startsWith('.') ? host.endsWith(base) : host === base
}
