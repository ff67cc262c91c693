import { type AlternativeName, parseAlternativeName, withoutDuplicates } from './alternative-name.ts'
import type { Product } from './certificate-order.ts'
import { DomainError } from './errors.ts'
import { parseIpAddress } from './ip-address.ts'

export type OrderedName = Extract<AlternativeName, { type: 'DNS' | 'IP' }>

export const isWildcardName = ({ value }: Pick<AlternativeName, 'value'>): boolean => value.startsWith('*.')

/** The name that a proof is asked of: a wildcard's is the one below its star. */
export const provenName = (name: string): string => (name.startsWith('*.') ? name.slice(2) : name)

/**
 * The names that a certificate is applied for, the domain first; `others` by semicolons may repeat it. Host names come out
 * as A-labels in lower case. Throws `domain-name-invalid`.
 */
export function parseOrderedNames(domain: string, others: string): readonly [OrderedName, ...OrderedName[]] {
  const first = parseName(domain, 'domain')
  const rest = others
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => parseName(name, 'sans'))
  const [, ...distinct] = withoutDuplicates([first, ...rest]) as OrderedName[]
  return [first, ...distinct]
}

/** The same of names that were parsed once, the domain first. */
export const orderedNames = ([domain = '', ...others]: readonly string[]): readonly [
  OrderedName,
  ...OrderedName[],
] => parseOrderedNames(domain, others.join(';'))

function parseName(text: string, parameter: string): OrderedName {
  const name = text.trim().toLowerCase()
  return parseAlternativeName(parseIpAddress(name) ? 'IP' : 'DNS', name, parameter) as OrderedName
}

/** Throws `domain-name-invalid` for names that are not what was bought (api-answers B, SCM.0015). */
export function checkNamesFit(product: Product, names: readonly OrderedName[]): void {
  const [first] = names
  if (!first) throw refused('domain', 'is required')
  const wildcards = names.filter(isWildcardName).length
  const { domainType, nameCount, primary, plainCount, wildcardCount } = product
  if (names.length > nameCount) throw refused('sans', `the order is for ${counted(nameCount)}`)
  if (domainType === 'SINGLE_DOMAIN' && wildcards > 0) throw refused('domain', 'the order is for no wildcard')
  if (domainType === 'WILDCARD' && wildcards === 0) throw refused('domain', 'the order is for a wildcard')
  if (primary !== null && isWildcardName(first) !== (primary === 'WILDCARD_DOMAIN')) {
    throw refused('domain', `the order is for a first name that is ${primary}`)
  }
  if (wildcardCount !== null && wildcards > wildcardCount) {
    throw refused('sans', `the order is for ${wildcardCount} wildcards`)
  }
  if (plainCount !== null && names.length - wildcards > plainCount) {
    throw refused('sans', `the order is for ${plainCount} names that are no wildcards`)
  }
}

/** Throws `domain-name-invalid` where the two are not the same names. */
export function checkSameNames(ordered: readonly OrderedName[], requested: readonly AlternativeName[]): void {
  const difference = withoutDuplicates([...ordered, ...requested]).length
  if (difference === ordered.length && requested.length >= ordered.length) return
  throw refused('csr', 'must hold exactly the names that are applied for')
}

const counted = (count: number) => (count === 1 ? 'one name' : `${count} names`)

const refused = (parameter: string, reason: string) =>
  new DomainError('domain-name-invalid', { parameter, reason })
