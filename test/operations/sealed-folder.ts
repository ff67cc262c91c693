import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sealRest } from '../../src/domain/operations/audit/seal-trail.ts'
import { verifyStoredTrail } from '../../src/local/audit-commands.ts'
import { startServer } from '../api/running-server.ts'
import { authorities, rootBody } from '../api/samples.ts'

/** A data folder at rest whose trail has several blocks of several records. */
export async function sealedFolder(): Promise<string> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'chancery-sealed-'))
  const server = await startServer({ 'data-dir': dataFolder })
  try {
    for (const block of ['first', 'second', 'third']) {
      for (const root of ['a', 'b', 'c', 'd']) {
        await server.api('POST', authorities, rootBody(`Root ${root} of the ${block}`))
      }
      await sealRest(server.world)
    }
  } finally {
    await server.close()
  }
  return dataFolder
}

export const copyOf = (dataFolder: string): string => {
  const copy = mkdtempSync(join(tmpdir(), 'chancery-tampered-'))
  cpSync(dataFolder, copy, { recursive: true })
  return copy
}

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true })

/** What somebody does who can write to the database of a server that is stopped. */
export function tamper(dataFolder: string, work: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(join(dataFolder, 'chancery.db'))
  try {
    work(database)
  } finally {
    database.close()
  }
}

export const verifyFolder = (dataFolder: string, checkpoints: readonly string[] = []) =>
  verifyStoredTrail({ dataFolder, databaseUrl: `sqlite:${join(dataFolder, 'chancery.db')}` }, checkpoints)
