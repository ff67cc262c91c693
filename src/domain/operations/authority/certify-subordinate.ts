import { type Authority, unconstrainedPathLength } from '../../model/authority.ts'
import { checkPathLength } from '../../model/authority-rules.ts'
import { type DistinguishedName, sameName } from '../../model/distinguished-name.ts'
import { DomainError } from '../../model/errors.ts'
import type { SignatureHash } from '../../model/key-algorithm.ts'
import type { KeyUsage } from '../../model/key-usage.ts'
import { serialNumberOf } from '../../model/serial-number.ts'
import { resolveValidity, type ValidityRequest } from '../../model/validity.ts'
import type { TenantStores } from '../../ports/doors.ts'
import type { IssuedCertificate, SubjectKey } from '../../ports/issuer.ts'
import type { Call, IssuingAuthority } from '../world.ts'
import { certificateFields } from './authority-certificate.ts'
import { checkBounds, isNameFromElsewhere } from './issuer-bounds.ts'
import { findIssuingAuthority, recheckIssuer, statusLocations } from './issuing-authority.ts'

/** What turns a subordinate CA into one that may issue. */
export interface Certification {
  readonly issuerId: string
  readonly signatureHash: SignatureHash
  readonly validity: ValidityRequest
  readonly pathLength: number
  readonly keyUsages: readonly KeyUsage[]
}

/** Who is certified; `subjectDer` is the name as a request has it, taken byte for byte. */
export interface SubordinateToBe {
  readonly subject: DistinguishedName
  readonly subjectDer?: Uint8Array
  readonly subjectKey: SubjectKey
}

export interface CertifiedSubordinate {
  readonly issued: IssuedCertificate
  /** What changes in the CA. */
  readonly fields: Pick<
    Authority,
    'state' | 'issuerId' | 'issuerName' | 'signatureHash' | 'pathLength' | 'certificate' | 'publicKeyDer'
  >
  /** Looks at the issuer again and registers the serial; part of the committing transaction. */
  record(stores: TenantStores): Promise<void>
}

/** Steps 1 to 5 of the life of a certificate, for a subordinate CA of this account. */
export async function certifySubordinate(
  call: Call,
  certification: Certification,
  toBe: SubordinateToBe,
): Promise<CertifiedSubordinate> {
  const issuer = await findIssuingAuthority(call, certification.issuerId)
  checkBelow(issuer, certification, toBe)
  const { issuerId, signatureHash, pathLength, keyUsages } = certification
  const serialNumber = serialNumberOf(call.random.octets(16))
  const validity = resolveValidity(certification.validity, call.clock.now(), issuer.signing)
  const issued = await call.issuer.issue({
    profile: {
      kind: 'subordinate',
      serialNumber,
      subject: toBe.subjectDer ?? toBe.subject,
      validity,
      signatureHash,
      pathLength,
      keyUsages,
      extendedKeyUsages: [],
      alternativeNames: [],
      customizedExtension: null,
      ...statusLocations(call, issuer.authority),
    },
    subjectKey: toBe.subjectKey,
    authority: issuer.signing,
  })
  return {
    issued,
    fields: {
      state: 'ACTIVED',
      issuerId,
      issuerName: issuer.authority.subject.commonName,
      signatureHash,
      pathLength,
      ...certificateFields(issued.certificateDer),
    },
    async record(stores) {
      await recheckIssuer(call, stores, issuer, validity)
      await stores.serials.register({ issuerId, serialNumber, notAfter: validity.notAfter })
    },
  }
}

function checkBelow(
  issuer: IssuingAuthority,
  { pathLength }: Certification,
  { subject, subjectDer }: SubordinateToBe,
): void {
  if (pathLength >= unconstrainedPathLength)
    throw new DomainError('path-length-invalid', { parameter: 'path_length' })
  if (
    sameName(subject, issuer.authority.subject) ||
    isNameFromElsewhere(issuer.bounds, subjectDer ?? subject)
  ) {
    throw new DomainError('distinguished-name-invalid', {
      parameter: 'distinguished_name',
      reason: "must differ from the issuing CA's",
    })
  }
  checkPathLength(pathLength, issuer.bounds)
  checkBounds(issuer.bounds, {
    subject: subjectDer ?? subject,
    parameters: { subject: 'distinguished_name' },
  })
}
