import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SchemaTooNewError } from '../../src/storage/migrate.ts'
import type { Open } from './opened.ts'
import { suite } from './suite.ts'

export function migrationSuite(name: string, open: Open): void {
  suite(`migrations on ${name}`, open, (stage) => {
    test('migrating again changes nothing', async () => {
      const before = await stage.opened.query('select * from kysely_migration')
      await stage.database.migrate()
      assert.deepEqual(await stage.opened.query('select * from kysely_migration'), before)
    })

    test('a database that is newer than the program is refused', async () => {
      await stage.opened.query(
        `insert into kysely_migration values ('9999-future', '2099-01-01T00:00:00.000Z')`,
      )
      await assert.rejects(stage.database.migrate(), (error: unknown) => {
        assert.ok(error instanceof SchemaTooNewError)
        assert.deepEqual(error.unknownMigrations, ['9999-future'])
        return true
      })
    })
  })
}
