import { isGivenUp, type NoticeDelivery, noPause, retryAt } from '../../model/expiry-notice.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { InstallationReaders } from '../../ports/doors.ts'
import type { DeliveryOutcome } from '../../ports/notice-sender.ts'
import type { CalledWebhook } from '../../ports/notice-store.ts'
import type { JobHandler, Report } from '../jobs/run-due-jobs.ts'
import type { World } from '../world.ts'
import { attempt, type Beside, defer, finish, isWanted, type Sending } from './deliver-notice.ts'
import { webhookBody } from './notice-text.ts'

/**
 * The next of what an account has for its webhook. There is one such job for an account, so it has one call at a time,
 * and after it all that is due of others has its turn. A failure puts off all that waits for the address, longer each
 * time; each delivery is given up after three days.
 */
export const postsNotices =
  (report: Report): JobHandler =>
  (world, held) =>
    postNext({ world, held, report })

async function postNext(sending: Sending): Promise<number | undefined> {
  const { world, held } = sending
  const now = world.clock.now()
  const next = await world.database.read(held.job.subject, (stores) => findNext(stores, now))
  if (!next) return undefined
  if ('over' in next) {
    await finish(sending, next.over, next.state)
    return now
  }
  const { delivery, webhook } = next
  return webhook.pause.until > now ? webhook.pause.until : await settle(sending, delivery, webhook)
}

type Next =
  | { readonly over: NoticeDelivery; readonly state: 'failed' | 'withdrawn' }
  | { readonly delivery: NoticeDelivery; readonly webhook: CalledWebhook }

/** What is over before what is to be tried, so that nothing waits for an address that never answers. */
async function findNext(stores: InstallationReaders, now: number): Promise<Next | undefined> {
  const webhook = await stores.notices.findCalledWebhook()
  const [oldest, delivery] = [
    await stores.notices.findWaiting('webhook', 'oldest'),
    await stores.notices.findWaiting('webhook', 'least-tried'),
  ]
  for (const waiting of [oldest, delivery]) {
    if (!waiting) return undefined
    if (!webhook || !(await isWanted(stores, waiting, now))) return { over: waiting, state: 'withdrawn' }
    if (webhook.pause.failures > 0 && isGivenUp(waiting, now)) return { over: waiting, state: 'failed' }
  }
  return webhook && delivery && { delivery, webhook }
}

async function settle(sending: Sending, delivery: NoticeDelivery, webhook: CalledWebhook): Promise<number> {
  const { world } = sending
  const outcome = await attempt(sending, delivery, () => post(world, delivery, webhook))
  const now = world.clock.now()
  const attempts = delivery.attempts + 1
  if (outcome.isTaken) {
    await finish(sending, { ...delivery, attempts, failure: null }, 'delivered', ({ notices }) =>
      notices.setPause(webhook, noPause),
    )
    return now
  }
  const failures = webhook.pause.failures + 1
  const until = retryAt(failures, now)
  const failed = { ...delivery, attempts, failure: outcome.reason }
  const pause: Beside = ({ notices }) => notices.setPause(webhook, { failures, until })
  if (outcome.isFinal || isGivenUp(delivery, now)) await finish(sending, failed, 'failed', pause)
  else await defer(sending, failed, pause)
  return until
}

async function post(
  world: World,
  delivery: NoticeDelivery,
  webhook: CalledWebhook,
): Promise<DeliveryOutcome> {
  const { id, notice } = delivery
  const record = sealedRecords.noticeSecret(notice.accountId)
  const secret = new TextDecoder().decode(world.vault.unseal({ record, sealed: webhook.secretSealed }))
  return await world.webhookSender.post({
    id,
    url: webhook.url,
    secret,
    body: webhookBody(delivery, world.clock.now()),
  })
}
