import { daysLeft, type ExpiryNotice, type NoticeDelivery } from '../../model/expiry-notice.ts'
import { isOfOrder, type Notice } from '../../model/order-notice.ts'
import { orderMailText, orderWebhookBody } from './order-notice-text.ts'

const timeText = (time: number) => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** What a person reads, at this time. Names come from certificates and from users, so each stands on a line of its own. */
export function mailText(
  notice: Notice,
  apiUrl: string,
  now: number,
): { readonly subject: string; readonly text: string } {
  if (isOfOrder(notice)) return orderMailText(notice, apiUrl)
  const { certificate, accountName } = notice
  const known = certificate.domain ?? certificate.name
  const what = whatHappens(notice, now)
  const lines = [
    `The certificate for ${known} ${what}.`,
    '',
    `name:         ${certificate.name}`,
    `id:           ${certificate.id}`,
    `domains:      ${[certificate.domain, ...certificate.otherDomains].filter(Boolean).join(', ') || '-'}`,
    `fingerprint:  ${certificate.fingerprint} (SHA-1)`,
    `ends:         ${timeText(certificate.notAfter)}`,
    `account:      ${accountName}`,
    `server:       ${apiUrl}`,
    '',
    'You get this because you may see the certificate, and its expiry notices are on (SCM API, notification/disable).',
  ]
  return { subject: `Certificate ${known} ${what}`, text: `${lines.join('\n')}\n` }
}

function whatHappens({ step, certificate }: ExpiryNotice, now: number): string {
  const { notAfter } = certificate
  if (step === 0) return `expired at ${timeText(notAfter)}`
  const days = daysLeft(notAfter, now)
  return `expires in ${days} ${days === 1 ? 'day' : 'days'}, at ${timeText(notAfter)}`
}

/** What a program reads, at this time: docs/notices.md. */
export function webhookBody({ id, notice }: NoticeDelivery, now: number): string {
  if (isOfOrder(notice)) return orderWebhookBody(id, notice)
  const { certificate, type, step, accountId, noticedAt } = notice
  return JSON.stringify({
    id,
    type,
    step_days: step,
    days_left: daysLeft(certificate.notAfter, now),
    account_id: accountId,
    certificate: {
      id: certificate.id,
      name: certificate.name,
      domain: certificate.domain,
      sans: certificate.otherDomains,
      fingerprint: certificate.fingerprint,
      not_after: new Date(certificate.notAfter).toISOString(),
    },
    noticed_at: new Date(noticedAt).toISOString(),
  })
}
