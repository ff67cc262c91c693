import { isGivenUp, type NoticeDelivery, retryAt } from '../../model/expiry-notice.ts'
import type { DeliveryOutcome } from '../../ports/notice-sender.ts'
import type { JobHandler, Report } from '../jobs/run-due-jobs.ts'
import type { World } from '../world.ts'
import { attempt, defer, failure, finish, isWanted, type Sending } from './deliver-notice.ts'
import { parseMailSubject } from './job-kinds.ts'
import { mailText } from './notice-text.ts'

/** One attempt to bring a notice to a mailbox. A failure puts it off, longer each time, for three days. */
export const mailsNotices =
  (report: Report): JobHandler =>
  (world, held) =>
    mailNotice({ world, held, report })

async function mailNotice(sending: Sending): Promise<number | undefined> {
  const { world, held } = sending
  const { accountId, deliveryId } = parseMailSubject(held.job.subject)
  const now = world.clock.now()
  const found = await world.database.read(accountId, async (stores) => {
    const delivery = await stores.notices.findDelivery(deliveryId)
    return delivery?.state === 'waiting'
      ? { delivery, wanted: await isWanted(stores, delivery, now) }
      : undefined
  })
  if (!found) return undefined
  const { delivery, wanted } = found
  if (!wanted) await finish(sending, delivery, 'withdrawn')
  return wanted ? await settle(sending, delivery) : undefined
}

async function settle(sending: Sending, delivery: NoticeDelivery): Promise<number | undefined> {
  const { world } = sending
  const outcome = await attempt(sending, delivery, () => send(world, delivery))
  const attempts = delivery.attempts + 1
  if (outcome.isTaken) {
    await finish(sending, { ...delivery, attempts, failure: null }, 'delivered')
    return undefined
  }
  const failed = { ...delivery, attempts, failure: outcome.reason }
  if (outcome.isFinal || isGivenUp(delivery, world.clock.now())) {
    await finish(sending, failed, 'failed')
    return undefined
  }
  await defer(sending, failed)
  return retryAt(attempts, world.clock.now())
}

async function send(world: World, { id, recipient, notice }: NoticeDelivery): Promise<DeliveryOutcome> {
  if (!world.mailer) return failure('there is no mail server in the settings')
  const writtenAt = world.clock.now()
  return await world.mailer.send({
    id,
    to: recipient,
    ...mailText(notice, world.settings.apiUrl, writtenAt),
    writtenAt,
  })
}
