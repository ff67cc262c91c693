import { DomainError } from '../../model/errors.ts'
import type { NoticeWebhook } from '../../model/expiry-notice.ts'
import { parseIpAddress } from '../../model/ip-address.ts'
import { compileOutboundRule } from '../../model/outbound-address.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { Call } from '../world.ts'
import { postNoticesJob } from './job-kinds.ts'

/** Undefined where the account has none. */
export const showWebhook = (call: Call): Promise<NoticeWebhook | undefined> =>
  call.read(({ notices }) => notices.findWebhook())

export interface NewWebhook extends NoticeWebhook {
  /** What deliveries are signed with; shown this once. */
  readonly secret: string
}

/** Where the account's notices go from now on; every setting has a new secret. Throws `parameter-invalid`. */
export async function setWebhook(call: Call, { url }: { readonly url: string }): Promise<NewWebhook> {
  const checked = checkUrl(call, url)
  const accountId = call.caller.account.id
  const secret = call.credentials.makeToken().text
  const { sealed } = call.vault.seal(sealedRecords.noticeSecret(accountId), new TextEncoder().encode(secret))
  const webhook = { url: checked, updatedAt: call.clock.now() }
  await call.write(async ({ notices, jobs }, tell) => {
    const before = await notices.findWebhook()
    await notices.setWebhook(webhook, sealed)
    await jobs.enqueue(postNoticesJob, accountId, webhook.updatedAt)
    tell({ kind: 'notice_webhook', id: accountId, before, after: webhook })
  })
  return { ...webhook, secret }
}

/** What waits for it is withdrawn. There may be none. */
export async function removeWebhook(call: Call): Promise<void> {
  const before = await showWebhook(call)
  if (!before) return
  const accountId = call.caller.account.id
  await call.write(async ({ notices, jobs }, tell) => {
    await notices.removeWebhook()
    await jobs.enqueue(postNoticesJob, accountId, call.clock.now())
    tell({ kind: 'notice_webhook', id: accountId, before })
  })
}

/** An address in the URL itself is judged now; a name each time that it is connected to. */
function checkUrl({ settings }: Call, text: string): string {
  if (!URL.canParse(text)) throw invalid('must be a URL')
  const { protocol, username, password, hash, hostname, href } = new URL(text)
  if (!/^https?:$/.test(protocol)) throw invalid('must be https:// or http://')
  if (username !== '' || password !== '' || hash !== '')
    throw invalid('must have no user, password or fragment')
  const host = hostname.replace(/^\[|\]$/g, '')
  if (parseIpAddress(host) && !compileOutboundRule(settings.outboundAllow)(host)) {
    throw invalid('must be at a public address, or at one that the administrator allows')
  }
  return href
}

const invalid = (reason: string) => new DomainError('parameter-invalid', { parameter: 'url', reason })
