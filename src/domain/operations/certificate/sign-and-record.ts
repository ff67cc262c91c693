import type { GenerationMode } from '../../model/authority.ts'
import type { CertificateProfile } from '../../model/certificate-profile.ts'
import type { DistinguishedName } from '../../model/distinguished-name.ts'
import type { PrivateCertificate } from '../../model/private-certificate.ts'
import { serialNumberOf } from '../../model/serial-number.ts'
import { resolveValidity, type ValidityRequest } from '../../model/validity.ts'
import type { SubjectKey } from '../../ports/issuer.ts'
import {
  confirmNoted,
  recheckIssuer,
  statusLocations,
  type VersionedIssuer,
} from '../authority/issuing-authority.ts'
import { takeQuota } from '../quota/quota.ts'
import type { Call } from '../world.ts'

/** A private certificate that is about to be signed. */
export interface CertificateToBe {
  readonly id: string
  readonly generationMode: GenerationMode
  readonly keyAlgorithm: string
  readonly enterpriseProjectId: string
  readonly shownSubject: DistinguishedName
  readonly validity: ValidityRequest
  readonly subjectKey: SubjectKey
  readonly content: Omit<
    CertificateProfile,
    | 'kind'
    | 'serialNumber'
    | 'validity'
    | 'pathLength'
    | 'issuerUrls'
    | 'revocationListUrls'
    | 'responderUrls'
  >
}

/**
 * Steps 2 to 6 of the life of a certificate: serial, key, lint, signature, and one durable commit of all that was
 * made. The key is in this process, so a signature that was not recorded never leaves it; the registry's constraint
 * on issuer and serial holds at the commit (docs/life-of-a-certificate.md).
 */
export async function signAndRecord(
  call: Call,
  issuer: VersionedIssuer,
  toBe: CertificateToBe,
): Promise<string> {
  const now = call.clock.now()
  const validity = resolveValidity(toBe.validity, now, issuer.signing)
  const serialNumber = serialNumberOf(call.random.octets(16))
  await call.faults.reach('issue: serial taken, not signed')
  const signed = call.metrics.timeIssuing('sign')
  const { certificateDer, sealedKey } = await call.issuer.issue({
    profile: {
      kind: 'entity',
      serialNumber,
      validity,
      pathLength: null,
      ...statusLocations(call, issuer.authority),
      ...toBe.content,
    },
    subjectKey: toBe.subjectKey,
    authority: issuer.signing,
  })
  signed()
  await call.faults.reach('issue: signed, not recorded')
  const { id } = toBe
  const issuerId = issuer.authority.id
  const certificate: PrivateCertificate = {
    id,
    issuerId,
    issuerName: issuer.authority.subject.commonName,
    serialNumber,
    ...validity,
    keyAlgorithm: toBe.keyAlgorithm,
    signatureHash: toBe.content.signatureHash,
    generationMode: toBe.generationMode,
    subject: toBe.shownSubject,
    revocation: null,
    createdAt: now,
    enterpriseProjectId: toBe.enterpriseProjectId,
  }
  const recorded = call.metrics.timeIssuing('record')
  await call.write(async (stores, tell) => {
    await recheckIssuer(call, stores, issuer, validity)
    await takeQuota(call, stores, 'CERTIFICATE')
    await stores.serials.register({ issuerId, serialNumber, notAfter: validity.notAfter })
    await stores.certificates.add(certificate, certificateDer)
    if (sealedKey) await stores.keys.add(id, sealedKey.sealed)
    tell({ kind: 'certificate', id, after: certificateDer })
  })
  recorded()
  confirmNoted(issuer, validity)
  await call.faults.reach('issue: recorded, not answered')
  return id
}
