import { isCurrent, type NoticeDelivery } from '../../model/expiry-notice.ts'
import { isOfOrder } from '../../model/order-notice.ts'
import type { InstallationReaders, InstallationStores } from '../../ports/doors.ts'
import type { DeliveryOutcome } from '../../ports/notice-sender.ts'
import type { HeldJob } from '../jobs/held-job.ts'
import type { Report } from '../jobs/run-due-jobs.ts'
import type { World } from '../world.ts'
import { noticeRecord } from './notice-record.ts'

/** What an attempt takes. */
export interface Sending {
  readonly world: World
  readonly held: HeldJob
  readonly report: Report
}

/** Written in the same commit as what became of a delivery. */
export type Beside = (stores: InstallationStores) => Promise<void>

/**
 * Whether the certificate is there and the same, the step lasts, and an account that may act wants to know of it. Of orders it
 * is told as long as they are there.
 */
export async function isWanted(
  { hostedCertificates, notices, directory }: InstallationReaders,
  { notice }: NoticeDelivery,
  now: number,
): Promise<boolean> {
  const account = await directory.findAccount({ id: notice.accountId })
  const present = await hostedCertificates.find(notice.certificate.id)
  if (isOfOrder(notice)) return account?.isEnabled === true && present !== undefined
  const { certificate, type } = notice
  const watch = await notices.findWatch(certificate.id)
  const isSame = present?.inHand?.notAfter === certificate.notAfter
  return (
    account?.isEnabled === true && isSame && watch?.types.includes(type) === true && isCurrent(notice, now)
  )
}

/**
 * One attempt. What was sent and could not be recorded is sent once more, under the same id. What can't even be tried is
 * an attempt that failed, too.
 */
export async function attempt(
  { world, held, report }: Sending,
  delivery: NoticeDelivery,
  send: () => Promise<DeliveryOutcome>,
): Promise<DeliveryOutcome> {
  await held.confirm()
  const outcome = await send().catch((error: unknown) =>
    failure(error instanceof Error ? error.message : String(error)),
  )
  await world.faults.reach('notice: sent, not recorded')
  if (!outcome.isTaken) {
    const { id, channel, attempts } = delivery
    report(new Error(`the notice ${id} by ${channel}, attempt ${attempts + 1}: ${outcome.reason}`))
  }
  return outcome
}

export const failure = (reason: string): DeliveryOutcome => ({ isTaken: false, isFinal: false, reason })

/** What became of it, in one commit with its record. */
export async function finish(
  { world, held }: Sending,
  delivery: NoticeDelivery,
  state: 'delivered' | 'failed' | 'withdrawn',
  beside: Beside = async () => {},
): Promise<void> {
  const { notice, channel } = delivery
  const ended = { ...delivery, state, finishedAt: world.clock.now() }
  await held.record(notice.accountId, async (stores) => {
    await stores.notices.setDelivery(ended)
    await beside(stores)
    await stores.audit.append(
      noticeRecord(world, {
        accountId: notice.accountId,
        operation: 'deliverNotice',
        certificateId: notice.certificate.id,
        result: state === 'delivered' ? 'success' : `notice-${state}`,
        after: ended,
      }),
    )
  })
  world.metrics.countNotice(channel, state)
}

/** It will be tried again. */
export async function defer(
  { world, held }: Sending,
  delivery: NoticeDelivery,
  beside: Beside = async () => {},
): Promise<void> {
  await held.record(delivery.notice.accountId, async (stores) => {
    await stores.notices.setDelivery(delivery)
    await beside(stores)
  })
  world.metrics.countNotice(delivery.channel, 'deferred')
}
