import assert from 'node:assert/strict'
import { copyFile } from 'node:fs/promises'
import { type TestContext, test } from 'node:test'
import { CompiledQuery } from 'kysely'
import { ReaderThreads } from '../../src/storage/engines/sqlite/reader-threads.ts'
import { migratedFile } from './open-sqlite.ts'

const one = CompiledQuery.raw('select 1 as one')
const broken = CompiledQuery.raw('select n from nowhere')
/** Takes some hundred milliseconds. */
const long = CompiledQuery.raw(`with recursive number(n) as
  (select 1 union all select n + 1 from number where n < 2000000) select count(*) as count from number`)

async function openThreads(t: TestContext, most: number, suffix = '') {
  const { file, remove } = await migratedFile()
  const threads = new ReaderThreads(file + suffix, most)
  t.after(async () => {
    await threads.close()
    await remove()
  })
  return { threads, file }
}

test('a statement that fails rejects its caller only', async (t) => {
  const { threads } = await openThreads(t, 1)
  const [good, bad] = await Promise.allSettled([threads.executeQuery(one), threads.executeQuery(broken)])
  assert.deepEqual(good, { status: 'fulfilled', value: { rows: [{ one: 1 }] } })
  assert.equal(bad.status, 'rejected')
  assert.match(String(bad.status === 'rejected' && bad.reason), /nowhere/)
})

test('a thread that dies rejects what waits for it, and is replaced', async (t) => {
  const { threads, file } = await openThreads(t, 1, '.later')
  const waiting = [threads.executeQuery(one), threads.executeQuery(one)]
  for (const { status } of await Promise.allSettled(waiting)) assert.equal(status, 'rejected')
  await copyFile(file, `${file}.later`)
  assert.deepEqual(await threads.executeQuery(one), { rows: [{ one: 1 }] })
})

test('a statement finds an idle thread while another thread is busy', async (t) => {
  const { threads } = await openThreads(t, 2)
  const ends: string[] = []
  const slow = threads.executeQuery(long).then(() => ends.push('long'))
  const quick = threads.executeQuery(one).then(() => ends.push('short'))
  await Promise.all([slow, quick])
  assert.deepEqual(ends, ['short', 'long'])
})
