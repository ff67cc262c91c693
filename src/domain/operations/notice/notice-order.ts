import { type DomainProof, recordTypes } from '../../model/domain-proof.ts'
import type { OrderNotice, OrderNoticeType } from '../../model/order-notice.ts'
import type { InstallationStores } from '../../ports/doors.ts'
import type { Ordered } from '../order/ordered-certificate.ts'
import type { World } from '../world.ts'
import { addDeliveries } from './add-deliveries.ts'
import type { Recipient } from './find-recipients.ts'

export interface OrderEventToTell {
  readonly type: OrderNoticeType
  readonly reason: string | null
  /** What is to be set now. */
  readonly proofs?: readonly DomainProof[]
}

/**
 * Part of the transaction that makes it so: who applied is told by mail, and the account's webhook. Nobody has to ask for it,
 * since without them nothing goes on.
 */
export async function noticeOrder(
  world: Pick<World, 'mailer' | 'clock' | 'random' | 'digest'>,
  stores: InstallationStores,
  accountId: string,
  { id, name, domain, otherDomains }: Ordered,
  { type, reason, proofs = [] }: OrderEventToTell,
): Promise<void> {
  const account = await stores.directory.findAccount({ id: accountId })
  if (!account) return
  const notice: OrderNotice = {
    type,
    accountId,
    accountName: account.name,
    certificate: { id, name, domain, otherDomains },
    reason,
    proofs: proofs.map(({ domain: proven, method, recordName, recordValue }) => ({
      domain: proven,
      recordType: recordTypes[method],
      recordName,
      recordValue: method === 'EMAIL' ? '' : recordValue,
    })),
    noticedAt: world.clock.now(),
  }
  const recipients = account.isEnabled ? await recipientsOf(world, stores, id) : []
  await addDeliveries(world, stores, notice, recipients)
}

async function recipientsOf(
  { mailer }: Pick<World, 'mailer'>,
  { applications, notices }: InstallationStores,
  id: string,
): Promise<Recipient[]> {
  const application = mailer ? await applications.find(id) : undefined
  const webhook = await notices.findWebhook()
  return [
    ...(application ? [{ channel: 'mail' as const, recipient: application.applicant.email }] : []),
    ...(webhook ? [{ channel: 'webhook' as const, recipient: new URL(webhook.url).host }] : []),
  ]
}
