import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Engine } from './engine.ts'
import type { Schema } from './schema.ts'

export const pageSize = 5000

/** What a page begins after, in the order of the index `issued_serial_revoked`; no serial is as short as none. */
export interface Place {
  readonly notAfter: number
  readonly serialNumber: Uint8Array
}

/**
 * A page in one row: each column of its rows as one text, with commas. Rows of their own would take twice as long, for
 * most of reading a row is making its values.
 */
export interface RevokedPage {
  readonly count: number
  /** The last row's `not_after`. */
  readonly end: number
  readonly serials: string
  readonly times: string
  readonly reasons: string
}

const serialInHex = {
  sqlite: sql<string>`hex(serial_number)`,
  postgres: sql<string>`encode(serial_number, 'hex')`,
} as const satisfies Record<Engine['name'], unknown>

/** In the order of the rows that they are made of; both engines know `string_agg`. */
const joined = (column: RawBuilder<unknown>) => sql<string>`coalesce(string_agg(${column}, ','), '')`

export function readRevokedPage(
  db: Kysely<Schema>,
  engine: Engine['name'],
  authorityId: string,
  place: Place,
): Promise<RevokedPage> {
  const rows = db
    .selectFrom('issued_serial')
    .select([serialInHex[engine].as('serial'), 'not_after', 'revoked_at', 'revocation_reason'])
    .where('issuer_id', '=', authorityId)
    .where('revoked_at', 'is not', null)
    .where(sql<boolean>`(not_after, serial_number) > (${place.notAfter}, ${place.serialNumber})`)
    .orderBy('not_after')
    .orderBy('serial_number')
    .limit(pageSize)
  return db
    .selectFrom(rows.as('page'))
    .select([
      sql<number>`count(*)`.as('count'),
      sql<number>`coalesce(max(not_after), 0)`.as('end'),
      joined(sql`serial`).as('serials'),
      joined(sql`cast(revoked_at as text)`).as('times'),
      joined(sql`revocation_reason`).as('reasons'),
    ])
    .executeTakeFirstOrThrow()
}
