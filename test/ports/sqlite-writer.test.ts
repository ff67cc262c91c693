import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import type { ChangedVersion } from '../../src/storage/change-log.ts'
import { NodeSqliteDialect } from '../../src/storage/engines/sqlite/node-sqlite-dialect.ts'
import { openWriter } from '../../src/storage/engines/sqlite/open-connection.ts'
import { TransactionLostError } from '../../src/storage/engines/sqlite/turn.ts'
import { SqliteWriter } from '../../src/storage/engines/sqlite/writer.ts'
import { Sessions } from '../../src/storage/session.ts'
import { migratedFile } from './open-sqlite.ts'
import { aCertificate, anAuthority, newId, octets, ours } from './sample-nouns.ts'

/** A writer over a file of its own, with its connection, and a second one to look at what is kept. */
async function openTestWriter(t: TestContext) {
  const { file, remove } = await migratedFile()
  const connection = openWriter(file)
  const dialect = new NodeSqliteDialect(() => connection)
  const sessions = new Sessions({ name: 'sqlite', dialect, hasConcurrentWrites: false, mostSorted: 10 })
  const told: ChangedVersion[] = []
  const writer = new SqliteWriter(connection, sessions, (changes) => told.push(...changes))
  const observer = new DatabaseSync(file)
  t.after(async () => {
    writer.close()
    observer.close()
    await remove()
  })
  const keptKeys = () => observer.prepare('select count(*) as count from sealed_key').get()?.['count']
  return { connection, writer, told, keptKeys }
}

const addKey = (writer: SqliteWriter, size = 10) =>
  writer.write(ours, ({ keys }) => keys.add(newId(), new Uint8Array(size)))

const outcomes = async (writes: Promise<unknown>[]) =>
  (await Promise.allSettled(writes)).map((outcome) =>
    outcome.status === 'fulfilled' ? 'written' : (outcome.reason as Error).name,
  )

test('writes that arrive together share a commit, at most 100 of them', async (t) => {
  const { connection, writer, keptKeys } = await openTestWriter(t)
  const run = t.mock.method(connection, 'run')
  await Promise.all(Array.from({ length: 250 }, () => addKey(writer)))
  assert.equal(run.mock.calls.filter((call) => call.arguments[0] === 'commit').length, 3)
  assert.equal(keptKeys(), 250)
})

test('changes of a turn are told once, after it', async (t) => {
  const { writer, told } = await openTestWriter(t)
  const addAuthority = () => writer.write(ours, ({ authorities }) => authorities.add(anAuthority()))
  const addCertificate = () =>
    writer.write(ours, ({ certificates }) => certificates.add(aCertificate(), octets(1)))
  await Promise.all([addAuthority(), addCertificate(), addAuthority(), addCertificate()])
  assert.deepEqual(told, [
    { accountId: ours, topic: 'authorities', version: 2 },
    { accountId: ours, topic: 'certificates', version: 1 },
  ])
})

test('a full disk refuses the whole turn, and the next one works', async (t) => {
  const { connection, writer, told, keptKeys } = await openTestWriter(t)
  const { rows } = connection.run('pragma page_count')
  const pages = (rows[0] as { page_count: number }).page_count
  connection.run(`pragma max_page_count = ${pages + 10}`)
  const change = writer.write(ours, ({ authorities }) => authorities.add(anAuthority()))
  const lost = await outcomes([addKey(writer), change, addKey(writer, 1_000_000), addKey(writer)])
  assert.deepEqual(new Set(lost), new Set([TransactionLostError.name]))
  assert.equal(keptKeys(), 0)
  assert.deepEqual(told, [])
  await addKey(writer)
  assert.equal(keptKeys(), 1)
})

test('no statement runs by itself after the transaction is lost, though the work goes on', async (t) => {
  const { connection, writer, keptKeys } = await openTestWriter(t)
  const { rows } = connection.run('pragma page_count')
  connection.run(`pragma max_page_count = ${(rows[0] as { page_count: number }).page_count + 10}`)
  const stubborn = writer.write(ours, async ({ keys }) => {
    await keys.add(newId(), new Uint8Array(1_000_000)).catch(() => undefined)
    await keys.add(newId(), octets(1)).catch(() => undefined)
  })
  assert.deepEqual(await outcomes([stubborn]), [TransactionLostError.name])
  assert.equal(keptKeys(), 0)
})

for (const failing of ['begin immediate', 'commit'] as const) {
  test(`a ${failing} that fails refuses the whole turn, and the next one works`, async (t) => {
    const { connection, writer, told, keptKeys } = await openTestWriter(t)
    const run = connection.run.bind(connection)
    const failOnce = t.mock.method(connection, 'run', (sql: string, parameters?: readonly unknown[]) => {
      if (sql !== failing) return run(sql, parameters)
      failOnce.mock.restore()
      throw new Error('disk I/O error')
    })
    const change = writer.write(ours, ({ authorities }) => authorities.add(anAuthority()))
    const refused = writer.write(ours, () => Promise.reject(new Error('refused by itself')))
    const lost = await outcomes([addKey(writer), change, refused])
    assert.deepEqual(new Set(lost), new Set([TransactionLostError.name]))
    assert.equal(keptKeys(), 0)
    assert.deepEqual(told, [])
    await addKey(writer)
    assert.equal(keptKeys(), 1)
  })
}
