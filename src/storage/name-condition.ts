import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { fold } from './fold.ts'
import type { Schema } from './schema.ts'

/** That the common name contains `part`, compared without case; `%`, `_` and `\` in it mean themselves. */
export function commonNameContains(part: string) {
  const pattern = `%${fold(part).replace(/[\\%_]/g, '\\$&')}%`
  return (eb: ExpressionBuilder<Schema, 'authority' | 'certificate'>): Expression<SqlBool> =>
    sql`${eb.ref('common_name_folded')} like ${pattern} escape '\\'`
}
