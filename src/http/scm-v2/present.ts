import type { Static } from '../../contract/operation.ts'
import type * as contract from '../../contract/scm-v2/certificates.ts'
import type { CertificateApplication } from '../../domain/model/certificate-application.ts'
import type { CertificateType } from '../../domain/model/certificate-order.ts'
import { type DomainProof, recordTypes } from '../../domain/model/domain-proof.ts'
import { type HostedCertificate, hostedStatus, isDeployable } from '../../domain/model/hosted-certificate.ts'
import type { CertificateDetails } from '../../domain/operations/order/show-order.ts'
import { presentApplication } from '../scm/application.ts'
import { describeNames } from '../scm/describe-names.ts'
import { revokeReason } from '../scm/words.ts'
import type { Scene } from '../wire/route.ts'
import { presentStatus } from './status.ts'

/** Nouns in the words of chapter 6. */

export function presentListed(
  certificate: HostedCertificate,
  { now }: Scene,
): Static<typeof contract.ListedCertificate> {
  const { ordered, inHand } = certificate
  const names = describeNames(certificate)
  const status = presentStatus(hostedStatus(certificate, now))
  return {
    cert_id: certificate.id,
    cert_name: certificate.name,
    domain: certificate.domain,
    cert_type: ordered?.type ?? null,
    cert_brand: ordered?.brand ?? null,
    domain_type: names.domainType,
    purchase_period: ordered?.years ?? null,
    expired_time: inHand && String(inHand.notAfter),
    order_status: status,
    order_state: status,
    domain_num: names.count,
    wildcard_number: names.wildcardCount,
    cert_des: certificate.description,
  }
}

export function presentCertificate(
  { certificate, application, issuance }: CertificateDetails,
  { now }: Scene,
): Static<typeof contract.Certificate> {
  const { ordered, inHand } = certificate
  const names = describeNames(certificate)
  return {
    cert_id: certificate.id,
    order_id: ordered?.orderId ?? null,
    cert_name: certificate.name,
    cert_type: ordered && validationOf(ordered.type),
    cert_brand: ordered?.brand ?? null,
    domain_type: names.domainType,
    domain_name: names.domains.length > 0 ? names.domains.join(';') : null,
    domain: certificate.domain,
    domain_number: names.count,
    cert_describe: certificate.description,
    push_support: isDeployable(certificate, now) ? 'on' : 'off',
    revoke_reason: revokeReason(ordered),
    ...presentPersons(application),
    status: presentStatus(hostedStatus(certificate, now)),
    encrypt_type: inHand?.signatureAlgorithm ?? null,
    DNS_push_status: recordPlacing({ certificate, issuance }),
    auth: (ordered?.proofs ?? []).map(presentProof),
    agree_privacy_protection: agreement(ordered?.isPrivacyWithdrawn, application),
    fail_reason: ordered?.failure ?? null,
  }
}

/** `OV` of `OV_SSL_CERT_PRO`. */
const validationOf = (type: CertificateType) => type.slice(0, 2) as 'DV' | 'OV' | 'EV'

const nobody = {
  country: null,
  company_name: null,
  company_unit: null,
  company_province: null,
  company_city: null,
  applicant_name: null,
  applicant_phone: null,
  applicant_email: null,
  contact_name: null,
  contact_phone: null,
  contact_email: null,
}

/** Who applied; null where nobody did, or it was erased. */
export const presentEntered = (application: CertificateApplication | undefined) =>
  application ? presentApplication(application) : nobody

function presentPersons(application: CertificateApplication | undefined) {
  const { company_unit, ...persons } = presentEntered(application)
  return { ...persons, organization_unit: company_unit }
}

/** Whether the records are set by us: what is to be set is noted before it is. */
function recordPlacing({
  certificate,
  issuance,
}: Pick<CertificateDetails, 'certificate' | 'issuance'>): 'ON' | 'OFF' | 'NONE' {
  if (!(issuance ?? certificate.ordered)?.placesRecords) return 'NONE'
  if (!issuance) return 'ON'
  const { proofs, hindrance } = issuance
  return hindrance === null && proofs.length > 0 && proofs.every(({ isPlacedByUs }) => isPlacedByUs)
    ? 'ON'
    : 'OFF'
}

/** What was mailed is known to who reads the mail, and to nobody else. */
const presentProof = ({ domain, method, recordName, recordValue, seenAt }: DomainProof) => ({
  method,
  status: seenAt === null ? ('checking' as const) : ('passed' as const),
  domain_name: domain,
  host_record: recordName,
  record_type: recordTypes[method],
  record: method === 'EMAIL' ? '' : recordValue,
})

function agreement(isWithdrawn = false, application?: CertificateApplication): boolean | null {
  if (isWithdrawn) return false
  return application ? true : null
}
