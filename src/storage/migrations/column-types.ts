import { type RawBuilder, sql } from 'kysely'
import type { Engine } from '../engine.ts'

type Words = RawBuilder<unknown>

/** The few types that tables are made of, in an engine's words. */
export interface ColumnTypes {
  /** Compared by code points on both engines, so that both sort alike. */
  readonly text: Words
  /** An integer within ±2^53: counts, flags, and times in ms. */
  readonly integer: Words
  readonly octets: Words
  /** A primary key that grows by itself; no number is given twice. */
  readonly sequence: Words
  /** What follows a table's columns. */
  readonly table: Words
  /** The same for a table whose rows lie in the order of its primary key. */
  readonly clusteredTable: Words
}

export const columnTypes: Readonly<Record<Engine['name'], ColumnTypes>> = {
  sqlite: {
    text: sql`text`,
    integer: sql`integer`,
    octets: sql`blob`,
    sequence: sql`integer primary key autoincrement`,
    table: sql`strict`,
    clusteredTable: sql`strict, without rowid`,
  },
  postgres: {
    text: sql`text collate "C"`,
    integer: sql`bigint`,
    octets: sql`bytea`,
    sequence: sql`bigint generated always as identity primary key`,
    table: sql``,
    clusteredTable: sql``,
  },
}
