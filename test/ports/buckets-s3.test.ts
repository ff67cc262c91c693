import assert from 'node:assert/strict'
import dns from 'node:dns'
import { createServer, type Socket } from 'node:net'
import { after, before, beforeEach, describe, mock, test } from 'node:test'
import { S3Buckets } from '../../src/buckets/s3/s3-buckets.ts'
import { DomainError } from '../../src/domain/model/errors.ts'
import { systemRandom } from '../../src/system/random.ts'
import { freePort } from '../api/running-server.ts'
import { account, bucketsSuite, crl } from './buckets.suite.ts'
import { type S3Server, startS3Server } from './s3-server.ts'
import { octets } from './sample-nouns.ts'

const now = Date.UTC(2026, 10, 20)
const clock = { now: () => now }

function connect(
  server: Pick<S3Server, 'endpoint' | 'credentials'>,
  changes: { endpoint?: string; isPathStyle?: boolean } = {},
) {
  const { endpoint, credentials } = server
  const place = {
    kind: 's3',
    endpoint,
    region: 'cn-north-4',
    isPathStyle: true,
    credentials,
    ...changes,
  } as const
  return new S3Buckets(place, clock, systemRandom)
}

const addBucket = (server: S3Server, name: string) =>
  server.buckets.set(name, { createdAt: new Date(), objects: new Map() })

bucketsSuite('a store that speaks S3', async () => {
  const server = await startS3Server()
  const writers = [connect(server), connect(server)] as const
  return {
    writers,
    addBucket: async (name) => void addBucket(server, name),
    everything: async () =>
      [...server.buckets].flatMap(([bucket, { objects }]) =>
        [...objects.keys()].map((key) => `${bucket}/${key}`),
      ),
    close: async () => {
      for (const writer of writers) writer.close()
      await server.close()
    },
  }
})

