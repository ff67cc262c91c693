import { sql } from 'kysely'
import type { StoreBinding } from '../session.ts'

/**
 * Keeps PostgreSQL, for the rest of the transaction, from what helps no list: reading rows where an index holds all
 * that is asked for, and spending longer on workers and on compiling than they save.
 */
export async function steadyPlanner({ db, engine }: StoreBinding): Promise<void> {
  if (engine === 'sqlite') return
  await sql`select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),
    set_config('max_parallel_workers_per_gather', '0', true)`.execute(db)
}
