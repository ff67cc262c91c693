import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { HeldJob } from '../../src/domain/operations/jobs/held-job.ts'
import { JobLanes } from '../../src/domain/operations/jobs/run-due-jobs.ts'
import type { World } from '../../src/domain/operations/world.ts'
import { startServer } from '../api/running-server.ts'
import { minuteMs } from '../api/test-clock.ts'
import { newId } from '../ports/sample-nouns.ts'

/** A node whose work waits where a transfer would, until the test lets it go on. */
interface WorkingNode {
  readonly begun: Promise<HeldJob>
  readonly isBegun: () => boolean
  readonly goOn: () => void
  readonly reported: readonly string[]
  readonly lanes: JobLanes
}

await suite('a job that takes its time', async () => {
  const server = await startServer()
  after(() => server.close())
  const { world, clock } = server
  const { jobHoldMs } = world.settings

  test('is kept from other nodes for as long as this one works on it', async () => {
    const kind = await due(world)
    const [slow, other] = [node(world, kind), node(world, kind)]
    slow.lanes.look()
    const held = await slow.begun
    for (let passed = 0; passed < 3 * jobHoldMs; passed += jobHoldMs / 2) {
      clock.advance(jobHoldMs / 2)
      await look(world, slow)
      await look(world, other)
    }
    assert.equal(other.isBegun(), false)
    await held.confirm()
    slow.goOn()
  })

  test('is taken over from a node that fell silent, whose results count no more', async () => {
    const kind = await due(world)
    const [silent, other] = [node(world, kind), node(world, kind)]
    silent.lanes.look()
    const held = await silent.begun
    clock.advance(jobHoldMs)
    other.lanes.look()
    const taken = await other.begun
    await look(world, silent)
    await assert.rejects(held.confirm(), /no longer ours/)
    const write = held.record('', ({ jobs }) => jobs.enqueue(kind, 'another', clock.now()))
    await assert.rejects(write, /no longer ours/)
    await taken.confirm()
    silent.goOn()
    other.goOn()
    await settle(world)
    assert.equal(await take(world, kind), undefined)
  })

  test('and comes to no end gives its lane back, and is begun anew', async () => {
    const kind = await due(world)
    const stuck = node(world, kind)
    stuck.lanes.look()
    const held = await stuck.begun
    for (let passed = 0; passed <= 30 * minuteMs && stuck.reported.length === 0; passed += jobHoldMs / 2) {
      clock.advance(jobHoldMs / 2)
      await look(world, stuck)
    }
    stuck.lanes.stop()
    assert.match(stuck.reported.join(), new RegExp(`${kind}.* takes too long`))
    await assert.rejects(held.confirm(), /no longer ours/)
    clock.advance(minuteMs)
    const other = node(world, kind)
    other.lanes.look()
    await (await other.begun).confirm()
    stuck.goOn()
    other.goOn()
  })

  test('is nobody’s once it is done, however late it was looked at', async () => {
    const kind = await due(world)
    const quick = node(world, kind)
    quick.lanes.look()
    await quick.begun
    clock.advance(jobHoldMs / 2)
    quick.lanes.look()
    quick.goOn()
    await settle(world)
    clock.advance(jobHoldMs)
    await look(world, quick)
    assert.equal(await take(world, kind), undefined)
  })
})

/** A job of a kind of its own, so that only the nodes of one test look for it. */
async function due({ database, clock }: World): Promise<string> {
  const kind = newId()
  await database.write('', ({ jobs }) => jobs.enqueue(kind, '', clock.now()))
  return kind
}

function node(world: World, kind: string): WorkingNode {
  const { promise: begun, resolve: begin } = Promise.withResolvers<HeldJob>()
  const { promise: gate, resolve: goOn } = Promise.withResolvers<void>()
  let isBegun = false
  const work = async (_world: World, held: HeldJob) => {
    isBegun = true
    begin(held)
    await gate
    return undefined
  }
  const reported: string[] = []
  const report = (error: unknown) => void reported.push(String(error))
  const lanes = new JobLanes(world, { [kind]: work }, { owner: newId(), report })
  return { begun, isBegun: () => isBegun, goOn, reported, lanes }
}

async function look(world: World, { lanes }: WorkingNode): Promise<void> {
  lanes.look()
  await settle(world)
}

/** Writes follow each other: what was asked for before has been done, and what came of it. */
async function settle({ database }: World): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await database.write('', async () => {})
}

function take({ database, clock }: World, kind: string) {
  return database.write('', ({ jobs }) => jobs.take([kind], 'test', clock.now(), clock.now() + 1))
}
