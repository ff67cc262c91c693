import { DomainError } from './errors.ts'
import { type ConstrainedNames, forbiddenName, type NameConstraints } from './name-constraints.ts'

/** What the certificates above oblige a certificate to, when one of them was issued elsewhere (api-answers A25). */
export interface IssuerBounds {
  /** Of each CA from the issuer up to the root, Infinity where there is no constraint (RFC 5280 §4.2.1.9). */
  readonly pathLengths: readonly number[]
  readonly nameConstraints: readonly NameConstraints[]
  /** Of each CA that has them, the purposes that it may certify for, as object identifiers. */
  readonly purposes: readonly (readonly string[])[]
  /** When the first of the certificates that were brought along ends, in ms; Infinity where there are none. */
  readonly outsideEnd: number
  /** The subjects of certificates from elsewhere, in a form that can be compared. */
  readonly outsideNames: readonly string[]
}

/** Throws `state-forbids` once no client builds a path to the root any more (api-answers A23). */
export function checkOutsideChain({ outsideEnd }: IssuerBounds, now: number): void {
  if (outsideEnd > now) return
  throw new DomainError('state-forbids', { reason: 'a CA above the issuing CA is expired' })
}

const anyPurpose = '2.5.29.37.0'

/** Throws `parameter-invalid` for a name that a CA above forbids; `parameter` says where names were given. */
export function checkNames(
  { nameConstraints }: IssuerBounds,
  names: ConstrainedNames,
  parameter: string,
): void {
  for (const constraints of nameConstraints) {
    const forbidden = forbiddenName(names, constraints)
    if (forbidden === undefined) continue
    throw invalid(parameter, `${forbidden} lies outside the name constraints of a CA above`)
  }
}

/** Throws `parameter-invalid` for a purpose that a CA above may not certify for. */
export function checkPurposes(
  { purposes }: IssuerBounds,
  requested: readonly string[],
  parameter: string,
): void {
  for (const allowed of purposes) {
    if (allowed.includes(anyPurpose)) continue
    const refused = requested.find((purpose) => !allowed.includes(purpose))
    if (refused) throw invalid(parameter, `${refused} is no purpose that a CA above may certify for`)
  }
}

const invalid = (parameter: string, reason: string) =>
  new DomainError('parameter-invalid', { parameter, reason })
