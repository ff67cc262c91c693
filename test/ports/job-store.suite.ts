import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Job, JobStore } from '../../src/domain/ports/job-store.ts'
import type { Open } from './opened.ts'
import { newId, now } from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

export function jobStoreSuite(name: string, open: Open): void {
  suite(`job store on ${name}`, open, (stage) => {
    takingTests(stage)
    holdTests(stage)
    endTests(stage)
    againTests(stage)
    startTests(stage)
  })

  suite(`due jobs on ${name}`, open, (stage) => {
    test('are counted by kind, those that are late beside', async () => {
      for (const [kind, dueAt] of [
        ['tend', now - 61],
        ['tend', now - 60],
        ['tend', now + 1],
        ['look', now],
        ['rest', now + 1],
      ] as const) {
        await enqueue(stage, kind, dueAt, newId())
      }
      const counted = await stage.database.search('', (stores) => stores.jobs.countDue(now, now - 60))
      assert.deepEqual(counted, [
        { kind: 'look', due: 1, overdue: 0 },
        { kind: 'tend', due: 2, overdue: 1 },
      ])
    })
  })
}

const jobs = <Result>({ database }: Stage, work: (store: JobStore) => Promise<Result>) =>
  database.write('', (stores) => work(stores.jobs))

/** Each test has a kind of its own, so that none takes another's jobs. */
const enqueue = (stage: Stage, kind: string, runAfter: number, subject = 'subject') =>
  jobs(stage, (store) => store.enqueue(kind, subject, runAfter))

const take = (stage: Stage, kind: string, owner = 'one', time = now) =>
  jobs(stage, (store) => store.take([kind], owner, time, time + 100))

async function taken(stage: Stage, kind: string, owner = 'one', time = now): Promise<Job> {
  const job = await take(stage, kind, owner, time)
  assert.ok(job)
  return job
}

function takingTests(stage: Stage): void {
  test('takes what is due, and only of the kinds asked for', async () => {
    const kind = newId()
    await enqueue(stage, kind, now)
    assert.equal(await take(stage, newId()), undefined)
    assert.equal(await jobs(stage, (store) => store.take([], 'one', now, now + 100)), undefined)
    assert.equal(await take(stage, kind, 'one', now - 1), undefined)
    const { id, ...job } = await taken(stage, kind)
    assert.deepEqual(job, { kind, subject: 'subject', runAfter: now, attempts: 1, owner: 'one' })
    assert.equal(typeof id, 'number')
  })

  test('takes what waited longest first', async () => {
    const kind = newId()
    for (const [subject, runAfter] of [
      ['b', now - 1],
      ['c', now],
      ['a', now - 2],
    ] as const) {
      await enqueue(stage, kind, runAfter, subject)
    }
    const subjects = [await taken(stage, kind), await taken(stage, kind), await taken(stage, kind)]
    assert.deepEqual(
      subjects.map(({ subject }) => subject),
      ['a', 'b', 'c'],
    )
  })

  test('a second enqueue brings a job forward and never puts it off', async () => {
    const kind = newId()
    for (const runAfter of [now + 10, now + 5, now + 20]) await enqueue(stage, kind, runAfter)
    assert.equal(await take(stage, kind, 'one', now + 4), undefined)
    assert.equal((await taken(stage, kind, 'one', now + 5)).runAfter, now + 5)
    assert.equal(await take(stage, kind, 'one', now + 5), undefined)
  })

  test('what is to be added once neither brings a job forward nor asks for it again', async () => {
    const kind = newId()
    const once = (runAfter: number) => jobs(stage, (store) => store.enqueueOnce(kind, 'subject', runAfter))
    await once(now + 10)
    await once(now)
    assert.equal(await take(stage, kind, 'one', now + 9), undefined)
    const job = await taken(stage, kind, 'one', now + 10)
    await once(now)
    assert.equal(await jobs(stage, (store) => store.finish(job)), true)
    assert.equal(await take(stage, kind, 'one', now + 1e6), undefined)
    await once(now)
    assert.ok(await take(stage, kind))
  })

  test('many takers get each job once', async () => {
    const kind = newId()
    for (let number = 0; number < 10; number += 1) await enqueue(stage, kind, now, `${number}`)
    const takers = Array.from({ length: 30 }, (_, number) => take(stage, kind, `owner ${number}`))
    const subjects = (await Promise.all(takers)).filter((job) => job !== undefined).map((job) => job.subject)
    assert.equal(new Set(subjects).size, subjects.length)
    while (await take(stage, kind)) subjects.push('left')
    assert.equal(subjects.length, 10)
  })
}

