import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SignedBlock } from '../../src/domain/model/audit-block.ts'
import type { TrailReader, TrailStore } from '../../src/domain/ports/trail-store.ts'
import type { Open } from './opened.ts'
import { anAuditRecord, now, octets } from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

export function trailStoreSuite(name: string, open: Open): void {
  suite(`audit trail on ${name}`, open, (stage) => {
    sealingTests(stage)
    blockTests(stage)
  })
  suite(`removal from the audit trail on ${name}`, open, removalTests)
  suite(`keys and sinks of the audit trail on ${name}`, open, (stage) => {
    keyTests(stage)
    sinkTests(stage)
  })
}

const read = <Result>({ database }: Stage, work: (trail: TrailReader) => Promise<Result>) =>
  database.read('', ({ trail }) => work(trail))

const write = <Result>({ database }: Stage, work: (trail: TrailStore) => Promise<Result>) =>
  database.write('', ({ trail }) => work(trail))

const append = ({ database }: Stage, operation: string) =>
  database.write('', ({ audit }) => audit.append(anAuditRecord({ operation })))

const aBlock = (changes: Partial<SignedBlock> = {}): SignedBlock => ({
  number: 1,
  firstPosition: 1,
  count: 2,
  previousHash: '0'.repeat(64),
  recordsHash: 'a'.repeat(64),
  removedThrough: 0,
  sealedAt: now,
  keyId: 'key',
  signature: octets(1, 2, 3),
  ...changes,
})

const operationsIn = async (stage: Stage, afterPosition: number) =>
  (await read(stage, (trail) => trail.listRecords(afterPosition, 10))).map(({ position, operation }) => [
    position,
    operation,
  ])

function sealingTests(stage: Stage): void {
  test('records come unsealed, in the order in which they were written', async () => {
    for (const operation of ['one', 'two', 'three', 'four']) await append(stage, operation)
    const unsealed = await read(stage, (trail) => trail.listUnsealed(3))
    assert.deepEqual(
      unsealed.map(({ record }) => record.operation),
      ['one', 'two', 'three'],
    )
    assert.equal(await read(stage, (trail) => trail.countUnsealed()), 4)
    assert.deepEqual(await operationsIn(stage, 0), [])
  })

  test('sealing gives positions without gaps, also over gaps of what was sealed', async () => {
    const unsealed = await read(stage, (trail) => trail.listUnsealed(4))
    const [one = 0, two = 0, three = 0, four = 0] = unsealed.map(({ sequence }) => sequence)
    await write(stage, (trail) => trail.seal(aBlock(), [one, three]))
    await write(stage, (trail) => trail.seal(aBlock({ number: 2, firstPosition: 3 }), [two, four]))
    assert.deepEqual(await operationsIn(stage, 0), [
      [1, 'one'],
      [2, 'three'],
      [3, 'two'],
      [4, 'four'],
    ])
    assert.deepEqual(await operationsIn(stage, 3), [[4, 'four']])
    assert.equal(await read(stage, (trail) => trail.countUnsealed()), 0)
  })

  test('a record that is gone, or sealed already, undoes the whole block', async () => {
    await append(stage, 'five')
    const [five] = await read(stage, (trail) => trail.listUnsealed(1))
    assert.ok(five)
    const block = aBlock({ number: 3, firstPosition: 5 })
    for (const sequences of [
      [five.sequence, five.sequence + 1],
      [five.sequence - 1, five.sequence],
    ]) {
      await assert.rejects(write(stage, (trail) => trail.seal(block, sequences)))
    }
    assert.equal(await read(stage, (trail) => trail.countUnsealed()), 1)
    assert.equal((await read(stage, (trail) => trail.lastBlock()))?.number, 2)
  })
}

