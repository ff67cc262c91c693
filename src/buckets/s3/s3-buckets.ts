import { StepFault } from '../../domain/model/step-fault.ts'
import type { Bucket, BucketHealth, Buckets, ObjectMark, StoredObject } from '../../domain/ports/buckets.ts'
import type { Clock } from '../../domain/ports/clock.ts'
import type { ConnectionFact, Trial } from '../../domain/ports/connection.ts'
import type { Random } from '../../domain/ports/random.ts'
import { isBucketName, isKey } from '../names.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import { refusal } from '../refusal.ts'
import { StoreCalls } from '../store-calls.ts'
import { type Scratch, scratchContent, tryScratch } from '../try-scratch.ts'
import { reasonOf } from './failure.ts'
import { refusesStaleWrites } from './probe.ts'
import { type NewObject, type ObjectAddress, S3Client } from './s3-client.ts'
import type { S3Place } from './s3-place.ts'

/** Buckets that the probe at start tries until one lets us write. */
const probedBuckets = 5

/**
 * Buckets of a store that speaks S3, OBS among them: those that the access key may list, for every account. Where the
 * store honours conditions on writes, it compares versions itself. Where it does not, this process looks before it
 * writes, one write of an object at a time; two nodes may then overwrite each other.
 */
export class S3Buckets implements Buckets {
  readonly type = 's3'
  readonly facts: readonly ConnectionFact[]
  readonly #client: S3Client
  readonly #calls: StoreCalls
  readonly #random: Pick<Random, 'identifier'>
  readonly #writers = new OneAtATime()
  #refusesStaleWrites: boolean | null = null

  constructor(place: S3Place, clock: Pick<Clock, 'now'>, random: Pick<Random, 'identifier'>) {
    this.facts = [
      { name: 'endpoint', value: place.endpoint },
      { name: 'region', value: place.region },
    ]
    this.#client = new S3Client(place)
    this.#calls = new StoreCalls(clock, reasonOf)
    this.#random = random
    // the start does not wait for a store; health tells what came of it
    this.#probeAtStart().catch(() => undefined)
  }

  list(): Promise<Bucket[]> {
    return this.#calls.make('reading', async () => {
      const buckets = (await this.#client.list()).filter(({ name }) => isBucketName(name))
      return buckets.sort((left, right) => (left.name < right.name ? -1 : 1))
    })
  }

  async has(_accountId: string, bucket: string): Promise<boolean> {
    return (await this.list()).some(({ name }) => name === bucket)
  }

  /** Making buckets is the operator's: names are shared with the whole world, and cost money. */
  async prepare(): Promise<void> {}

  async withdraw(): Promise<void> {}

  async keys(_accountId: string, bucket: string, prefix: string): Promise<string[] | undefined> {
    if (!isBucketName(bucket)) return []
    const keys = await this.#calls.make('reading', () => this.#client.keys(bucket, prefix))
    return keys?.filter(isKey).sort()
  }

  async find(_accountId: string, bucket: string, key: string): Promise<ObjectMark | undefined> {
    if (!isBucketName(bucket) || !isKey(key)) return undefined
    return this.#calls.make('reading', () => this.#client.find({ bucket, key }))
  }

  async read(_accountId: string, bucket: string, key: string): Promise<StoredObject | undefined> {
    if (!isBucketName(bucket) || !isKey(key)) return undefined
    return this.#calls.make('reading', () => this.#client.get({ bucket, key }))
  }

  write(
    _accountId: string,
    bucket: string,
    key: string,
    content: Uint8Array,
    { contentType, replaces }: { contentType: string; replaces: string | null },
  ): Promise<boolean> {
    return this.#writers.run(`${bucket}/${key}`, async () => {
      if (!isBucketName(bucket) || !isKey(key)) throw refusal('there is no such bucket, or no such key')
      const address = { bucket, key }
      return this.#calls.make('writing', () => this.#replace(address, { content, contentType, replaces }))
    })
  }

  async try(trial: Trial): Promise<void> {
    let found: readonly Bucket[] = []
    await trial.step({
      name: 'buckets',
      advice: 'check CHANCERY_BUCKETS_URL and the access key, and make a bucket where there is none',
      work: async () => {
        found = await this.list()
        if (found.length === 0) throw new StepFault('the access key sees no bucket')
        return `the access key sees ${found.length} buckets`
      },
    })
    const advice =
      'let the access key read, write and delete objects in the buckets that revocation lists go to'
    await tryScratch(trial, this.#scratch(found), advice)
  }

  health(): BucketHealth {
    const failure = this.#calls.failure
    return { kind: 's3', refusesStaleWrites: this.#refusesStaleWrites, failure }
  }

  close(): void {
    this.#client.close()
  }

  async #replace(address: ObjectAddress, object: Required<NewObject>): Promise<boolean> {
    if (await this.#guards(address.bucket)) return (await this.#client.put(address, object)) !== null
    const present = await this.#client.find(address)
    if ((present?.mark ?? null) !== object.replaces) return false
    const { content, contentType } = object
    await this.#client.put(address, { content, contentType })
    return true
  }

  /** Whether the store compares versions; asked once, in the bucket that is to be written if not at start. */
  async #guards(bucket: string): Promise<boolean> {
    this.#refusesStaleWrites ??= await refusesStaleWrites(this.#client, this.#scratchIn(bucket))
    return this.#refusesStaleWrites
  }

  async #probeAtStart(): Promise<void> {
    for (const { name } of (await this.list()).slice(0, probedBuckets)) {
      const isAnswered = await this.#calls
        .make('writing', () => this.#guards(name))
        .then(
          () => true,
          () => false,
        )
      if (isAnswered) return
    }
  }

  /** In the first bucket that lets us write. */
  #scratch(buckets: readonly Bucket[]): Scratch {
    let written = this.#scratchIn('')
    const content = { content: scratchContent, contentType: 'text/plain' }
    return {
      write: async () => {
        let failure: unknown
        for (const { name } of buckets.slice(0, probedBuckets)) {
          written = this.#scratchIn(name)
          try {
            await this.#calls.make('writing', () => this.#client.put(written, content))
            return ` to the bucket ${name}`
          } catch (error) {
            failure = error
          }
        }
        throw failure
      },
      read: () => this.#calls.make('reading', async () => (await this.#client.get(written))?.content),
      remove: () => this.#calls.make('writing', () => this.#client.remove(written)),
    }
  }

  /** Named by chance, because another node may probe at the same time. */
  #scratchIn(bucket: string): ObjectAddress {
    return { bucket, key: `chancery-probe-${this.#random.identifier()}` }
  }
}
