import { rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Random } from '../domain/ports/random.ts'
import type { BucketPlace } from './open-buckets.ts'
import type { S3Place } from './s3/s3-place.ts'

/** What came of a real try. */
export interface BucketTrial {
  readonly refusesStaleWrites: boolean
  /** Where a scratch object was written and removed again. */
  readonly writtenTo: string
}

/**
 * Writes a scratch object where revocation lists go, and removes it. Throws an Error with a short clause, without a
 * secret, when that can't be done. Undefined: the folder is not there yet, and the start makes it.
 */
export function tryBuckets(
  place: BucketPlace,
  random: Pick<Random, 'identifier'>,
): Promise<BucketTrial | undefined> {
  const scratch = `chancery-probe-${random.identifier()}`
  return place.kind === 'folder' ? tryFolder(place.folder, scratch) : tryStore(place, scratch)
}

async function tryFolder(folder: string, scratch: string): Promise<BucketTrial | undefined> {
  const path = join(folder, scratch)
  try {
    if (!(await stat(folder)).isDirectory()) throw new Error(`${folder} is no folder`)
    await writeFile(path, 'may be removed\n', { flag: 'wx', mode: 0o600 })
    await rm(path)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new Error(code === undefined ? message : `${folder} can not be written: ${code}`, { cause: error })
  }
  return { refusesStaleWrites: true, writtenTo: folder }
}

const mostTried = 5

/** The first bucket that can be written, as at the start. */
async function tryStore(place: S3Place, scratch: string): Promise<BucketTrial> {
  const { S3Client } = await import('./s3/s3-client.ts')
  const { refusesStaleWrites } = await import('./s3/probe.ts')
  const { reasonOf } = await import('./s3/failure.ts')
  const client = new S3Client(place)
  try {
    const buckets = await client.list()
    let reason = 'the access key sees no bucket'
    for (const { name } of buckets.slice(0, mostTried)) {
      try {
        const isRefused = await refusesStaleWrites(client, { bucket: name, key: scratch })
        return { refusesStaleWrites: isRefused, writtenTo: name }
      } catch (error) {
        reason = `no bucket can be written: ${reasonOf(error)}`
      }
    }
    throw new TrialError(reason)
  } catch (error) {
    // without the cause: what a store answered may quote keys
    throw error instanceof TrialError ? error : new TrialError(reasonOf(error))
  } finally {
    client.close()
  }
}

class TrialError extends Error {
  override readonly name = 'TrialError'
}
