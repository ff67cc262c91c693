import { DomainError } from './errors.ts'

/** A subject as the API speaks of it; an absent attribute is null. */
export interface DistinguishedName {
  readonly country: string | null
  readonly state: string | null
  readonly locality: string | null
  readonly organization: string | null
  readonly organizationalUnit: string | null
  readonly commonName: string
}

/** A subject that says nothing but this, as of a certificate whose holder nobody looked at. */
export const bareName = (commonName: string): DistinguishedName => ({
  country: null,
  state: null,
  locality: null,
  organization: null,
  organizationalUnit: null,
  commonName,
})

/** Upper bounds in code points (contract 1.2.1; RFC 5280 appendix A.1). */
export const nameBounds = {
  country: 2,
  state: 128,
  locality: 128,
  organization: 64,
  organizationalUnit: 64,
  commonName: 64,
} as const satisfies Record<keyof DistinguishedName, number>

const apiNames = {
  country: 'country',
  state: 'state',
  locality: 'locality',
  organization: 'organization',
  organizationalUnit: 'organizational_unit',
  commonName: 'common_name',
} as const satisfies Record<keyof DistinguishedName, string>

const attributes = Object.keys(nameBounds) as (keyof DistinguishedName)[]
const plain = /^[\p{L}\p{M}\p{N}\-_., ]+$/u
const withWildcard = /^[\p{L}\p{M}\p{N}\-_., *]+$/u
const twoLetters = /^[A-Za-z]{2}$/

/** Attributes as they arrived; `undefined` where the caller gave none. */
export type DistinguishedNameInput = Partial<Record<keyof DistinguishedName, string | undefined>>

/** The subject of a CA: all six attributes are required (API reference, table 4-14). */
export function authorityName(input: DistinguishedNameInput): DistinguishedName {
  for (const attribute of attributes) {
    if (input[attribute] === undefined) throw invalid(attribute, 'is required')
  }
  return checked(input as DistinguishedName)
}

/** The subject of a private certificate as it was asked for; what is absent comes from the issuer. */
export type CertificateName = Partial<DistinguishedName> & Pick<DistinguishedName, 'commonName'>

/** Only the common name is required (API reference, table 4-124). */
export function certificateName(input: DistinguishedNameInput): CertificateName {
  if (input.commonName === undefined) throw invalid('commonName', 'is required')
  const given = Object.entries(input).filter(([, value]) => value !== undefined)
  return checked(Object.fromEntries(given) as CertificateName)
}

/** What is absent is the issuing CA's; the common name never is. */
export const inheritName = (name: CertificateName, issuer: DistinguishedName): DistinguishedName => ({
  ...issuer,
  ...name,
})

/** Whether two names are the same to a path builder, which compares without case (RFC 5280 §7.1). */
export const sameName = (left: DistinguishedName, right: DistinguishedName): boolean =>
  attributes.every((attribute) => fold(left[attribute]) === fold(right[attribute]))

const fold = (value: string | null) => value?.toLowerCase().trim().replace(/ +/g, ' ') ?? null

function checked<Name extends Partial<DistinguishedName>>(name: Name): Name {
  for (const attribute of attributes) {
    const value = name[attribute]
    if (value !== null && value !== undefined) checkAttribute(attribute, value)
  }
  return name
}

function checkAttribute(attribute: keyof DistinguishedName, value: string): void {
  const fault = attributeFault(attribute, value)
  if (fault !== undefined) throw invalid(attribute, fault)
}

/** What is wrong with a value, in a clause; undefined for nothing. */
export function attributeFault(attribute: keyof DistinguishedName, value: string): string | undefined {
  if (attribute === 'country') return twoLetters.test(value) ? undefined : 'must be two letters'
  const { length } = Array.from(value)
  const bound = nameBounds[attribute]
  if (length < 1 || length > bound) return `must have 1 to ${bound} characters`
  const pattern = attribute === 'commonName' ? withWildcard : plain
  return pattern.test(value) ? undefined : 'may hold letters, digits, spaces and - _ . , only'
}

const invalid = (attribute: keyof DistinguishedName, reason: string) =>
  new DomainError('distinguished-name-invalid', {
    parameter: `distinguished_name.${apiNames[attribute]}`,
    reason,
  })
