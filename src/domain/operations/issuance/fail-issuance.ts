import { comingKeyId } from '../../model/issuance.ts'
import { systemRecord } from '../audit/system-record.ts'
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
  })
  return undefined
}

function failed(certificate: Ordered, { world, issuance }: Carried, failure: string): Ordered {
  const now = world.clock.now()
  if (issuance.purpose !== 'renewal') return afterEvent(certificate, 'fail', now, { failure })
  return { ...certificate, ordered: { ...certificate.ordered, failure }, updatedAt: now }
}
