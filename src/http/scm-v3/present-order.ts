import type { Static } from '../../contract/operation.ts'
import type * as shapes from '../../contract/scm-v3/shapes.ts'
import { type DomainProof, recordTypes } from '../../domain/model/domain-proof.ts'
import type { OrderedCertificate } from '../../domain/model/hosted-certificate.ts'
import type { Issuance } from '../../domain/model/issuance.ts'
import { revokeReason } from '../scm/words.ts'
import { timeText } from './time-text.ts'

/** What details show of an order, beside what every certificate has. */
export function presentOrdered(ordered: OrderedCertificate | null, issuance: Issuance | undefined) {
  const proofs = (ordered?.proofs ?? []).map(presentProof)
  return {
    order_id: ordered?.orderId ?? null,
    revoke_reason: revokeReason(ordered),
    issue_time: ordered?.issuedAt == null ? null : timeText(ordered.issuedAt),
    validation_method: ordered?.method ?? null,
    multi_domain_type: multiDomainType(ordered),
    authentification: proofs,
    authentication: proofs,
    fail_reason: ordered?.failure ?? null,
    hindrance: issuance?.hindrance ?? null,
    renewal_status: issuance?.purpose === 'renewal' ? issuance.step : null,
    auto_renew: ordered?.renewsItself ?? false,
    period_end_time: ordered?.periodEndsAt == null ? null : timeText(ordered.periodEndsAt),
  }
}

function multiDomainType(ordered: OrderedCertificate | null): string | null {
  if (ordered?.domainType !== 'MULTI_DOMAIN') return null
  return ordered.primary === 'WILDCARD_DOMAIN' ? 'primary_wildcard' : 'primary_single'
}

/** What was mailed is known to who reads the mail, and to nobody else. */
const presentProof = ({
  domain,
  method,
  recordName,
  recordValue,
  seenAt,
  finding,
}: DomainProof): Static<typeof shapes.Authentication> => ({
  record_name: recordName,
  record_type: recordTypes[method],
  record_value: method === 'EMAIL' ? '' : recordValue,
  domain,
  seen_time: seenAt === null ? null : timeText(seenAt),
  finding,
})
