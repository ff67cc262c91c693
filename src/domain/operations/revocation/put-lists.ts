import { readRevocationListHead } from '../../../x509/revocation-list-head.ts'
import { DomainError } from '../../model/errors.ts'
import { objectName, type RevocationListLocation } from '../../model/revocation-list.ts'
import type { StoredObject } from '../../ports/buckets.ts'
import type { SigningAuthority } from '../../ports/issuer.ts'
import type { HeldJob } from '../jobs/held-job.ts'
import type { World } from '../world.ts'
import type { PlaceFailure } from './list-outages.ts'

/** A signed list, ready to be written. */
export interface SignedList {
  readonly der: Uint8Array
  readonly number: number
  readonly issuer: SigningAuthority
}

export interface PutLists {
  /** The largest number that lies there and is not smaller than the list's own: what a database that forgot some is behind of. */
  readonly newest: number | undefined
  /** Places that did not take it. */
  readonly failures: readonly PlaceFailure[]
}

/** Writes the list to every location; one whose store fails does not keep it from the others. */
export async function putLists(
  world: World,
  held: HeldJob,
  accountId: string,
  locations: readonly RevocationListLocation[],
  list: SignedList,
): Promise<PutLists> {
  const failures: PlaceFailure[] = []
  let newest: number | undefined
  for (const location of locations) {
    try {
      const found = await putList(world, held, accountId, location, list)
      if (found !== undefined) newest = Math.max(newest ?? 0, found)
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'bucket-store-failed') throw error
      failures.push({ location, reason: error.message })
    }
  }
  return { newest, failures }
}

/** Somebody else may have written meanwhile: then their list is looked at, too. */
const attempts = 3

/** Replaces what lies there, unless that is newer: an older list must never stand in for a newer one. */
async function putList(
  { buckets, faults }: World,
  held: HeldJob,
  accountId: string,
  { bucket, name }: RevocationListLocation,
  list: SignedList,
): Promise<number | undefined> {
  const key = objectName(name)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const stored = await buckets.read(accountId, bucket, key)
    if (stored && Buffer.compare(stored.content, list.der) === 0) return undefined
    const number = stored && ownNumber(stored, `${bucket}/${key}`, list)
    await held.confirm()
    if (number !== undefined && number >= list.number) return number
    await faults.reach('publish: compared, not written')
    const options = { contentType: 'application/pkix-crl', replaces: stored?.version ?? null }
    if (await buckets.write(accountId, bucket, key, list.der, options)) return undefined
  }
  throw failed(`${bucket}/${key} changes faster than we can write`)
}

/**
 * The number of a list of the same CA. A list of another CA gave the place up; what is no list at all is somebody's, and
 * not ours to write over.
 */
function ownNumber({ content }: StoredObject, place: string, { issuer }: SignedList): number | undefined {
  const head = readRevocationListHead(content)
  if (!head || !Number.isSafeInteger(head.number)) {
    throw failed(`${place} holds something that is no revocation list of ours`)
  }
  const isOwn =
    Buffer.compare(head.issuerNameDer, issuer.subjectNameDer) === 0 &&
    Buffer.compare(head.authorityKeyIdentifier ?? new Uint8Array(), issuer.subjectKeyIdentifier) === 0
  return isOwn ? head.number : undefined
}

const failed = (reason: string) => new DomainError('bucket-store-failed', { reason })
