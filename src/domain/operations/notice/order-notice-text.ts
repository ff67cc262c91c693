import type { OrderNotice, OrderNoticeType } from '../../model/order-notice.ts'

const happened: Readonly<Record<OrderNoticeType, string>> = {
  ORDER_UNPASSED: 'is not issued',
  ORDER_PROOFS_REPLACED: 'needs other records now',
  RENEWAL_WAITING: 'can not be renewed before you have proven its names again',
  RENEWAL_FAILED: 'was not renewed',
  SUPPLEMENT_FAILED: 'has got no further names',
}

/** What follows from it, for who applied. */
const advice: Readonly<Record<OrderNoticeType, string>> = {
  ORDER_UNPASSED: 'It can be applied for again.',
  ORDER_PROOFS_REPLACED: 'Set what stands below; what was asked for before no longer counts.',
  RENEWAL_WAITING:
    'Set what stands below within 7 days; the present certificate stays in use until the next has come.',
  RENEWAL_FAILED: 'It is tried again after a day; the present certificate stays in use until it ends.',
  SUPPLEMENT_FAILED: 'The present certificate stays in use.',
}

/** What a person reads. Names and findings come from others, so each stands on a line of its own. */
export function orderMailText(
  { type, certificate, accountName, reason, proofs }: OrderNotice,
  apiUrl: string,
): { readonly subject: string; readonly text: string } {
  const known = certificate.domain ?? certificate.name
  const lines = [
    `The certificate for ${known} ${happened[type]}.`,
    '',
    ...(reason === null ? [] : [`reason:       ${reason}`]),
    `name:         ${certificate.name}`,
    `id:           ${certificate.id}`,
    `domains:      ${[certificate.domain, ...certificate.otherDomains].filter(Boolean).join(', ') || '-'}`,
    `account:      ${accountName}`,
    `server:       ${apiUrl}`,
    '',
    advice[type],
    ...proofs.flatMap(({ domain, recordType, recordName, recordValue }) => [
      '',
      `domain:       ${domain}`,
      `${recordType.padEnd(14)}${recordName}`,
      ...(recordValue === '' ? [] : [`value:        ${recordValue}`]),
    ]),
    '',
    'You get this because you applied for the certificate.',
  ]
  return { subject: `Certificate ${known} ${happened[type]}`, text: `${lines.join('\n')}\n` }
}

/** What a program reads: docs/notices.md. */
export const orderWebhookBody = (
  id: string,
  { type, accountId, certificate, reason, proofs, noticedAt }: OrderNotice,
): string =>
  JSON.stringify({
    id,
    type,
    account_id: accountId,
    certificate: {
      id: certificate.id,
      name: certificate.name,
      domain: certificate.domain,
      sans: certificate.otherDomains,
    },
    reason,
    proofs: proofs.map((proof) => ({
      domain: proof.domain,
      record_type: proof.recordType,
      record_name: proof.recordName,
      record_value: proof.recordValue,
    })),
    noticed_at: new Date(noticedAt).toISOString(),
  })
