import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../src/storage/open-database.ts'

let migrated: Promise<Uint8Array> | undefined

/** What a start in this folder finds migrated already, and empty: each migration waits for the disk. */
export async function layMigratedDatabase(dataFolder: string): Promise<void> {
  migrated ??= migrate()
  await writeFile(join(dataFolder, file), await migrated, { mode: 0o600 })
}

const file = 'chancery.db'

async function migrate(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'chancery-migrated-'))
  try {
    const database = await openDatabase({
      url: `sqlite:${join(folder, file)}`,
      dataFolder: folder,
      clock: { now: () => 0 },
    })
    await database.migrate()
    await database.close()
    return await readFile(join(folder, file))
  } finally {
    await rm(folder, { recursive: true })
  }
}
