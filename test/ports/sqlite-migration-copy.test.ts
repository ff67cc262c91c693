import assert from 'node:assert/strict'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { openBeside } from '../../src/storage/open-database.ts'
import { additive, lastMigration, withLater } from './later-migrations.ts'
import { migratedFile } from './open-sqlite.ts'
import { anAuditRecord, now } from './sample-nouns.ts'

let file: string
let remove: () => Promise<void>
let least: string

before(async () => {
  ;({ file, remove } = await migratedFile())
  least = await lastMigration()
})
after(() => remove())

const copies = () =>
  readdirSync(dirname(file))
    .filter((name) => name.includes('.before-'))
    .sort()
const nameOf = (migration: string) => `${basename(file)}.before-${migration}`
const database = (migrations = withLater({}), path = file) =>
  openBeside({ url: `sqlite:${path}`, clock: { now: () => now }, migrations })

async function migrate(later: Parameters<typeof withLater>[0]): Promise<void> {
  const opened = await database(withLater(later))
  try {
    await opened.migrate()
  } finally {
    await opened.close()
  }
}

const laterNames = ['9001-adds', '9002-adds', '9003-adds']
const upTo = (count: number) =>
  Object.fromEntries(laterNames.slice(0, count).map((name) => [name, additive(name, least)]))

test('a new database is not copied, and neither is one that lacks nothing', async () => {
  assert.deepEqual(copies(), [])
  await migrate({})
  assert.deepEqual(copies(), [])
})

test('a migration that fails leaves the database as it was, beside a whole copy', async () => {
  const opened = await database()
  await opened.write('', ({ audit }) => audit.append(anAuditRecord({ operation: 'before' })))
  await opened.close()
  // what a process left that was killed while it copied
  writeFileSync(join(dirname(file), `${nameOf('9001-adds')}.partial`), 'half')
  const whole = additive('9001-adds', least)
  const failing = {
    '9001-adds': {
      up: async (db: Parameters<typeof whole.up>[0]) => {
        await whole.up(db)
        throw new Error('no further')
      },
    },
  }
  await assert.rejects(migrate(failing), /no further/)
  assert.deepEqual(copies(), [nameOf('9001-adds')])
  for (const path of [file, join(dirname(file), nameOf('9001-adds'))]) {
    const old = await database(withLater({}), path)
    await old.requireMigrated()
    const [record] = await old.read('', ({ trail }) => trail.listUnsealed(1))
    await old.close()
    assert.equal(record?.record.operation, 'before')
  }
  assert.equal(statSync(join(dirname(file), nameOf('9001-adds'))).mode & 0o777, 0o600)
})

test('the last two copies are kept', async () => {
  for (const count of [1, 2, 3]) await migrate(upTo(count))
  assert.deepEqual(copies(), [nameOf('9002-adds'), nameOf('9003-adds')])
})
