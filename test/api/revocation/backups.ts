import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Replacements } from '../../../src/compose.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { createRunningClock, type TestClock } from '../test-clock.ts'

/** A clock that runs, and whose pauses are waited for. */
export const createWaitingClock = (): TestClock => ({
  ...createRunningClock(),
  pause: (ms) => sleep(ms, undefined, { ref: false }),
})

export function newFolder(removeWith: (work: () => void) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-journal-'))
  removeWith(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A copy of the data folder as it is at one moment, without the buckets; the server may go on. */
export function backUp(dataFolder: string, copy: string): void {
  const database = new DatabaseSync(join(dataFolder, 'chancery.db'), { readOnly: true })
  database.exec(`vacuum into '${join(copy, 'chancery.db')}'`)
  database.close()
  for (const file of ['master.key', 'credentials.json', 'ca.pem']) {
    const path = join(dataFolder, file)
    if (existsSync(path)) copyFileSync(path, join(copy, file))
  }
}

/** What the restore command leaves. */
export function mark(dataFolder: string, value = 'now'): void {
  const database = new DatabaseSync(join(dataFolder, 'chancery.db'))
  database
    .prepare(
      "insert into installation_value values ('restored-at', ?) on conflict (name) do update set value = excluded.value",
    )
    .run(new TextEncoder().encode(value))
  database.close()
}

/** A server whose buckets lie apart from its data. */
export const startApart = (
  dataFolder: string,
  buckets: string,
  replacements: Replacements = {},
): Promise<RunningServer> =>
  startServer(
    { 'data-dir': dataFolder, 'buckets-url': `file:${buckets}` },
    createWaitingClock(),
    replacements,
  )