function holdTests(stage: Stage): void {
  test('a held job is taken by nobody until its hold ends by itself', async () => {
    const kind = newId()
    await enqueue(stage, kind, now)
    await taken(stage, kind)
    assert.equal(await take(stage, kind, 'two', now + 99), undefined)
    const again = await taken(stage, kind, 'two', now + 100)
    assert.deepEqual([again.owner, again.attempts], ['two', 2])
  })

  test('a renewed hold lasts longer', async () => {
    const kind = newId()
    await enqueue(stage, kind, now)
    const job = await taken(stage, kind)
    assert.equal(await jobs(stage, (store) => store.renew(job, now + 500)), true)
    assert.equal(await take(stage, kind, 'two', now + 499), undefined)
    assert.ok(await take(stage, kind, 'two', now + 500))
  })

  test('an owner whose hold went to another changes nothing', async () => {
    const kind = newId()
    await enqueue(stage, kind, now)
    const stale = await taken(stage, kind, 'one')
    const current = await taken(stage, kind, 'two', now + 100)
    await checkChangesNothing(stage, stale)
    assert.equal(await jobs(stage, (store) => store.renew(current, now + 900)), true)
  })

  test('an earlier attempt of the same owner changes nothing', async () => {
    const kind = newId()
    await enqueue(stage, kind, now)
    const stale = await taken(stage, kind)
    const current = await taken(stage, kind, 'one', now + 100)
    await checkChangesNothing(stage, stale)
    assert.equal(await jobs(stage, (store) => store.finish(current)), true)
  })

  test('an owner that never held the job changes nothing', async () => {
    const kind = newId()
    await enqueue(stage, kind, now)
    await checkChangesNothing(stage, { ...(await taken(stage, kind)), owner: 'two' })
  })

  test('an attempt from before a success changes nothing, though owner and number are the same', async () => {
    const kind = newId()
    await enqueue(stage, kind, now)
    const stale = await taken(stage, kind)
    await jobs(stage, (store) => store.finish(stale, now))
    const current = await taken(stage, kind)
    assert.deepEqual([current.owner, current.attempts], [stale.owner, stale.attempts])
    await checkChangesNothing(stage, stale)
    assert.equal(await jobs(stage, (store) => store.finish(current)), true)
  })
}

async function checkChangesNothing(stage: Stage, stale: Job): Promise<void> {
  const before = await stage.opened.query('select * from job order by id')
  await jobs(stage, async (store) => {
    assert.equal(await store.renew(stale, now + 9999), false)
    assert.equal(await store.fail(stale, now, 'late'), false)
    assert.equal(await store.finish(stale, now), false)
    assert.equal(await store.finish(stale), false)
  })
  assert.deepEqual(await stage.opened.query('select * from job order by id'), before)
}

function endTests(stage: Stage): void {
  test('a finished job is gone, and may be asked for anew', async () => {
    const kind = newId()
    await enqueue(stage, kind, now)
    const job = await taken(stage, kind)
    assert.equal(await jobs(stage, (store) => store.finish(job)), true)
    assert.equal(await take(stage, kind, 'one', now + 1e6), undefined)
    await enqueue(stage, kind, now)
    assert.ok(await take(stage, kind))
  })

  test('a job that finished until later starts over with its attempts', async () => {
    const kind = newId()
    await enqueue(stage, kind, now)
    const job = await taken(stage, kind)
    assert.equal(await jobs(stage, (store) => store.finish(job, now + 50)), true)
    assert.equal(await take(stage, kind, 'one', now + 49), undefined)
    assert.equal((await taken(stage, kind, 'one', now + 50)).attempts, 1)
  })

  test('a failed job is due again with one attempt more, and says what went wrong', async () => {
    const kind = newId()
    await enqueue(stage, kind, now)
    const job = await taken(stage, kind)
    assert.equal(await jobs(stage, (store) => store.fail(job, now + 50, 'no route')), true)
    const rows = await stage.opened.query(`select failure from job where kind = '${kind}'`)
    assert.deepEqual(rows, [{ failure: 'no route' }])
    assert.equal(await take(stage, kind, 'two', now + 49), undefined)
    assert.equal((await taken(stage, kind, 'two', now + 50)).attempts, 2)
  })
}

function againTests(stage: Stage): void {
  const ends = {
    finished: (job: Job) => jobs(stage, (store) => store.finish(job)),
    'finished until later': (job: Job) => jobs(stage, (store) => store.finish(job, now + 1000)),
    failed: (job: Job) => jobs(stage, (store) => store.fail(job, now + 1000, 'failed')),
  }
  for (const [name, end] of Object.entries(ends)) {
    test(`what is asked for while a job runs is done after it ${name}`, async () => {
      const kind = newId()
      await enqueue(stage, kind, now)
      const job = await taken(stage, kind)
      for (const runAfter of [now + 9, now + 7, now + 8]) await enqueue(stage, kind, runAfter)
      assert.equal(await take(stage, kind, 'two', now + 50), undefined)
      assert.equal(await end(job), true)
      assert.equal(await take(stage, kind, 'two', now + 6), undefined)
      assert.ok(await take(stage, kind, 'two', now + 7))
    })
  }

  test('what was asked for is done by the attempt that came after it', async () => {
    const kind = newId()
    await enqueue(stage, kind, now)
    await taken(stage, kind)
    await enqueue(stage, kind, now)
    const later = await taken(stage, kind, 'two', now + 100)
    assert.equal(await jobs(stage, (store) => store.finish(later)), true)
    assert.equal(await take(stage, kind, 'two', now + 1e6), undefined)
  })
}

function startTests(stage: Stage): void {
  test('a start frees what the process before held, but nothing that another node may hold', async () => {
    const kind = newId()
    await enqueue(stage, kind, now)
    const before = await taken(stage, kind, 'one')
    await enqueue(stage, kind, now - 1)
    await jobs(stage, (store) => store.freeAbandoned())
    const after = await take(stage, kind, 'two')
    if (stage.opened.openAnother) assert.equal(after, undefined)
    else {
      assert.deepEqual([after?.owner, after?.runAfter, after?.attempts], ['two', now - 1, 2])
      assert.equal(await jobs(stage, (store) => store.finish(before)), false)
    }
  })
}
