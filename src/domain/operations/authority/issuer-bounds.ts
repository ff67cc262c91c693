import { type ParsedCertificate, readCertificate } from '../../../x509/certificate.ts'
import { encodeName } from '../../../x509/name.ts'
import { readRelativeNames } from '../../../x509/relative-names.ts'
import type { AlternativeName } from '../../model/alternative-name.ts'
import type { ChainedAuthority } from '../../model/authority.ts'
import type { DistinguishedName } from '../../model/distinguished-name.ts'
import { checkNames, checkPurposes, type IssuerBounds } from '../../model/issuer-bounds.ts'
import { hostsInCommonName } from '../../model/name-constraints.ts'

/**
 * Reads the bounds from the certificates of a chain of CAs, itself first. What was issued here has nothing but its
 * path length; what was brought along is asked for all three.
 */
export function readIssuerBounds(chain: readonly ChainedAuthority[]): IssuerBounds {
  const outside = chain.flatMap(({ generationMode, certificate, outsideChain }) => [
    ...(generationMode === 'IMPORT' && certificate ? [certificate.certificateDer] : []),
    ...outsideChain,
  ])
  const above = chain.flatMap(({ outsideChain }) => outsideChain)
  return {
    outsideNames: outside.map((der) => comparableName(readCertificate(der).subjectNameDer)),
    outsideEnd: Math.min(...above.map((der) => readCertificate(der).notAfter)),
    pathLengths: chain.flatMap(pathLengthsOf),
    nameConstraints: outside.flatMap((der) => readCertificate(der).nameConstraints ?? []),
    purposes: outside.flatMap((der) => {
      const { extendedKeyUsages } = readCertificate(der)
      return extendedKeyUsages ? [extendedKeyUsages] : []
    }),
  }
}

/** A CA's own constraint as its certificate has it, then those above it that are not of this account. */
function pathLengthsOf({ certificate, outsideChain }: ChainedAuthority): number[] {
  const ders = [...(certificate ? [certificate.certificateDer] : []), ...outsideChain]
  return ders.map((der) => pathLengthOf(readCertificate(der)))
}

const pathLengthOf = ({ pathLength }: ParsedCertificate): number => pathLength ?? Number.POSITIVE_INFINITY

const comparableName = (nameDer: Uint8Array) => JSON.stringify(readRelativeNames(nameDer))

/** Whether a CA from elsewhere has this name: what carries it would pass for that CA, on its lists for one. */
export const isNameFromElsewhere = (
  { outsideNames }: IssuerBounds,
  subject: DistinguishedName | Uint8Array,
): boolean =>
  outsideNames.length > 0 &&
  outsideNames.includes(comparableName(subject instanceof Uint8Array ? subject : encodeName(subject)))

/** What a caller asks to be certified, and the parameters that say so. */
export interface BoundedContent {
  readonly subject: DistinguishedName | Uint8Array
  /** Absent for a CA. */
  readonly alternativeNames?: readonly AlternativeName[]
  /** Object identifiers. */
  readonly purposes?: readonly string[]
  readonly parameters: { readonly subject: string; readonly names?: string; readonly purposes?: string }
}

/** Throws `parameter-invalid` for a name or purpose that a CA above does not allow. */
export function checkBounds(bounds: IssuerBounds, content: BoundedContent): void {
  if (bounds.nameConstraints.length === 0 && bounds.purposes.length === 0) return
  const { alternativeNames = [], purposes = [], parameters } = content
  const subjectDer = content.subject instanceof Uint8Array ? content.subject : encodeName(content.subject)
  const subject = readRelativeNames(subjectDer)
  const hosts = content.alternativeNames ? hostsInCommonName({ subject, alternativeNames }) : []
  checkNames(bounds, { subject, alternativeNames: hosts }, parameters.subject)
  checkNames(bounds, { subject: [], alternativeNames }, parameters.names ?? parameters.subject)
  checkPurposes(bounds, purposes, parameters.purposes ?? parameters.subject)
}
