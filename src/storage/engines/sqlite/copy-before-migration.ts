import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { SqliteConnection } from './sqlite-connection.ts'

const mostKept = 2
const mebibyte = 2 ** 20

/** There is no room for the copy that is made before a database is changed; one line for the operator. */
export class NoRoomError extends Error {
  override readonly name = 'NoRoomError'
}

/**
 * Copies a database before a migration changes it, to `<file>.before-<migration>`: the whole copy, durably, or none. The
 * last two are kept. Throws `NoRoomError` unless there is room for the copy, and as much again for the migration.
 */
export function copyBeforeMigration(connection: SqliteConnection, file: string, migration: string): void {
  checkRoom(connection, dirname(file))
  const copy = `${file}.before-${migration}`
  const partial = `${copy}.partial`
  rmSync(partial, { force: true })
  connection.run('vacuum into ?', [partial])
  markRestored(partial)
  chmodSync(partial, 0o600)
  sync(partial)
  renameSync(partial, copy)
  sync(dirname(file))
  removeOlder(file)
}

/**
 * Whoever puts the copy back restores a database that has forgotten what was revoked since: its CAs are to read that
 * back first (ADR 15). Each copy has a mark of its own.
 */
function markRestored(copy: string): void {
  const database = new DatabaseSync(copy)
  try {
    database.exec(
      "insert or replace into installation_value (name, value) values ('restored-at', cast(hex(randomblob(16)) as blob))",
    )
  } finally {
    database.close()
  }
}

function checkRoom(connection: SqliteConnection, folder: string): void {
  const size = numberOf(connection, 'page_count') * numberOf(connection, 'page_size')
  const { bavail, bsize } = statfsSync(folder)
  const [needed, free] = [Math.ceil((2 * size) / mebibyte), Math.floor((bavail * bsize) / mebibyte)]
  if (free >= needed) return
  throw new NoRoomError(
    `before the database is migrated it is copied: ${needed} MiB are needed in ${folder}, and ${free} are free`,
  )
}

function numberOf(connection: SqliteConnection, pragma: string): number {
  const [row] = connection.run(`pragma ${pragma}`).rows as readonly Record<string, number>[]
  return row?.[pragma] ?? 0
}

function removeOlder(file: string): void {
  const folder = dirname(file)
  const prefix = `${basename(file)}.before-`
  const copies = readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(folder, name))
    .sort((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs)
  for (const old of copies.slice(mostKept)) rmSync(old)
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
