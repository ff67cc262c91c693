import type { Static } from '../../contract/operation.ts'
import type * as contract from '../../contract/scm-v3/certificates.ts'
import type * as shapes from '../../contract/scm-v3/shapes.ts'
import { orderMonths } from '../../domain/model/certificate-order.ts'
import { type HostedCertificate, hostedStatus, isDeployable } from '../../domain/model/hosted-certificate.ts'
import type { Validity } from '../../domain/model/validity.ts'
import type { ExportedHostedCertificate } from '../../domain/operations/hosted-certificate/export-hosted-certificate.ts'
import type { CertificateDetails } from '../../domain/operations/order/show-order.ts'
import { presentApplication } from '../scm/application.ts'
import { describeNames } from '../scm/describe-names.ts'
import type { Scene } from '../wire/route.ts'
import { presentOrdered } from './present-order.ts'
import { timeText } from './time-text.ts'

/** Nouns in the API's words (client contract 1.1.2). */

export function presentListed(
  certificate: HostedCertificate,
  scene: Scene,
): Static<typeof shapes.ListedCertificate> {
  return {
    ...presentCommon(certificate, scene.now),
    deploy_support: isDeployable(certificate, scene.now),
    expire_time: certificate.inHand && timeText(certificate.inHand.notAfter),
    domain_id: scene.caller.account.id,
  }
}

export function presentCertificate(
  { certificate, application, issuance, deployedCount }: CertificateDetails,
  { now }: Scene,
): Static<typeof shapes.Certificate> {
  const { inHand } = certificate
  return {
    ...presentCommon(certificate, now),
    ...presentOrdered(certificate.ordered, issuance),
    push_support: isDeployable(certificate, now) ? 'ON' : 'OFF',
    not_before: inHand && timeText(inHand.notBefore),
    not_after: inHand && timeText(inHand.notAfter),
    fingerprint: inHand?.fingerprint ?? null,
    shared: false,
    application_info: application ? presentApplication(application) : null,
    deployed_count: deployedCount,
  }
}

export const presentExported = (
  exported: ExportedHostedCertificate,
): Static<typeof contract.exportCertificate.success.body> => ({
  certificate: exported.certificatePem,
  certificate_chain: exported.chainPem,
  entire_certificate: exported.certificatePem + (exported.chainPem ?? ''),
  private_key: exported.privateKeyPem,
  enc_certificate: exported.encryptionCertificatePem,
  enc_private_key: exported.encryptionKeyPem,
})

function presentCommon(certificate: HostedCertificate, now: number) {
  const { domain, otherDomains, inHand, ordered } = certificate
  const { domainType, count, wildcardCount } = describeNames(certificate)
  return {
    id: certificate.id,
    name: certificate.name,
    domain,
    sans: otherDomains.length > 0 ? otherDomains.join(';') : null,
    signature_algorithm: inHand?.signatureAlgorithm ?? null,
    type: ordered?.type ?? null,
    brand: ordered?.brand ?? null,
    domain_type: domainType,
    validity_period: ordered ? orderMonths(ordered) : inHand && monthsOf(inHand),
    status: hostedStatus(certificate, now),
    domain_count: count,
    wildcard_count: wildcardCount,
    description: certificate.description,
    enterprise_project_id: certificate.enterpriseProjectId,
  }
}

/** Of the Gregorian calendar, on average. */
const monthMs = (365.2425 / 12) * 86_400_000

/** Rounded; an end before its beginning is no time. */
const monthsOf = ({ notBefore, notAfter }: Validity): number =>
  Math.max(0, Math.round((notAfter - notBefore) / monthMs))
