import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import type { Worker } from 'node:worker_threads'
import { RevocationListThread } from '../../src/revocation-list-thread.ts'
import { readRevocationList } from '../../src/x509/parsed-revocation-list.ts'
import { insertManyRevoked } from '../ports/many-revoked.ts'
import { openSqlite } from '../ports/open-sqlite.ts'
import type { Opened } from '../ports/opened.ts'
import { now, ours } from '../ports/sample-nouns.ts'
import { type ListAuthority, makeListAuthority, orderOf, thisUpdate } from './list-authority.ts'
import { fates, whileAlive } from './threads.ts'

const dataKeys = new Map([[1, new Uint8Array(randomBytes(32))]])
const failed = 'certificate-processing-failed'

describe('the thread that makes revocation lists', () => {
  let opened: Opened
  let few: ListAuthority
  let many: ListAuthority
  let lists: RevocationListThread
  let started: Worker[]
  const onWorker = (worker: Worker) => started.push(worker)

  before(async () => {
    opened = await openSqlite()
    few = makeListAuthority(dataKeys, 'EC256')
    many = makeListAuthority(dataKeys, 'EC256')
    await revoke(few, 3)
    await revoke(many, 200_000)
  })
  after(() => opened.close())
  beforeEach(() => {
    started = []
    process.on('worker', onWorker)
    lists = new RevocationListThread({ databaseUrl: opened.url, dataKeys })
  })
  afterEach(async () => {
    await lists.close()
    process.off('worker', onWorker)
  })

  const revoke = ({ authorityId }: ListAuthority, count: number) =>
    opened.query(
      insertManyRevoked(opened.url, {
        accountId: ours,
        issuerId: authorityId,
        count,
        notAfter: now,
        stepMs: 1000,
        revokedAt: now,
      }),
    )

  test('many orders at once are answered each with its own list, by one thread', () =>
    whileAlive(async () => {
      const made = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          lists.make(orderOf(index % 2 === 0 ? few : many, { number: index + 1 })),
        ),
      )
      for (const [index, { der, entries, tookMs }] of made.entries()) {
        assert.equal(entries, index % 2 === 0 ? 3 : 200_000)
        assert.equal(readRevocationList(der, limits).number, BigInt(index + 1))
        assert.ok(tookMs > 0)
      }
      assert.equal(started.length, 1)
    }))

  test('a list has a buffer to itself, whatever its size', () =>
    whileAlive(async () => {
      const { der } = await lists.make(orderOf(few))
      assert.equal(der.buffer.byteLength, der.length)
    }))

  test('an order that fails fails alone, with the code of its fault', () =>
    whileAlive(async () => {
      const { key } = few.authority
      const broken = { ...few.authority, key: { record: key.record, sealed: key.sealed.subarray(0, 60) } }
      const answers = await fates(
        [
          lists.make(orderOf(few, { authority: broken })),
          lists.make(orderOf(few, { authority: many.authority })),
          lists.make(orderOf(few, { accountId: 'b'.repeat(32) })),
          lists.make(orderOf(few, { authorityId: many.authorityId })),
          lists.make(orderOf(few, { nextUpdate: thisUpdate })),
          lists.make(orderOf(few, { number: 0 })),
          lists.make(orderOf(few)).then(({ entries }) => entries),
        ],
        10_000,
      )
      const wrongKey = 'key-processing-failed'
      assert.deepEqual(answers, [wrongKey, wrongKey, wrongKey, wrongKey, failed, failed, 3])
      assert.equal(started.length, 1)
    }))

  test('a thread that dies fails its list alone, and is replaced', () =>
    whileAlive(async () => {
      const orders = [orderOf(many), orderOf(few), orderOf(few)]
      const made = orders.map((order) => lists.make(order).then(({ entries }) => entries))
      const answers = fates(made, 10_000)
      await new Promise((resolve) => setTimeout(resolve, 20))
      await started[0]?.terminate()
      assert.deepEqual(await answers, [failed, 3, 3])
      assert.equal(started.length, 2)
      await started[1]?.terminate()
      assert.equal((await lists.make(orderOf(few))).entries, 3)
      assert.equal(started.length, 3)
    }))

  test('a thread that dies again and again holds nobody up', () =>
    whileAlive(async () => {
      const kill = (worker: Worker) => void worker.terminate()
      process.on('worker', kill)
      const orders = Array.from({ length: 5 }, () => lists.make(orderOf(few)))
      assert.deepEqual(await fates(orders, 10_000), Array(5).fill(failed))
      process.off('worker', kill)
      assert.equal((await lists.make(orderOf(few))).entries, 3)
    }))

  test('an idle thread ends, and the next order starts another', () =>
    whileAlive(async () => {
      const restless = new RevocationListThread({ databaseUrl: opened.url, dataKeys }, 50)
      await restless.make(orderOf(few))
      await new Promise((resolve) => started[0]?.once('exit', resolve))
      assert.equal((await restless.make(orderOf(few))).entries, 3)
      assert.equal(started.length, 2)
      await restless.close()
    }))

  test('a thread at work is not taken for an idle one', () =>
    whileAlive(async () => {
      const restless = new RevocationListThread({ databaseUrl: opened.url, dataKeys }, 5)
      await restless.make(orderOf(few))
      const made = await Promise.all([restless.make(orderOf(many)), restless.make(orderOf(many))])
      assert.deepEqual(
        made.map(({ entries }) => entries),
        [200_000, 200_000],
      )
      await restless.close()
    }))

  test('closing answers what is under way and what waits, and nothing is taken after it', () =>
    whileAlive(async () => {
      await lists.make(orderOf(few))
      const orders = Array.from({ length: 4 }, () => lists.make(orderOf(many)))
      const answers = fates(orders, 2_000)
      await new Promise((resolve) => setTimeout(resolve, 50))
      await lists.close()
      assert.deepEqual(await answers, Array(4).fill(failed))
      assert.deepEqual(await fates([lists.make(orderOf(few))], 2_000), [failed])
      await lists.close()
      assert.equal(started.length, 1)
    }))

  test('a database that is not there is told of', () =>
    whileAlive(async () => {
      const lost = new RevocationListThread({ databaseUrl: `${opened.url}.lost`, dataKeys })
      assert.deepEqual(await fates([lost.make(orderOf(few))], 10_000), ['unexpected'])
      await lost.close()
    }))
})

const limits = { maximumLength: 100_000_000, maximumDepth: 24, maximumElements: 2_000_000 }
