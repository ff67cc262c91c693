import type { Kysely } from 'kysely'
import type { Schema } from '../../schema.ts'
import { Sessions } from '../../session.ts'
import type { Snapshots } from '../../snapshots.ts'
import { NodeSqliteDialect } from './node-sqlite-dialect.ts'
import { openReader } from './open-connection.ts'
import { ReadConnections } from './read-connections.ts'

/** Statements run on the calling thread, so this is for a thread with nothing else to do. */
export class SqliteSnapshots implements Snapshots {
  readonly engine = 'sqlite'
  readonly #readers: ReadConnections
  readonly #sessions: Sessions

  constructor(file: string, openFile = openReader) {
    const open = () => openFile(file)
    const dialect = new NodeSqliteDialect(open)
    this.#readers = new ReadConnections(open, 1)
    this.#sessions = new Sessions({ name: this.engine, dialect, hasConcurrentWrites: false, mostSorted: 0 })
  }

  read<Result>(work: (db: Kysely<Schema>) => Promise<Result>): Promise<Result> {
    return this.#readers.use((connection) => this.#sessions.run(connection, 'read', '', ({ db }) => work(db)))
  }

  async close(): Promise<void> {
    this.#readers.close()
  }
}
