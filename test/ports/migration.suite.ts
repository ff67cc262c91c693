import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SchemaTooNewError } from '../../src/storage/migrate.ts'
import type { Migrations } from '../../src/storage/migrations/index.ts'
import { openBeside } from '../../src/storage/open-database.ts'
import { additive, breaking, lastMigration, withLater } from './later-migrations.ts'
import type { Open } from './opened.ts'
import { anAuditRecord } from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

export function migrationSuite(name: string, open: Open): void {
  suite(`migrations on ${name}`, open, (stage) => {
    test('migrating again changes nothing', async () => {
      const before = await stage.opened.query('select * from kysely_migration')
      await stage.database.migrate()
      await stage.database.requireMigrated()
      assert.deepEqual(await stage.opened.query('select * from kysely_migration'), before)
    })

    test('a later release that only adds lets this one go on, and migrates once', async () => {
      const later = withLater({ '9001-adds': additive('9001-adds', await lastMigration()) })
      const migrate = () => migrateBy(stage, later)
      // where there is one server only, its lock on the folder keeps others from this
      if (stage.opened.openAnother) await Promise.all([migrate(), migrate()])
      else await migrate()
      const rows = await stage.opened.query(`select * from kysely_migration where name = '9001-adds'`)
      assert.equal(rows.length, 1)
      await stage.database.migrate()
      await stage.database.requireMigrated()
      await stage.database.write('', ({ audit }) => audit.append(anAuditRecord()))
    })

    test('one that asks for more than this one knows is refused, and so is what lies behind it', async () => {
      const adds = additive('9001-adds', await lastMigration())
      const more = { '9002-changes': breaking('9002-changes') }
      const behind = { '9003-adds': additive('9003-adds', '9002-changes') }
      const lastOfAll = withLater({ '9001-adds': adds, ...more, ...behind })
      await migrateBy(stage, lastOfAll)
      for (const look of [() => stage.database.migrate(), () => stage.database.requireMigrated()]) {
        await assert.rejects(look(), (error: unknown) => {
          assert.ok(error instanceof SchemaTooNewError)
          assert.deepEqual(error.unknownMigrations, ['9001-adds', '9002-changes', '9003-adds'])
          return true
        })
      }
      await migrateBy(stage, withLater({ '9001-adds': adds, ...more }))
    })
  })
}

async function migrateBy({ opened }: Stage, migrations: Migrations): Promise<void> {
  const database = await openBeside({ url: opened.url, clock: { now: Date.now }, migrations })
  try {
    await database.migrate()
  } finally {
    await database.close()
  }
}
