import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { fold } from './fold.ts'
import type { Schema } from './schema.ts'

/** That the common name contains `part`, compared without case; `%`, `_` and `\` in it mean themselves. */
export function commonNameContains(part: string) {
  return (eb: ExpressionBuilder<Schema, 'authority' | 'certificate'>): Expression<SqlBool> =>
    containsPart(eb.ref('common_name_folded'), fold(part))
}

/** The same for a name and a part that are folded. */
export const containsPart = (name: Expression<string>, part: string): Expression<SqlBool> =>
  sql`${name} like ${`%${part.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`
