import type { Static } from '../../contract/operation.ts'
import type * as contract from '../../contract/scm-v3/certificates.ts'
import type * as shapes from '../../contract/scm-v3/shapes.ts'
import { type HostedCertificate, hostedStatus, isDeployable } from '../../domain/model/hosted-certificate.ts'
import type { Validity } from '../../domain/model/validity.ts'
import type { ExportedHostedCertificate } from '../../domain/operations/hosted-certificate/export-hosted-certificate.ts'
import type { Scene } from '../wire/route.ts'

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
  certificate: HostedCertificate,
  { now }: Scene,
): Static<typeof shapes.Certificate> {
  const { inHand } = certificate
  return {
    ...presentCommon(certificate, now),
    order_id: null,
    push_support: isDeployable(certificate, now) ? 'ON' : 'OFF',
    revoke_reason: null,
    issue_time: null,
    not_before: inHand && timeText(inHand.notBefore),
    not_after: inHand && timeText(inHand.notAfter),
    validation_method: null,
    multi_domain_type: null,
    fingerprint: inHand?.fingerprint ?? null,
    authentification: [],
    authentication: [],
    shared: false,
    application_info: null,
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
  const { domain, otherDomains, inHand } = certificate
  const domains = domain === null ? [] : [domain, ...otherDomains]
  return {
    id: certificate.id,
    name: certificate.name,
    domain,
    sans: otherDomains.length > 0 ? otherDomains.join(';') : null,
    signature_algorithm: inHand?.signatureAlgorithm ?? null,
    type: null,
    brand: null,
    domain_type: domainType(domains),
    validity_period: inHand && monthsOf(inHand),
    status: hostedStatus(certificate, now),
    domain_count: domains.length,
    wildcard_count: domains.filter(isWildcard).length,
    description: null,
    enterprise_project_id: certificate.enterpriseProjectId,
  }
}

const isWildcard = (domain: string) => domain.startsWith('*.')

function domainType(domains: readonly string[]): string | null {
  const [only, ...others] = domains
  if (only === undefined) return null
  if (others.length > 0) return 'MULTI_DOMAIN'
  return isWildcard(only) ? 'WILDCARD' : 'SINGLE_DOMAIN'
}

/** Of the Gregorian calendar, on average. */
const monthMs = (365.2425 / 12) * 86_400_000

/** Rounded; an end before its beginning is no time. */
const monthsOf = ({ notBefore, notAfter }: Validity): number =>
  Math.max(0, Math.round((notAfter - notBefore) / monthMs))

/** `2021-05-27 16:46:25.0` in UTC (api-answers A36). */
export const timeText = (time: number): string =>
  `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')}.0`
