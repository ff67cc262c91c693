import { backup } from 'node:sqlite'
import { openCopySource } from './open-connection.ts'

/** Pages of 4 KiB in one go; between two of them the thread does other things. */
const pagesAtOnce = 2_560

/**
 * Copies a database to a new file as it is at one moment, while others write. The source is in a read of its own
 * all the time: otherwise each write of another process makes the copy begin anew, and under load it never ends
 * (docs/adr/0016). Nobody waits for it, but the write-ahead log can not shrink meanwhile.
 */
export async function copySqliteFile(source: string, target: string): Promise<void> {
  const database = openCopySource(source)
  try {
    await backup(database, target, { rate: pagesAtOnce })
  } finally {
    database.close()
  }
}
