import { statSync } from 'node:fs'
import { Kysely } from 'kysely'
import type { MigrationProvider } from 'kysely/migration'
import type { DatabaseVitals } from '../../../domain/model/health/observations.ts'
import type { Clock } from '../../../domain/ports/clock.ts'
import type { InstallationReaders, InstallationStores } from '../../../domain/ports/doors.ts'
import { readVersion } from '../../change-table.ts'
import type { OpenDatabase } from '../../database.ts'
import { Doorkeeper } from '../../doorkeeper.ts'
import { migrateDatabase, requireMigrated, unknownMigrations } from '../../migrate.ts'
import type { Schema } from '../../schema.ts'
import { Sessions, type StoreBinding } from '../../session.ts'
import { SqlStores } from '../../stores.ts'
import { copyBeforeMigration } from './copy-before-migration.ts'
import type { FolderLock } from './folder-lock.ts'
import { LocalChangeFeed } from './local-change-feed.ts'
import { NodeSqliteDialect } from './node-sqlite-dialect.ts'
import { openMigrator, openReader, openWriter } from './open-connection.ts'
import { ReadConnections } from './read-connections.ts'
import { ReaderThreads } from './reader-threads.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { SqliteWriter } from './writer.ts'

export interface SqliteOptions {
  readonly clock: Pick<Clock, 'now'>
  readonly migrations: MigrationProvider
  /** Reads at once on the main thread. */
  readonly readConnections: number
  /** Threads for searches. */
  readonly searchThreads: number
  /** See `Engine`. */
  readonly mostSorted: number
  /** Held on the file's folder; released on closing. */
  readonly lock: FolderLock
}

/** The doors over one SQLite file, which belongs to this process alone. */
export class SqliteDatabase implements OpenDatabase {
  readonly changes: LocalChangeFeed
  readonly #file: string
  readonly #migrations: MigrationProvider
  readonly #dialect: NodeSqliteDialect
  readonly #sessions: Sessions
  readonly #writer: SqliteWriter
  readonly #readers: ReadConnections
  readonly #searchers: ReaderThreads
  readonly #lock: FolderLock
  readonly #doorkeeper = new Doorkeeper()

  constructor(file: string, options: SqliteOptions) {
    this.#file = file
    this.#migrations = options.migrations
    this.#lock = options.lock
    this.#dialect = new NodeSqliteDialect(() => openMigrator(file))
    this.#sessions = new Sessions({
      name: 'sqlite',
      dialect: this.#dialect,
      hasConcurrentWrites: false,
      mostSorted: options.mostSorted,
    })
    const writing = openWriter(file)
    this.changes = new LocalChangeFeed({
      clock: options.clock,
      read: (accountId, topic) => this.#read('', ({ db }) => readVersion(db, accountId, topic)),
      foreignCommits: () => foreignCommitsSeenBy(writing),
    })
    this.#writer = new SqliteWriter(writing, this.#sessions, (changes) => this.changes.learn(changes))
    this.#readers = new ReadConnections(() => openReader(file), options.readConnections)
    this.#searchers = new ReaderThreads(file, options.searchThreads)
  }

  read<Result>(accountId: string, work: (stores: InstallationReaders) => Promise<Result>): Promise<Result> {
    return this.#read(accountId, (binding) => work(new SqlStores(binding)))
  }

  search<Result>(accountId: string, work: (stores: InstallationReaders) => Promise<Result>): Promise<Result> {
    return this.#doorkeeper.admit(() =>
      this.#sessions.run(this.#searchers, 'read', accountId, (binding) => work(new SqlStores(binding))),
    )
  }

  write<Result>(accountId: string, work: (stores: InstallationStores) => Promise<Result>): Promise<Result> {
    return this.#doorkeeper.admit(() => this.#writer.write(accountId, work))
  }

  migrate(): Promise<void> {
    const copy = (firstMissing: string) => {
      const connection = openWriter(this.#file)
      try {
        copyBeforeMigration(connection, this.#file, firstMissing)
      } finally {
        connection.close()
      }
    }
    return this.#onSchema((db) => migrateDatabase(db, this.#migrations, copy))
  }

  requireMigrated(): Promise<void> {
    return this.#onSchema((db) => requireMigrated(db, this.#migrations))
  }

  async #onSchema(work: (db: Kysely<Schema>) => Promise<void>): Promise<void> {
    const kysely = new Kysely<Schema>({ dialect: this.#dialect })
    try {
      await work(kysely)
    } finally {
      await kysely.destroy()
    }
  }

  async vitals(): Promise<DatabaseVitals> {
    return {
      engine: 'sqlite',
      sizeBytes: sizeOf(this.#file),
      logBytes: sizeOf(`${this.#file}-wal`),
      waitingWrites: this.#writer.waiting,
      unknownMigrations: await this.#read('', ({ db }) => unknownMigrations(db, this.#migrations)),
      clockAheadMs: null,
    }
  }

  async close(): Promise<void> {
    await this.#doorkeeper.close()
    await this.#searchers.close()
    this.#readers.close()
    this.#writer.close()
    this.#lock.release()
  }

  #read<Result>(accountId: string, work: (binding: StoreBinding) => Promise<Result>): Promise<Result> {
    return this.#doorkeeper.admit(() =>
      this.#readers.use((connection) => this.#sessions.run(connection, 'read', accountId, work)),
    )
  }
}

/** SQLite counts, for each connection, the commits of all others. */
function foreignCommitsSeenBy(connection: SqliteConnection): number {
  const [row] = connection.run('pragma data_version').rows as readonly { readonly data_version: number }[]
  return row?.data_version ?? 0
}

const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0
