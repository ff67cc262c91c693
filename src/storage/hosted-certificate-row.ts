import type {
  CertificateInHand,
  HostedCertificate,
  HostedState,
  OrderedCertificate,
} from '../domain/model/hosted-certificate.ts'
import { renewsAt } from '../domain/model/renewal.ts'
import { type Flag, flag } from './flag.ts'
import { fold } from './fold.ts'

/** A hosted certificate without its DER: what lists show. */
export interface HostedCertificateRow {
  id: string
  account_id: string
  enterprise_project_id: string
  name: string
  name_folded: string
  state: HostedState
  domain: string | null
  /** By semicolons. */
  other_domains: string
  /** Name and domains, each on a line. */
  search_folded: string
  fingerprint: string | null
  signature_algorithm: string | null
  has_key: Flag
  not_before: number | null
  not_after: number | null
  /** What came of its order, in JSON. */
  ordered: string | null
  description: string | null
  /** When it is to be renewed by itself, for health. */
  renews_at: number | null
  created_at: number
  updated_at: number
}

export const hostedCertificateRow = (
  certificate: HostedCertificate,
  accountId: string,
): HostedCertificateRow => {
  const { name, domain, otherDomains, inHand } = certificate
  return {
    id: certificate.id,
    account_id: accountId,
    enterprise_project_id: certificate.enterpriseProjectId,
    name,
    name_folded: fold(name),
    state: certificate.state,
    domain,
    other_domains: otherDomains.join(';'),
    search_folded: fold([name, domain ?? '', ...otherDomains].join('\n')),
    fingerprint: inHand?.fingerprint ?? null,
    signature_algorithm: inHand?.signatureAlgorithm ?? null,
    has_key: flag(inHand?.hasKey ?? false),
    not_before: inHand?.notBefore ?? null,
    not_after: inHand?.notAfter ?? null,
    ordered: certificate.ordered && JSON.stringify(certificate.ordered),
    description: certificate.description,
    renews_at: renewsAt(certificate),
    created_at: certificate.createdAt,
    updated_at: certificate.updatedAt,
  }
}

export const hostedCertificateOf = (row: HostedCertificateRow): HostedCertificate => ({
  id: row.id,
  name: row.name,
  state: row.state,
  domain: row.domain,
  otherDomains: row.other_domains === '' ? [] : row.other_domains.split(';'),
  inHand: inHandOf(row),
  ordered: row.ordered === null ? null : (JSON.parse(row.ordered) as OrderedCertificate),
  description: row.description,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  enterpriseProjectId: row.enterprise_project_id,
})

function inHandOf(row: HostedCertificateRow): CertificateInHand | null {
  const { fingerprint, signature_algorithm, not_before, not_after } = row
  if (fingerprint === null || signature_algorithm === null || not_before === null || not_after === null) {
    return null
  }
  return {
    fingerprint,
    signatureAlgorithm: signature_algorithm,
    hasKey: row.has_key === 1,
    notBefore: not_before,
    notAfter: not_after,
  }
}
