import { openBystander } from './open-connection.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

/** As many as help to see what it is. */
const mostFaults = 20

/** What SQLite finds wrong with a file at rest, in clauses: damaged pages and indexes, references to nothing. */
export function checkSqliteFile(file: string): string[] {
  try {
    const connection = openBystander(file)
    try {
      return [...damages(connection), ...danglingReferences(connection)]
    } finally {
      connection.close()
    }
  } catch (error) {
    return [(error as Error).message]
  }
}

function damages(connection: SqliteConnection): string[] {
  const { rows } = connection.run(`PRAGMA integrity_check(${mostFaults})`)
  return (rows as readonly { integrity_check: string }[])
    .map((row) => row.integrity_check.replaceAll(/\s+/g, ' '))
    .filter((found) => found !== 'ok')
}

function danglingReferences(connection: SqliteConnection): string[] {
  const { rows } = connection.run('PRAGMA foreign_key_check')
  return (rows as readonly { table: string; parent: string }[])
    .slice(0, mostFaults)
    .map(({ table, parent }) => `a row of ${table} refers to none of ${parent}`)
}