function blockTests(stage: Stage): void {
  test('blocks are as they were added, in order of their numbers', async () => {
    const [first, second] = await read(stage, (trail) => trail.listBlocks(0, 10))
    assert.deepEqual(first, aBlock())
    assert.deepEqual(second, aBlock({ number: 2, firstPosition: 3 }))
    assert.deepEqual(await read(stage, (trail) => trail.listBlocks(1, 10)), [second])
    assert.deepEqual(await read(stage, (trail) => trail.listBlocks(0, 1)), [first])
    assert.deepEqual(await read(stage, (trail) => trail.lastBlock()), second)
    assert.deepEqual(await read(stage, (trail) => trail.findBlock(1)), first)
    assert.equal(await read(stage, (trail) => trail.findBlock(9)), undefined)
    assert.deepEqual(await write(stage, (trail) => trail.lockEnd()), second)
  })

  test('no two blocks have one number', async () => {
    const [five] = await read(stage, (trail) => trail.listUnsealed(1))
    const twin = aBlock({ firstPosition: 5, count: 1 })
    await assert.rejects(write(stage, (trail) => trail.seal(twin, [five?.sequence ?? 0])))
  })

  test('the first block since a time is found', async () => {
    const late = aBlock({ number: 3, firstPosition: 5, count: 0, sealedAt: now + 10 })
    await write(stage, (trail) => trail.seal(late, []))
    const since = (number: number, time: number) =>
      read(stage, async (trail) => (await trail.firstBlockSince(number, time))?.number)
    assert.equal(await since(0, now), 1)
    assert.equal(await since(1, now), 2)
    assert.equal(await since(0, now + 1), 3)
    assert.equal(await since(0, now + 11), undefined)
  })
}

function removalTests(stage: Stage): void {
  test('sealed records are removed from the first on, so many at a time; what is not sealed never', async () => {
    for (const operation of ['one', 'two', 'three', 'four']) await append(stage, operation)
    const unsealed = await read(stage, (trail) => trail.listUnsealed(3))
    const sequences = unsealed.map(({ sequence }) => sequence)
    await write(stage, (trail) => trail.seal(aBlock({ count: 3 }), sequences))
    const remove = (position: number, limit: number) =>
      write(stage, (trail) => trail.removeRecords(position, limit))
    assert.equal(await remove(2, 1), 1)
    assert.deepEqual(await operationsIn(stage, 0), [
      [2, 'two'],
      [3, 'three'],
    ])
    assert.equal(await remove(2, 9), 1)
    assert.equal(await remove(2, 9), 0)
    assert.equal(await remove(99, 9), 1)
    assert.equal(await read(stage, (trail) => trail.countUnsealed()), 1)
    assert.equal((await read(stage, (trail) => trail.lastBlock()))?.number, 1)
  })
}

function keyTests(stage: Stage): void {
  test('the key that was added last is found, and every key by its id', async () => {
    const older = { id: 'b', publicKeyDer: octets(1), sealed: octets(2) }
    const newer = { id: 'a', publicKeyDer: octets(3), sealed: octets(4) }
    assert.equal(await write(stage, (trail) => trail.lockKey()), undefined)
    await write(stage, (trail) => trail.addKey(older, now))
    await write(stage, (trail) => trail.addKey(newer, now + 1))
    assert.deepEqual(await read(stage, (trail) => trail.lastKey()), newer)
    assert.deepEqual(await write(stage, (trail) => trail.lockKey()), newer)
    assert.deepEqual(await read(stage, (trail) => trail.findKey('b')), older)
    assert.equal(await read(stage, (trail) => trail.findKey('c')), undefined)
    assert.equal(await read(stage, (trail) => trail.findSuccession('a')), undefined)
  })

  test('a key takes another’s place, whatever the clock says, and the other can sign no more', async () => {
    const next = { id: 'd', publicKeyDer: octets(5), sealed: octets(6) }
    const succession = { keyId: 'd', formerKeyId: 'a', afterBlock: 7, signature: octets(8) }
    await write(stage, (trail) => trail.replaceKey(next, succession, now - 1000))
    assert.deepEqual((await read(stage, (trail) => trail.findKey('a')))?.sealed, octets())
    assert.deepEqual(await read(stage, (trail) => trail.findSuccession('d')), succession)
    assert.equal((await read(stage, (trail) => trail.lastKey()))?.id, 'b')
    await assert.rejects(
      write(stage, (trail) => trail.replaceKey({ ...next, id: 'e' }, { ...succession, keyId: 'e' }, now)),
    )
  })
}

function sinkTests(stage: Stage): void {
  test('each sink has a place of its own', async () => {
    const position = (name: string) => read(stage, (trail) => trail.sinkPosition(name))
    assert.equal(await position('one'), 0)
    await write(stage, (trail) => trail.setSinkPosition('one', 7))
    await write(stage, (trail) => trail.setSinkPosition('two', 1))
    await write(stage, (trail) => trail.setSinkPosition('one', 9))
    assert.deepEqual([await position('one'), await position('two')], [9, 1])
  })
}
