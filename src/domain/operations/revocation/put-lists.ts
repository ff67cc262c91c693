import { type RevocationListHead, readRevocationListHead } from '../../../x509/revocation-list-head.ts'
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
  /** Of the list that was begun before: what lies there with a larger one is none that this database knows. */
  readonly numberBefore: number
  readonly issuer: SigningAuthority
}

export interface PutLists {
  /** The largest number that lies there and that this database never gave out: what one that forgot some is behind of. */
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

/** Replaces what lies there, unless that is news to this database: it may tell of what was revoked and forgotten here. */
async function putList(
  world: World,
  held: HeldJob,
  accountId: string,
  { bucket, name }: RevocationListLocation,
  list: SignedList,
): Promise<number | undefined> {
  const { buckets, faults } = world
  const key = objectName(name)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const stored = await buckets.read(accountId, bucket, key)
    if (stored && Buffer.compare(stored.content, list.der) === 0) return undefined
    const number = stored && (await ownNumber(world, stored, `${bucket}/${key}`, list))
    await held.confirm()
    if (number !== undefined && number > list.numberBefore) return number
    await faults.reach('publish: compared, not written')
    const options = { contentType: 'application/pkix-crl', replaces: stored?.version ?? null }
    if (await buckets.write(accountId, bucket, key, list.der, options)) return undefined
  }
  throw failed(`${bucket}/${key} changes faster than we can write`)
}

/**
 * The number of a list of the same CA. A list of another CA of this database gave the place up; one of a CA that it does
 * not know may be of one that was made after the backup that the database came from: those who hold its certificates
 * still fetch it, so it stays until it ends. What is no list at all is somebody's, and not ours to write over.
 */
async function ownNumber(
  world: World,
  { content }: StoredObject,
  place: string,
  { issuer }: SignedList,
): Promise<number | undefined> {
  const head = readRevocationListHead(content)
  if (!head || !Number.isSafeInteger(head.number)) {
    throw failed(`${place} holds something that is no revocation list of ours`)
  }
  if (isOf(head, issuer)) return head.number
  if (head.nextUpdate <= world.clock.now() || (await isKnown(world, head))) return undefined
  const end = new Date(head.nextUpdate).toISOString()
  throw failed(
    `${place} holds the list of a CA that this database does not know; it stays there until ${end}`,
  )
}

const isOf = (
  { issuerNameDer, authorityKeyIdentifier }: RevocationListHead,
  { subjectNameDer, subjectKeyIdentifier }: SigningAuthority,
): boolean =>
  Buffer.compare(issuerNameDer, subjectNameDer) === 0 &&
  Buffer.compare(authorityKeyIdentifier ?? new Uint8Array(), subjectKeyIdentifier) === 0

const isKnown = (
  { database }: World,
  { issuerNameDer, authorityKeyIdentifier }: RevocationListHead,
): Promise<boolean> =>
  database.read('', ({ publicAuthorities }) =>
    publicAuthorities.isAuthority(issuerNameDer, authorityKeyIdentifier ?? new Uint8Array()),
  )

const failed = (reason: string) => new DomainError('bucket-store-failed', { reason })