describe('a store that speaks S3', () => {
  let server: S3Server
  const opened: S3Buckets[] = []
  const bucket = 'lists'
  const key = 'list.crl'

  before(async () => {
    server = await startS3Server()
  })
  beforeEach(() => {
    server.behaviour = 'normal'
    server.buckets.clear()
    server.requests.length = 0
    addBucket(server, bucket)
  })
  after(async () => {
    for (const buckets of opened) buckets.close()
    await server.close()
  })

  const open = (...parameters: Parameters<typeof connect>) => {
    const buckets = connect(...parameters)
    opened.push(buckets)
    return buckets
  }
  const write = (buckets: S3Buckets, content: Uint8Array, replaces: string | null) =>
    buckets.write(account, bucket, key, content, { ...crl, replaces })

  /** Until the probe that runs after the start has come to its end. */
  async function settled(buckets: S3Buckets): Promise<S3Buckets> {
    const limit = Date.now() + 10_000
    while (buckets.health().refusesStaleWrites === null && buckets.health().failure === null) {
      assert.ok(Date.now() < limit, 'the probe does not end')
      await new Promise((resolve) => setImmediate(resolve))
    }
    return buckets
  }

  async function fails(call: Promise<unknown>, reason: RegExp): Promise<void> {
    await assert.rejects(call, (error: unknown) => {
      assert.ok(error instanceof DomainError)
      assert.equal(error.code, 'bucket-store-failed')
      assert.match(error.facts.reason ?? '', reason)
      const told = `${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`
      assert.ok(!/AKIDTEST|the secret|127\.0\.0\.1/.test(told), told)
      return true
    })
  }

  test('finds out at its start whether versions are compared, and takes its scratch object away', async () => {
    const buckets = await settled(open(server))
    assert.equal(buckets.health().refusesStaleWrites, true)
    while (server.requests.at(-1)?.startsWith('PUT')) await new Promise((resolve) => setImmediate(resolve))
    assert.equal(server.buckets.get(bucket)?.objects.size, 0)
  })

  for (const behaviour of ['ignores-conditions', 'ignores-if-none-match', 'knows-no-conditions'] as const) {
    test(`looks before it writes where the store ${behaviour}; in one process one writer wins`, async () => {
      server.behaviour = behaviour
      const buckets = await settled(open(server))
      assert.equal(buckets.health().refusesStaleWrites, false)
      assert.equal(await write(buckets, octets(1), null), true)
      assert.equal(await write(buckets, octets(2), null), false)
      const version = (await buckets.read(account, bucket, key))?.version ?? ''
      const results = await Promise.all([3, 4].map((value) => write(buckets, octets(value), version)))
      assert.deepEqual(results, [true, false])
      assert.deepEqual((await buckets.read(account, bucket, key))?.content, octets(3))
      assert.equal(await write(buckets, octets(5), version), false)
    })
  }

  test('an answer that was lost on its way is no other writer’s work', async () => {
    const buckets = await settled(open(server))
    server.behaviour = 'loses-an-answer'
    assert.equal(await write(buckets, octets(1), null), true)
    const version = (await buckets.read(account, bucket, key))?.version ?? ''
    server.behaviour = 'loses-an-answer'
    assert.equal(await write(buckets, octets(2), version), true)
    assert.equal(await write(buckets, octets(3), version), false)
  })

  test('says what it writes', async () => {
    const buckets = await settled(open(server))
    await write(buckets, octets(1), null)
    assert.equal(server.buckets.get(bucket)?.objects.get(key)?.contentType, 'application/pkix-crl')
  })

  test('makes no bucket, and lists none with a name that we would not write', async () => {
    server.buckets.clear()
    addBucket(server, 'Upper_Case')
    const buckets = open(server)
    await buckets.prepare()
    assert.deepEqual(await buckets.list(), [])
  })

  test('names the bucket in the path or in the host', async () => {
    const lookup = mock.method(dns, 'lookup', (_host: string, options: unknown, answer: Answer) => {
      const isAll = (options as { all?: boolean }).all
      return isAll ? answer(null, [{ address: '127.0.0.1', family: 4 }]) : answer(null, '127.0.0.1', 4)
    })
    try {
      const endpoint = `http://store.test:${server.port}`
      const buckets = await settled(open(server, { endpoint, isPathStyle: false }))
      assert.equal(buckets.health().refusesStaleWrites, true)
      assert.equal(await write(buckets, octets(1), null), true)
      const hosts = new Set(lookup.mock.calls.map((call) => call.arguments[0]))
      assert.deepEqual([...hosts].sort(), ['lists.store.test', 'store.test'])
    } finally {
      lookup.mock.restore()
    }
  })

  test('a store that is down, first at the start and then no more', async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`
    const buckets = await settled(open(server, { endpoint }))
    const unreachable = /^the object store could not be reached \(ECONNREFUSED\)$/
    await fails(buckets.list(), unreachable)
    await fails(buckets.read(account, bucket, key), unreachable)
    await fails(write(buckets, octets(1), null), unreachable)
    const { failure, refusesStaleWrites } = buckets.health()
    assert.deepEqual([failure?.since, refusesStaleWrites], [now, null])
    assert.match(failure?.reason ?? '', unreachable)
  })

  test('a store that was ill at the start is asked again by the first write', async () => {
    server.behaviour = 'answers-500'
    const buckets = await settled(open(server))
    await fails(buckets.list(), /^the object store answered 500 \(InternalError\)$/)
    server.behaviour = 'normal'
    assert.equal(await write(buckets, octets(1), null), true)
    await buckets.list()
    assert.deepEqual(buckets.health(), { kind: 's3', refusesStaleWrites: true, failure: null })
  })

  test('a store that closes the connection without an answer', async () => {
    const buckets = await settled(open(server))
    server.behaviour = 'hangs-up'
    await fails(buckets.list(), /^the object store could not be reached \(ECONNRESET\)$/)
  })

  test('a store that answers 500 is asked twice, not more', async () => {
    const buckets = await settled(open(server))
    server.behaviour = 'answers-500'
    for (const call of [
      () => buckets.list(),
      () => buckets.read(account, bucket, key),
      () => write(buckets, octets(1), null),
    ]) {
      server.requests.length = 0
      await fails(call(), /answered 500/)
      assert.equal(server.requests.length, 2)
    }
  })

  test('a key that the store does not know, and one that does not fit', async () => {
    const { accessKeyId } = server.credentials
    for (const [credentials, reason] of [
      [
        { accessKeyId: 'ANOTHER', secretAccessKey: 'the secret' },
        /refused the access key \(InvalidAccessKeyId\)/,
      ],
      [{ accessKeyId, secretAccessKey: 'the secret' }, /refused the access key \(SignatureDoesNotMatch\)/],
    ] as const) {
      const buckets = await settled(open({ ...server, credentials }))
      await fails(buckets.list(), reason)
      await fails(write(buckets, octets(1), null), reason)
      assert.match(buckets.health().failure?.reason ?? '', reason)
    }
    assert.equal(server.buckets.get(bucket)?.objects.size, 0)
  })

  test('a silent store, one that takes no connections and one that stalls fail within 10 s', async () => {
    const buckets = await settled(open(server))
    await write(buckets, new Uint8Array(10_000), null)
    // takes connections, and never reads what comes
    const deaf = createServer({ pauseOnConnect: true })
    const connections: Socket[] = []
    deaf.on('connection', (socket) => connections.push(socket))
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve))
    const address = deaf.address()
    const port = typeof address === 'object' ? address?.port : 0
    const unheard = open(server, { endpoint: `http://127.0.0.1:${port}` })
    server.behaviour = 'stalls'
    const stalled = buckets.read(account, bucket, key)
    await new Promise((resolve) => setTimeout(resolve, 200))
    server.behaviour = 'silent'

    const startedAt = Date.now()
    const late = /^the object store did not answer in time$/
    await Promise.all([
      fails(stalled, late),
      fails(buckets.list(), late),
      fails(buckets.read(account, bucket, 'other.crl'), late),
      fails(write(buckets, new Uint8Array(20_000_000), null), late),
      fails(unheard.list(), late),
      fails(write(unheard, new Uint8Array(20_000_000), null), late),
    ])
    const passedMs = Date.now() - startedAt
    assert.ok(passedMs < 10_000, `it took ${passedMs} ms`)
    for (const socket of connections) socket.destroy()
    await new Promise((resolve) => deaf.close(resolve))
  })
})

type Answer = (error: null, address: string | { address: string; family: number }[], family?: number) => void
