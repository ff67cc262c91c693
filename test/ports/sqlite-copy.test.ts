import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { copySqliteFile } from '../../src/storage/engines/sqlite/copy-file.ts'
import { temporaryFolder } from './open-sqlite.ts'

test('a file that others write to all the time is copied as it was when the copy began', async () => {
  const folder = await temporaryFolder()
  const [source, target] = [join(folder, 'source.db'), join(folder, 'target.db')]
  const writer = new DatabaseSync(source)
  // several times as many pages as are copied in one go
  writer.exec(`pragma journal_mode = wal; pragma synchronous = off; create table note (text blob);
    with recursive n(x) as (select 1 union all select x + 1 from n where x < 40)
    insert into note select zeroblob(1048576) from n`)
  const more = writer.prepare('insert into note values (zeroblob(10))')
  let [isOver, written] = [false, 0]
  const copying = copySqliteFile(source, target).finally(() => {
    isOver = true
  })
  // a copy that begins anew with each write would end with these, and hold some of them
  for (; !isOver && written < 5_000; written += 1) {
    more.run()
    await turn()
  }
  await copying
  assert.ok(written > 2, 'nothing was written meanwhile')
  writer.close()
  const copy = new DatabaseSync(target)
  assert.deepEqual({ ...copy.prepare('select count(*) as count from note').get() }, { count: 40 })
  assert.deepEqual({ ...copy.prepare('pragma integrity_check').get() }, { integrity_check: 'ok' })
  copy.close()
  await rm(folder, { recursive: true })
})
