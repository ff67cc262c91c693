import type { NoticeDelivery } from '../../model/expiry-notice.ts'
import { isOfOrder, type Notice } from '../../model/order-notice.ts'
import type { InstallationStores } from '../../ports/doors.ts'
import type { World } from '../world.ts'
import type { Recipient } from './find-recipients.ts'
import { mailNoticeJob, mailSubject, postNoticesJob } from './job-kinds.ts'
import { noticeRecord } from './notice-record.ts'

/** Part of the transaction that tells. In the trail it stands also where there is nobody to tell. */
export async function addDeliveries(
  world: Pick<World, 'clock' | 'random' | 'digest'>,
  { notices, jobs, audit }: InstallationStores,
  notice: Notice,
  recipients: readonly Recipient[],
): Promise<void> {
  const { accountId, noticedAt } = notice
  for (const recipient of recipients) {
    const delivery: NoticeDelivery = {
      id: world.random.identifier(),
      ...recipient,
      notice,
      state: 'waiting',
      attempts: 0,
      failure: null,
      createdAt: noticedAt,
      finishedAt: null,
    }
    await notices.setDelivery(delivery)
    if (delivery.channel === 'webhook') await jobs.enqueue(postNoticesJob, accountId, noticedAt)
    else await jobs.enqueue(mailNoticeJob, mailSubject(accountId, delivery.id), noticedAt)
  }
  await audit.append(
    noticeRecord(world, {
      accountId,
      operation: isOfOrder(notice) ? 'noticeOrder' : 'noticeExpiry',
      certificateId: notice.certificate.id,
      result: recipients.length > 0 ? 'success' : 'no-recipient',
      after: notice,
    }),
  )
}
