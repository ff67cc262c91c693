import { readRevocationListNumber } from '../../../x509/revocation-list-number.ts'
import { DomainError } from '../../model/errors.ts'
import { objectName, type RevocationListLocation } from '../../model/revocation-list.ts'
import type { HeldJob } from '../jobs/run-due-jobs.ts'
import type { World } from '../world.ts'

/** A signed list, ready to be written. */
export interface SignedList {
  readonly der: Uint8Array
  readonly number: number
}

/**
 * Writes the list to every location; one that fails does not keep it from the others. Throws what the first failure
 * was, when all have been tried.
 */
export async function putLists(
  world: World,
  held: HeldJob,
  accountId: string,
  locations: readonly RevocationListLocation[],
  list: SignedList,
): Promise<void> {
  const failures: unknown[] = []
  for (const location of locations) {
    try {
      await putList(world, held, accountId, location, list)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}

/** Somebody else may have written meanwhile: then their list is looked at, too. */
const attempts = 3

/** Replaces what lies there, unless that is newer: an older list must never stand in for a newer one. */
async function putList(
  { buckets, faults }: World,
  held: HeldJob,
  accountId: string,
  { bucket, name }: RevocationListLocation,
  { der, number }: SignedList,
): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const stored = await buckets.read(accountId, bucket, objectName(name))
    if (stored && (readRevocationListNumber(stored.content) ?? -1) >= number) return
    await held.confirm()
    await faults.reach('publish: compared, not written')
    const options = { contentType: 'application/pkix-crl', replaces: stored?.version ?? null }
    if (await buckets.write(accountId, bucket, objectName(name), der, options)) return
  }
  throw new DomainError('bucket-store-failed', {
    reason: `${bucket}/${name} changes faster than we can write`,
  })
}
