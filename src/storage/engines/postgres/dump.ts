import { Kysely, PostgresDialect, sql } from 'kysely'
import type { Schema } from '../../schema.ts'
import { connectionVariables, runClientProgram } from './client-program.ts'
import { openPool } from './pool.ts'
import { PostgresSnapshots } from './postgres-snapshots.ts'

/**
 * Dumps a database in pg_dump's custom format as it is at one moment, the same one that `work` reads. Throws an Error
 * of one line, also where there is no pg_dump or an older one than the server.
 */
export async function dumpPostgres<Result>(
  url: string,
  target: string,
  work: (db: Kysely<Schema>) => Promise<Result>,
): Promise<Result> {
  const snapshots = new PostgresSnapshots(url)
  try {
    return await snapshots.read(async (db) => {
      // the moment lasts as long as this transaction, which is silent while the other program works
      await sql`set local idle_in_transaction_session_timeout = 0`.execute(db)
      const { rows } = await sql<{ name: string }>`select pg_export_snapshot() as name`.execute(db)
      const result = await work(db)
      await runClientProgram('pg_dump', [...dumping, `--snapshot=${rows[0]?.name}`, `--file=${target}`], url)
      return result
    })
  } finally {
    await snapshots.close()
  }
}

/**
 * Who owns what is for the database that it will be restored into. Which migrations were done stays out: no server
 * starts on a database that has tables and does not say so, until the restore has said all that is to be said.
 */
const dumping = [
  '--format=custom',
  '--no-owner',
  '--no-privileges',
  '--no-comments',
  '--no-password',
  '--exclude-table-data=kysely_migration',
]

/** What a dump leaves out: the last step before servers may start. */
export async function recordMigrations(url: string, names: readonly string[], at: number): Promise<void> {
  const timestamp = new Date(at).toISOString()
  const db = new Kysely<{ kysely_migration: { name: string; timestamp: string } }>({
    dialect: new PostgresDialect({ pool: openPool(url, 1) }),
  })
  try {
    const rows = names.map((name) => ({ name, timestamp }))
    await db.insertInto('kysely_migration').values(rows).execute()
  } finally {
    await db.destroy()
  }
}

/** Loads a dump into a database with nothing in it, in one transaction. Throws an Error of one line. */
export async function loadPostgresDump(url: string, file: string): Promise<void> {
  const { PGDATABASE: database = '' } = connectionVariables(url)
  const parameters = ['--single-transaction', '--no-owner', '--no-privileges', '--no-password']
  await runClientProgram('pg_restore', [...parameters, `--dbname=${database}`, file], url)
}

/** Whether pg_restore can read a dump's table of contents; else an Error of one line says why not. */
export async function checkPostgresDump(file: string): Promise<void> {
  await runClientProgram('pg_restore', ['--list', file])
}

/** Whether a database has no table, view or sequence of anybody's. */
export async function isPostgresEmpty(url: string): Promise<boolean> {
  const snapshots = new PostgresSnapshots(url)
  try {
    const { rows } = await snapshots.read((db) =>
      sql<{ found: number }>`
        select count(*)::int as found from pg_class
        join pg_namespace on pg_namespace.oid = relnamespace
        where relkind in ('r', 'p', 'v', 'm', 'S', 'f')
          and nspname <> 'information_schema' and nspname not like 'pg\\_%'`.execute(db),
    )
    return rows[0]?.found === 0
  } finally {
    await snapshots.close()
  }
}

/** Drops every table and function of ours in a database, in one transaction; extensions stay. */
export async function dropEverything(url: string): Promise<void> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: openPool(url, 1) }) })
  try {
    await sql`
      do $$ declare name text; begin
        for name in select oid::regclass::text from pg_class
          where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace
        loop execute 'drop table if exists ' || name || ' cascade'; end loop;
        for name in select oid::regprocedure::text from pg_proc
          where pronamespace = current_schema()::regnamespace
            and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
        loop execute 'drop function if exists ' || name || ' cascade'; end loop;
      end $$`.execute(db)
  } finally {
    await db.destroy()
  }
}
