import { Kysely, PostgresDialect } from 'kysely'
import type { Schema } from '../../schema.ts'
import type { Snapshots } from '../../snapshots.ts'
import { openPool } from './pool.ts'

/** Over one connection, made when the first read asks for it. */
export class PostgresSnapshots implements Snapshots {
  readonly engine = 'postgres'
  readonly #kysely: Kysely<Schema>

  constructor(url: string) {
    this.#kysely = new Kysely({ dialect: new PostgresDialect({ pool: openPool(url, 1) }) })
  }

  read<Result>(work: (db: Kysely<Schema>) => Promise<Result>): Promise<Result> {
    const transactions = this.#kysely.transaction()
    return transactions.setIsolationLevel('repeatable read').setAccessMode('read only').execute(work)
  }

  async close(): Promise<void> {
    await this.#kysely.destroy()
  }
}
