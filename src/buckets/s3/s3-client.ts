import { Buffer } from 'node:buffer'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client as SdkClient,
} from '@aws-sdk/client-s3'
import type { Bucket, ObjectMark, StoredObject } from '../../domain/ports/buckets.ts'
import { contentHash } from '../content-hash.ts'
import { checkSize } from '../refusal.ts'
import { attemptsOf, isAbsence, isDenied, isRefusedCondition } from './failure.ts'
import { readBody } from './read-body.ts'
import type { S3Place } from './s3-place.ts'

/** Two attempts, each given up after so many ms of silence, make a call fail within 10 s. */
const silenceMs = 4_000
const callMs = 9_000
/** An object of 60 MB takes its time, as long as octets flow. */
const transferMs = 45_000

export interface ObjectAddress {
  readonly bucket: string
  readonly key: string
}

/** `replaces`: the version that must be there, `null` for none; absent: whatever is there. */
export interface NewObject {
  readonly content: Uint8Array
  readonly contentType: string
  readonly replaces?: string | null
}

/** The few calls of S3 that we need, with their time limits; throws what the SDK throws. */
export class S3Client {
  readonly #sdk: SdkClient

  constructor({ endpoint, region, isPathStyle, credentials }: S3Place) {
    this.#sdk = new SdkClient({
      endpoint,
      region,
      forcePathStyle: isPathStyle,
      credentials,
      maxAttempts: 2,
      requestHandler: { connectionTimeout: silenceMs, socketTimeout: silenceMs },
      // other stores than Amazon's know neither the newer checksums nor `Expect`; the hash below is signed
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      expectContinueHeader: false,
    })
  }

  async list(): Promise<Bucket[]> {
    const { Buckets = [] } = await this.#sdk.send(new ListBucketsCommand({}), within(callMs))
    return Buckets.map(({ Name = '', CreationDate }) => ({
      name: Name,
      createdAt: CreationDate?.getTime() ?? 0,
    }))
  }

  /** A page of a thousand at a time; undefined where the store refuses to tell. */
  async keys(bucket: string, prefix: string): Promise<string[] | undefined> {
    const keys: string[] = []
    let token: string | undefined
    do {
      const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token })
      try {
        const { Contents = [], NextContinuationToken } = await this.#sdk.send(command, within(callMs))
        for (const { Key = '' } of Contents) keys.push(Key)
        token = NextContinuationToken
      } catch (error) {
        if (isAbsence(error)) return []
        if (isDenied(error)) return undefined
        throw error
      }
    } while (token !== undefined)
    return keys
  }

  async get({ bucket, key }: ObjectAddress): Promise<StoredObject | undefined> {
    const limit = within(transferMs)
    try {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key })
      const { Body, ContentLength = 0, ...head } = await this.#sdk.send(command, limit)
      checkSize(ContentLength)
      const content = await readBody(Body, limit.abortSignal)
      return { ...markOf(head), content, version: versionOf(head.ETag) }
    } catch (error) {
      if (isAbsence(error)) return undefined
      throw error
    }
  }

  /** The object unread; its mark is its version. */
  async find({ bucket, key }: ObjectAddress): Promise<ObjectMark | undefined> {
    try {
      const command = new HeadObjectCommand({ Bucket: bucket, Key: key })
      return markOf(await this.#sdk.send(command, within(callMs)))
    } catch (error) {
      if (isAbsence(error)) return undefined
      throw error
    }
  }

  /** The new version, or null when the store refused because of `replaces`. */
  async put(address: ObjectAddress, object: NewObject): Promise<string | null> {
    try {
      const command = await putCommand(address, object)
      return versionOf((await this.#sdk.send(command, within(transferMs))).ETag)
    } catch (error) {
      if (object.replaces === undefined || !isRefusedCondition(error)) throw error
      // the answer to the first attempt may have been lost: then the second met what the first had written
      const own = attemptsOf(error) > 1 ? await this.get(address) : undefined
      return own && Buffer.compare(own.content, object.content) === 0 ? own.version : null
    }
  }

  async remove({ bucket, key }: ObjectAddress): Promise<void> {
    await this.#sdk.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }), within(callMs))
  }

  /** Calls under way fail. */
  close(): void {
    this.#sdk.destroy()
  }
}

async function putCommand({ bucket, key }: ObjectAddress, { content, contentType, replaces }: NewObject) {
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: content,
    ContentType: contentType,
    ...(replaces === null && { IfNoneMatch: '*' }),
    ...(typeof replaces === 'string' && { IfMatch: replaces }),
  })
  const hash = await contentHash(content)
  command.middlewareStack.add(
    (next) => (call) => {
      // the SDK would hash on the event loop
      const { headers } = call.request as { headers: Record<string, string> }
      headers['x-amz-content-sha256'] = hash
      return next(call)
    },
    { step: 'build', name: 'signedContentHash' },
  )
  return command
}

const within = (ms: number) => ({ abortSignal: AbortSignal.timeout(ms) })

interface ObjectHead {
  readonly ETag?: string | undefined
  readonly LastModified?: Date | undefined
}

const markOf = ({ ETag, LastModified }: ObjectHead): ObjectMark => ({
  mark: versionOf(ETag),
  writtenAt: LastModified?.getTime() ?? null,
})

function versionOf(entityTag: string | undefined): string {
  if (entityTag === undefined) throw new Error('the store names no version of an object')
  return entityTag
}
