import { type NoticeDelivery, retryAt } from '../../model/expiry-notice.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { InstallationReaders } from '../../ports/doors.ts'
import type { DeliveryOutcome } from '../../ports/notice-sender.ts'
import type { HeldJob } from '../jobs/held-job.ts'
import type { JobHandler, Report } from '../jobs/run-due-jobs.ts'
import type { World } from '../world.ts'
import { parseSendingSubject } from './job-kinds.ts'
import { noticeRecord } from './notice-record.ts'
import { mailText, webhookBody } from './notice-text.ts'

/**
 * One attempt to deliver. What was sent and could not be recorded is sent once more, under the same id. A failure is
 * reported, and puts it off, longer each time, for three days.
 */
export const sendsNotices =
  (report: Report): JobHandler =>
  (world, held) =>
    send(world, held, report)

async function send(world: World, held: HeldJob, report: Report): Promise<number | undefined> {
  const { accountId, deliveryId } = parseSendingSubject(held.job.subject)
  const found = await world.database.read(accountId, (stores) => findWaiting(stores, deliveryId))
  if (!found) return undefined
  const { delivery, isWanted, webhook } = found
  if (!isWanted) return await finish(world, held, { ...delivery, state: 'withdrawn' })
  await held.confirm()
  // also what can't even be tried is an attempt that failed: it is reported, and ends after three days
  const outcome = await attempt(world, delivery, webhook).catch((error: unknown) =>
    failure(error instanceof Error ? error.message : String(error)),
  )
  await world.faults.reach('notice: sent, not recorded')
  const attempts = delivery.attempts + 1
  if (outcome.isTaken)
    return await finish(world, held, { ...delivery, attempts, state: 'delivered', failure: null })
  report(
    new Error(`the notice ${delivery.id} by ${delivery.channel}, attempt ${attempts}: ${outcome.reason}`),
  )
  const failed = { ...delivery, attempts, failure: outcome.reason }
  const again = outcome.isFinal ? undefined : retryAt(failed, world.clock.now())
  if (again === undefined) return await finish(world, held, { ...failed, state: 'failed' })
  await held.record(accountId, ({ notices }) => notices.setDelivery(failed))
  world.metrics.countNotice(delivery.channel, 'deferred')
  return again
}

interface Webhook {
  readonly url: string
  readonly secretSealed: Uint8Array
}

interface Waiting {
  readonly delivery: NoticeDelivery
  /** Whether the certificate is still there and the same, and somebody wants to know. */
  readonly isWanted: boolean
  readonly webhook: Webhook | undefined
}

async function findWaiting(
  { notices, hostedCertificates }: InstallationReaders,
  id: string,
): Promise<Waiting | undefined> {
  const delivery = await notices.findDelivery(id)
  if (delivery?.state !== 'waiting') return undefined
  const { certificate, type } = delivery.notice
  const [present, watch, webhook, secretSealed] = [
    await hostedCertificates.find(certificate.id),
    await notices.findWatch(certificate.id),
    await notices.findWebhook(),
    await notices.findWebhookSecret(),
  ]
  const isSame = present?.inHand?.notAfter === certificate.notAfter
  const hasPlace = delivery.channel === 'mail' || webhook !== undefined
  return {
    delivery,
    isWanted: isSame && watch?.types.includes(type) === true && hasPlace,
    webhook: webhook && secretSealed && { url: webhook.url, secretSealed },
  }
}

async function attempt(
  world: World,
  delivery: NoticeDelivery,
  webhook: Webhook | undefined,
): Promise<DeliveryOutcome> {
  const { id, channel, recipient, notice } = delivery
  if (channel === 'mail') {
    if (!world.mailer) return failure('there is no mail server in the settings')
    const message = mailText(notice, world.settings.apiUrl)
    return await world.mailer.send({ id, to: recipient, ...message, writtenAt: notice.noticedAt })
  }
  if (!webhook) return failure('there is no webhook')
  const record = sealedRecords.noticeSecret(notice.accountId)
  const secret = new TextDecoder().decode(world.vault.unseal({ record, sealed: webhook.secretSealed }))
  return await world.webhookSender.post({ id, url: webhook.url, secret, body: webhookBody(delivery) })
}

const failure = (reason: string): DeliveryOutcome => ({ isTaken: false, isFinal: false, reason })

/** What became of it, in one commit with its record. */
async function finish(world: World, held: HeldJob, delivery: NoticeDelivery): Promise<undefined> {
  const { notice, channel, state } = delivery
  if (state === 'waiting') throw new Error('a delivery that waits is not finished')
  await held.record(notice.accountId, async ({ notices, audit }) => {
    await notices.setDelivery({ ...delivery, finishedAt: world.clock.now() })
    await audit.append(
      noticeRecord(world, {
        accountId: notice.accountId,
        operation: 'deliverNotice',
        certificateId: notice.certificate.id,
        result: state === 'delivered' ? 'success' : `notice-${state}`,
        after: delivery,
      }),
    )
  })
  world.metrics.countNotice(channel, state)
}
