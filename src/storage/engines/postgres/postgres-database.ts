import { type CompiledQuery, Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import type { MigrationProvider } from 'kysely/migration'
import type pg from 'pg'
import type { DatabaseVitals } from '../../../domain/model/health/observations.ts'
import type { Clock } from '../../../domain/ports/clock.ts'
import type { InstallationReaders, InstallationStores } from '../../../domain/ports/doors.ts'
import { settleCounts } from '../../certificate-count.ts'
import { readVersion } from '../../change-table.ts'
import type { OpenDatabase } from '../../database.ts'
import { Doorkeeper } from '../../doorkeeper.ts'
import type { Connection } from '../../engine.ts'
import { migrateDatabase, requireMigrated, unknownMigrations } from '../../migrate.ts'
import type { Schema } from '../../schema.ts'
import { Sessions, type StoreBinding } from '../../session.ts'
import { SqlStores } from '../../stores.ts'
import type { FolderLock } from '../sqlite/folder-lock.ts'
import { bumpAndNotify } from './bump-and-notify.ts'
import { ChangeListener } from './change-listener.ts'
import { Lanes } from './lanes.ts'
import { openPool } from './pool.ts'
import { retrying } from './retry.ts'
import { SharedChangeFeed } from './shared-change-feed.ts'

export interface PostgresOptions {
  readonly clock: Pick<Clock, 'now'>
  readonly migrations: MigrationProvider
  readonly connections: number
  /** See `Engine`. */
  readonly mostSorted: number
  /** Held on the data folder; released on closing. */
  readonly lock: FolderLock
}

/**
 * The doors over a PostgreSQL database that many nodes share.
 *
 * Writes are READ COMMITTED, and what they rest on is held by row locks, conditional statements and constraints.
 * SERIALIZABLE would refuse nearly every concurrent write of an account, since each of them counts on the same
 * quota row and bumps the same version; a lock on the row makes them wait for each other instead. They wait in
 * this process, in the account's lane, where no connection is taken up by waiting.
 */
export class PostgresDatabase implements OpenDatabase {
  readonly changes: SharedChangeFeed
  readonly #migrations: MigrationProvider
  readonly #clock: Pick<Clock, 'now'>
  readonly #pool: pg.Pool
  readonly #kysely: Kysely<Schema>
  readonly #sessions: Sessions
  readonly #listener: ChangeListener
  readonly #lock: FolderLock
  readonly #lanes = new Lanes()
  readonly #doorkeeper = new Doorkeeper()

  constructor(url: string, { clock, migrations, connections, mostSorted, lock }: PostgresOptions) {
    this.#migrations = migrations
    this.#clock = clock
    this.#pool = openPool(url, connections)
    const dialect = new PostgresDialect({ pool: this.#pool })
    this.#lock = lock
    this.#kysely = new Kysely({ dialect })
    this.#sessions = new Sessions({ name: 'postgres', dialect, hasConcurrentWrites: true, mostSorted })
    this.#listener = new ChangeListener(url, (change) => this.changes.learn([change]))
    this.changes = new SharedChangeFeed(clock, async (accountId, topic) => {
      await this.#listener.ensure()
      return await this.#read('', ({ db }) => readVersion(db, accountId, topic))
    })
  }

  read<Result>(accountId: string, work: (stores: InstallationReaders) => Promise<Result>): Promise<Result> {
    return this.#read(accountId, (binding) => work(new SqlStores(binding)))
  }

  search<Result>(accountId: string, work: (stores: InstallationReaders) => Promise<Result>): Promise<Result> {
    return this.read(accountId, work)
  }

  write<Result>(accountId: string, work: (stores: InstallationStores) => Promise<Result>): Promise<Result> {
    const write = () => retrying(() => this.#write(accountId, work))
    return this.#doorkeeper.admit(() => (accountId === '' ? write() : this.#lanes.run(accountId, write)))
  }

  async migrate(): Promise<void> {
    await migrateDatabase(this.#kysely, this.#migrations)
  }

  async requireMigrated(): Promise<void> {
    await requireMigrated(this.#kysely, this.#migrations)
  }

  async vitals(): Promise<DatabaseVitals> {
    const { sizeBytes, clockAheadMs } = await this.#doorkeeper.admit(() => this.#sizeAndClock())
    return {
      engine: 'postgres',
      sizeBytes,
      logBytes: null,
      waitingWrites: this.#lanes.waiting + this.#pool.waitingCount,
      unknownMigrations: await this.#read('', ({ db }) => unknownMigrations(db, this.#migrations)),
      clockAheadMs,
    }
  }

  async close(): Promise<void> {
    await this.#doorkeeper.close()
    await this.#listener.close()
    await this.#kysely.destroy()
    this.#lock.release()
  }

  /** The clock is asked for by itself, so that little time passes between the question and the answer. */
  async #sizeAndClock(): Promise<{ sizeBytes: number; clockAheadMs: number }> {
    const size = await sql<{ size: number }>`select pg_database_size(current_database()) as size`.execute(
      this.#kysely,
    )
    const asked = this.#clock.now()
    const clock = await sql<{ now: number }>`
      select (extract(epoch from clock_timestamp()) * 1000)::float8 as now
    `.execute(this.#kysely)
    const answered = this.#clock.now()
    return {
      sizeBytes: Number(size.rows[0]?.size ?? 0),
      clockAheadMs: aheadOf(clock.rows[0]?.now ?? answered, asked, answered),
    }
  }

  #read<Result>(accountId: string, work: (binding: StoreBinding) => Promise<Result>): Promise<Result> {
    const transactions = this.#kysely
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
    return this.#doorkeeper.admit(() =>
      transactions.execute((transaction) =>
        this.#sessions.run(statementsOf(transaction), 'read', accountId, work),
      ),
    )
  }

  async #write<Result>(
    accountId: string,
    work: (stores: InstallationStores) => Promise<Result>,
  ): Promise<Result> {
    const transactions = this.#kysely.transaction().setIsolationLevel('read committed')
    const { result, versions } = await transactions.execute((transaction) =>
      this.#sessions.run(statementsOf(transaction), 'write', accountId, async (binding) => {
        const made = await work(new SqlStores(binding))
        await settleCounts(binding)
        return { result: made, versions: await bumpAndNotify(binding.db, binding.changes) }
      }),
    )
    this.changes.learn(versions)
    return result
  }
}

const statementsOf = (transaction: Transaction<Schema>): Connection => ({
  executeQuery: <Row>(query: CompiledQuery) => transaction.executeQuery(query as CompiledQuery<Row>),
})

/** How far a clock that was read between two moments of ours is ahead, at least; negative: behind. */
function aheadOf(theirs: number, asked: number, answered: number): number {
  if (theirs > answered) return Math.round(theirs - answered)
  return theirs < asked ? Math.round(theirs - asked) : 0
}
