import type { Static } from '../../contract/operation.ts'
import type * as shapes from '../../contract/pca-v1/shapes.ts'
import { type Authority, authorityStatus } from '../../domain/model/authority.ts'
import type { DistinguishedName } from '../../domain/model/distinguished-name.ts'
import { certificateStatus, type PrivateCertificate } from '../../domain/model/private-certificate.ts'
import { revocationListUrl } from '../../domain/model/revocation-list.ts'
import type { QuotaUse } from '../../domain/operations/quota/show-quota.ts'
import type { Scene } from '../wire/route.ts'

/** Nouns in the API's words (client contract 1.2.3). What clients compare comes back as it was sent. */

export function presentAuthority(
  authority: Authority,
  { now, caller, publicUrl }: Scene,
): Static<typeof shapes.CertificateAuthority> {
  const { certificate } = authority
  return {
    ca_id: authority.id,
    type: authority.type,
    status: authorityStatus(authority, now),
    path_length: authority.pathLength,
    issuer_id: authority.issuerId,
    issuer_name: authority.issuerName,
    key_algorithm: authority.keyAlgorithm,
    signature_algorithm: authority.signatureHash,
    freeze_flag: 0,
    gen_mode: authority.generationMode,
    serial_number: certificate?.serialNumber ?? null,
    create_time: authority.createdAt,
    delete_time: authority.deleteAt,
    not_before: certificate?.notBefore ?? null,
    not_after: certificate?.notAfter ?? null,
    distinguished_name: presentName(authority.subject),
    crl_configuration: presentRevocationList(authority, publicUrl),
    ocsp_switch: authority.answersStatus,
    enterprise_project_id: authority.enterpriseProjectId,
    charging_mode: authority.orderId === null ? charging.afterUse : charging.inAdvance,
    free_quota: 0,
    domain_id: caller.account.id,
    cluster_id: null,
  }
}

function presentRevocationList({ revocationList }: Authority, publicUrl: string) {
  if (!revocationList) return noRevocationList
  return {
    enabled: true,
    crl_name: revocationList.name,
    obs_bucket_name: revocationList.bucket,
    valid_days: revocationList.validDays,
    crl_dis_point: revocationListUrl(publicUrl, revocationList),
  }
}

const noRevocationList = {
  enabled: false,
  crl_name: null,
  obs_bucket_name: null,
  valid_days: null,
  crl_dis_point: null,
}

/** Terraform destroys a CA in the way of what it reads here (client contract 3.3). */
const charging = { inAdvance: 0, afterUse: 1 }

export function presentCertificate(
  certificate: PrivateCertificate,
  { now }: Scene,
): Static<typeof shapes.PrivateCertificate> {
  return {
    certificate_id: certificate.id,
    status: certificateStatus(certificate, now),
    issuer_id: certificate.issuerId,
    issuer_name: certificate.issuerName,
    key_algorithm: certificate.keyAlgorithm,
    signature_algorithm: certificate.signatureHash,
    freeze_flag: 0,
    gen_mode: certificate.generationMode,
    serial_number: certificate.serialNumber,
    create_time: certificate.createdAt,
    delete_time: null,
    not_before: certificate.notBefore,
    not_after: certificate.notAfter,
    distinguished_name: presentName(certificate.subject),
    enterprise_project_id: certificate.enterpriseProjectId,
  }
}

export const presentName = (name: DistinguishedName) => ({
  country: name.country,
  state: name.state,
  locality: name.locality,
  organization: name.organization,
  organizational_unit: name.organizationalUnit,
  common_name: name.commonName,
})

export const presentQuota = ({ kind, used, limit }: QuotaUse) => ({
  quotas: { resources: [{ type: kind, used, quota: limit }] },
})
