import { type Expression, type SqlBool, sql } from 'kysely'

/** That a resource belongs to one of these enterprise projects; PostgreSQL knows no empty list. */
export const isInProjects = (project: Expression<string>, ids: readonly string[]): Expression<SqlBool> =>
  ids.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`${project} in (${sql.join(ids)})`
