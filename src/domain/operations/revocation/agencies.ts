import { DomainError } from '../../model/errors.ts'
import type { Bucket } from '../../ports/buckets.ts'
import type { Call } from '../world.ts'

/**
 * Lets us publish to the account's buckets; returns the agency's id. One is enough: a second call finds the first
 * (API reference 4.1.3.2; client contract 1.2, operations 14 and 17).
 */
export const createAgency = (call: Call): Promise<string> =>
  call.write(async ({ agencies }, tell) => {
    const present = await agencies.find()
    const agency = present ?? { id: call.random.identifier(), createdAt: call.clock.now() }
    if (!present) await agencies.add(agency)
    tell({ kind: 'agency', id: agency.id, after: agency })
    return agency.id
  })

/** Whether there is one (API reference 4.1.3.1). */
export const hasAgency = async (call: Call): Promise<boolean> =>
  (await call.read(({ agencies }) => agencies.find())) !== undefined

/** The buckets that lists can be published to, by name (API reference 4.1.3.3). Throws `bucket-store-failed`. */
export async function listBuckets(call: Call): Promise<readonly Bucket[]> {
  if (!(await hasAgency(call))) {
    throw new DomainError('bucket-store-failed', { reason: 'there is no agency: create one first' })
  }
  return call.buckets.list(call.caller.account.id)
}
