import { comingKeyId, type IssuancePurpose } from '../../model/issuance.ts'
import type { OrderNoticeType } from '../../model/order-notice.ts'
import { systemRecord } from '../audit/system-record.ts'
import { noticeOrder } from '../notice/notice-order.ts'
import { afterEvent, type Ordered } from '../order/ordered-certificate.ts'
import { type Carried, type NextLook, presentCarried } from './carried.ts'
import { removeRecords } from './place-records.ts'
import { askForRenewal, retryRenewalMs } from './renewal-times.ts'

const longestReason = 1000

/** Nothing comes of it: what there was before stays, and the reason is told. */
export async function failIssuance(carried: Carried, reason: string): Promise<NextLook> {
  const { world, held, accountId, issuance } = carried
  await removeRecords(world, issuance.proofs)
  await held.record(accountId, async (stores) => {
    const { certificate } = await presentCarried(stores, carried)
    const after = failed(certificate, carried, reason.slice(0, longestReason))
    await stores.hostedCertificates.replace(after)
    await stores.issuances.remove(certificate.id)
    await stores.keys.remove(comingKeyId(certificate.id))
    if (issuance.purpose === 'renewal') {
      await askForRenewal(stores.jobs, accountId, certificate.id, world.clock.now() + retryRenewalMs)
    }
    const act = { method: 'clock', operation: 'failIssuance', kind: 'hosted_certificate', id: certificate.id }
    await stores.audit.append(systemRecord(world, accountId, { ...act, before: certificate, after }))
    const type = noticeTypes[issuance.purpose]
    await noticeOrder(world, stores, accountId, after, { type, reason: after.ordered.failure })
  })
  world.metrics.countIssuance(issuance.purpose, 'failed')
  return undefined
}

const noticeTypes = {
  first: 'ORDER_UNPASSED',
  renewal: 'RENEWAL_FAILED',
  supplement: 'SUPPLEMENT_FAILED',
} as const satisfies Record<IssuancePurpose, OrderNoticeType>

function failed(certificate: Ordered, { world, issuance }: Carried, failure: string): Ordered {
  const now = world.clock.now()
  if (issuance.purpose !== 'renewal') return afterEvent(certificate, 'fail', now, { failure })
  return { ...certificate, ordered: { ...certificate.ordered, failure }, updatedAt: now }
}
