import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../src/storage/open-database.ts'

let migrated: Promise<Uint8Array> | undefined

/** Lays an empty database of this program's schema, made once for the process: each migration waits for the disk. */
export async function layMigratedDatabase(file: string): Promise<void> {
  migrated ??= migrate()
  await writeFile(file, await migrated, { mode: 0o600 })
}

async function migrate(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'chancery-migrated-'))
  const file = join(folder, 'migrated.db')
  try {
    const database = await openDatabase({ url: `sqlite:${file}`, clock: { now: () => 0 } })
    await database.migrate()
    await database.close()
    return await readFile(file)
  } finally {
    await rm(folder, { recursive: true })
  }
}
