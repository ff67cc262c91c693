import { ConstraintViolation, type ViolatedConstraint } from '../domain/model/constraint-violation.ts'

/** PostgreSQL's unique_violation and foreign_key_violation; extended result codes of SQLite's constraints. */
const violatedBy: Readonly<Record<string, ViolatedConstraint>> = {
  '23505': 'duplicate',
  '23503': 'reference',
  // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY and _ROWID
  '2067': 'duplicate',
  '1555': 'duplicate',
  '2579': 'duplicate',
  // SQLITE_CONSTRAINT_FOREIGNKEY
  '787': 'reference',
}

/** The engine's error in the words of the domain where a constraint was violated, and as it is otherwise. */
export function translated(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { code, errcode } = error as { code?: unknown; errcode?: unknown }
  const violated = violatedBy[String(errcode ?? code)]
  return violated ? new ConstraintViolation(violated, { cause: error }) : error
}
