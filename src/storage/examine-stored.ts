import { existsSync } from 'node:fs'
import { type Kysely, sql } from 'kysely'
import { migrationsApart } from './migrate.ts'
import { migrationProvider } from './migrations/index.ts'
import { openBeside } from './read-stored.ts'
import type { Schema } from './schema.ts'
import type { Snapshots } from './snapshots.ts'
import { sqliteFile } from './sqlite-file.ts'
import { SqlTrailReader } from './trail-reader.ts'

/** What a database is found to be, from outside of the server that may or may not be at work on it. */
export interface StoredState {
  readonly engine: Snapshots['engine']
  /** As the engine says it: `3.51.0`, `18.4`. */
  readonly version: string
  /** What SQLite finds wrong with the file; PostgreSQL looks after its own. */
  readonly damage: readonly string[]
  /** Recorded migrations that this program may not go on beside, and those that the next start makes. */
  readonly unknownMigrations: readonly string[]
  readonly pendingMigrations: readonly string[]
  readonly values: ReadonlyMap<string, Uint8Array>
  readonly lastBlock: { readonly number: number; readonly sealedAt: number } | null
  /** By the database's own clock, in ms since the epoch; null: it has none of its own. */
  readonly now: number | null
}

/** Undefined where there is no database yet. Changes nothing. `valueNames`: of the installation's values, those to read. */
export async function examineStored(
  url: string,
  valueNames: readonly string[],
): Promise<StoredState | undefined> {
  const file = sqliteFile(url)
  if (file !== undefined && !existsSync(file)) return undefined
  const snapshots = await openBeside(url)
  try {
    return await snapshots.read((db) => examine(db, snapshots.engine, valueNames))
  } finally {
    await snapshots.close()
  }
}

async function examine(
  db: Kysely<Schema>,
  engine: Snapshots['engine'],
  valueNames: readonly string[],
): Promise<StoredState> {
  const { version, now } = await identityOf(db, engine)
  const damage = engine === 'sqlite' ? await damageOf(db) : []
  const apart = await migrationsApart(db, migrationProvider(engine))
  const { pending, isEmpty } = apart
  const unknownMigrations = apart.isRefused ? apart.unknown : []
  const found = { engine, version, now, damage, unknownMigrations, pendingMigrations: pending }
  if (isEmpty || damage.length > 0) return { ...found, values: new Map(), lastBlock: null }
  const values = await db
    .selectFrom('installation_value')
    .selectAll()
    .where('name', 'in', valueNames)
    .execute()
  // older programs had no trail
  const block = pending.includes('0007-audit-blocks') ? undefined : await new SqlTrailReader(db).lastBlock()
  return {
    ...found,
    values: new Map(values.map(({ name, value }) => [name, value])),
    lastBlock: block ? { number: block.number, sealedAt: block.sealedAt } : null,
  }
}

async function identityOf(db: Kysely<Schema>, engine: Snapshots['engine']) {
  const question =
    engine === 'sqlite'
      ? sql<{ version: string; now: null }>`select sqlite_version() as version, null as now`
      : sql<{ version: string; now: number }>`
          select current_setting('server_version') as version,
            (extract(epoch from clock_timestamp()) * 1000)::float8 as now`
  const [row] = (await question.execute(db)).rows
  return { version: row?.version ?? '', now: row?.now ?? null }
}

const mostDamage = 5

/** Structure and not the meaning of every index: minutes of a large database would be hours. */
async function damageOf(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{
    quick_check: string
  }>`pragma quick_check(${sql.lit(mostDamage)})`.execute(db)
  return rows.map((row) => row.quick_check).filter((text) => text !== 'ok')
}
