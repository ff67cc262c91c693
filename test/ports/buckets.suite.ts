import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { Buckets } from '../../src/domain/ports/buckets.ts'
import { octets } from './sample-nouns.ts'
import { told, tried } from './tried.ts'

export interface OpenedBuckets {
  /** Those who may write at once: one process of a folder, two nodes of a store. */
  readonly writers: readonly [Buckets, Buckets]
  addBucket(name: string): Promise<void>
  /** Everything below the store's root, also what is no object. */
  everything(): Promise<string[]>
  close(): Promise<void>
}

export const account = '0123456789abcdef0123456789abcdef'
export const crl = { contentType: 'application/pkix-crl' }

/** None of these may lead anywhere. */
const hostileNames = [
  '..',
  '.',
  '',
  '../x',
  'a/../../x',
  '/etc',
  'a\\b',
  'a\0b',
  '.hidden',
  'a b',
  'x'.repeat(200),
]

/** What every store of buckets must do. */
export function bucketsSuite(name: string, open: () => Promise<OpenedBuckets>): void {
  describe(`buckets of ${name}`, () => {
    let opened: OpenedBuckets
    let buckets: Buckets
    let key: string
    let number = 0

    before(async () => {
      opened = await open()
      buckets = opened.writers[0]
      await opened.addBucket('first')
    })
    after(() => opened.close())

    const newKey = () => {
      number += 1
      key = `List_${number}.crl`
      return key
    }
    const read = () => buckets.read(account, 'first', key)
    const write = (content: Uint8Array, replaces: string | null, writer = buckets) =>
      writer.write(account, 'first', key, content, { ...crl, replaces })

    /** What a writer looks into by itself after its start leaves a scratch object for a moment. */
    async function settled(writer: Buckets): Promise<void> {
      newKey()
      await write(octets(1), null, writer)
      while (writer.health().refusesStaleWrites === null) await setImmediate()
    }

    test('are tried without a trace', async () => {
      await Promise.all(opened.writers.map(settled))
      const before = await opened.everything()
      const found = await tried(buckets)
      assert.deepEqual(told(found).slice(-3), ['write fine', 'read fine', 'remove fine'])
      assert.deepEqual(await opened.everything(), before)
    })

    test('lists the buckets by name, with the time of their making', async () => {
      await opened.addBucket('third.of-them')
      await opened.addBucket('second')
      const listed = await buckets.list(account)
      assert.deepEqual(
        listed.map((bucket) => bucket.name),
        ['first', 'second', 'third.of-them'],
      )
      for (const { createdAt } of listed) assert.ok(Math.abs(Date.now() - createdAt) < 3_600_000)
    })

    test('knows which buckets there are', async () => {
      assert.equal(await buckets.has(account, 'first'), true)
      assert.equal(await buckets.has(account, 'other'), false)
    })

    test('prepares nothing where there is a bucket', async () => {
      const former = await buckets.list(account)
      await buckets.prepare(account)
      assert.deepEqual(await buckets.list(account), former)
    })

    test('what was never written is absent, and so is everything in a bucket that is not there', async () => {
      newKey()
      assert.equal(await read(), undefined)
      assert.equal(await buckets.read(account, 'other', 'list.crl'), undefined)
    })

    test('a first object is written once', async () => {
      newKey()
      assert.equal(await write(octets(1, 2, 3), null), true)
      assert.equal(await write(octets(4), null), false)
      assert.deepEqual((await read())?.content, octets(1, 2, 3))
    })

    test('tells the keys that begin so, in their order, however many', async () => {
      for (const name of ['seen-3', 'seen-1', 'other-1', 'seen-2', 'seen-4', 'seen-5']) {
        key = name
        await write(octets(1), null)
      }
      assert.deepEqual(
        await buckets.keys(account, 'first', 'seen-'),
        [1, 2, 3, 4, 5].map((n) => `seen-${n}`),
      )
      assert.deepEqual(await buckets.keys(account, 'first', 'none'), [])
      assert.deepEqual(await buckets.keys(account, 'absent', ''), [])
      assert.deepEqual(await buckets.keys(account, '../first', ''), [])
    })

    test('replaces the version that was read, and no other', async () => {
      newKey()
      await write(octets(1), null)
      const first = await read()
      assert.equal(await write(octets(2), first?.version ?? ''), true)
      assert.equal(await write(octets(3), first?.version ?? ''), false)
      const second = await read()
      assert.deepEqual(second?.content, octets(2))
      assert.notEqual(second?.version, first?.version)
    })

    test('tells an object from the one before it without reading it', async () => {
      newKey()
      const find = () => buckets.find(account, 'first', key)
      assert.equal(await find(), undefined)
      assert.equal(await buckets.find(account, 'other', key), undefined)
      await write(octets(1), null)
      const first = await find()
      assert.deepEqual(await find(), first)
      const { mark, writtenAt, version } = (await read()) ?? {}
      assert.deepEqual({ mark, writtenAt }, first)
      assert.ok(Math.abs(Date.now() - (writtenAt ?? 0)) < 60_000)
      await write(octets(2), version ?? '')
      assert.notEqual((await find())?.mark, mark)
    })

    test('does not replace what is not there', async () => {
      newKey()
      await write(octets(1), null)
      const version = (await read())?.version ?? ''
      newKey()
      assert.equal(await write(octets(2), version), false)
      assert.equal(await read(), undefined)
    })

    test('keeps every octet, of none and of millions', async () => {
      for (const content of [new Uint8Array(), new Uint8Array(randomBytes(5_000_001))]) {
        newKey()
        assert.equal(await write(content, null), true)
        assert.ok(Buffer.from(content).equals((await read())?.content ?? octets(0)))
      }
    })

    test('of two writers over one version exactly one wins, and what it wrote stands', async () => {
      newKey()
      await write(octets(0), null)
      for (let round = 1; round <= 20; round++) {
        const version = (await read())?.version ?? ''
        const [left, right] = await Promise.all(
          opened.writers.map((writer, index) => write(octets(round, index), version, writer)),
        )
        assert.notEqual(left, right, `in round ${round} both were told ${left}`)
        assert.deepEqual((await read())?.content, octets(round, left ? 0 : 1))
      }
    })

    test('readers see the old object or the new one, never a part', async () => {
      newKey()
      const filled = (value: number) => new Uint8Array(1_000_000).fill(value)
      await write(filled(0), null)
      let isWriting = true
      const reading = (async () => {
        while (isWriting) assert.equal(new Set((await read())?.content).size, 1)
      })()
      for (let value = 1; value <= 10; value++) await write(filled(value), (await read())?.version ?? '')
      isWriting = false
      await reading
    })

    test('names that lead elsewhere name nothing, and nothing is made of them', async () => {
      newKey()
      await write(octets(1), null)
      const former = await opened.everything()
      for (const hostile of hostileNames) {
        assert.equal(await buckets.has(account, hostile), false, hostile)
        assert.equal(await buckets.read(account, hostile, key), undefined, hostile)
        assert.equal(await buckets.read(account, 'first', hostile), undefined, hostile)
        assert.equal(await buckets.find(account, hostile, key), undefined, hostile)
        assert.equal(await buckets.find(account, 'first', hostile), undefined, hostile)
        for (const [bucket, to] of [
          [hostile, key],
          ['first', hostile],
        ] as const) {
          const refused = buckets.write(account, bucket, to, octets(2), { ...crl, replaces: null })
          await assert.rejects(refused, { code: 'bucket-store-failed' }, hostile)
        }
      }
      assert.deepEqual(await opened.everything(), former)
    })

    test('a bucket that is not there is not written', async () => {
      const refused = buckets.write(account, 'other', 'list.crl', octets(1), { ...crl, replaces: null })
      await assert.rejects(refused, { code: 'bucket-store-failed' })
      assert.equal(await buckets.has(account, 'other'), false)
    })

    test('is in good health', async () => {
      newKey()
      await write(octets(1), null)
      assert.deepEqual(
        { ...buckets.health(), kind: null },
        { kind: null, refusesStaleWrites: true, failure: null },
      )
    })
  })
}
