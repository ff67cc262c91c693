import type { Compilable, CompiledQuery, Insertable, Kysely, QueryResult } from 'kysely'
import type { Schema } from './schema.ts'
import type { StoreBinding } from './session.ts'

/** Stands in a statement for a value that is given when it runs. */
class Placeholder {
  readonly name: PropertyKey

  constructor(name: PropertyKey) {
    this.name = name
  }
}

type Placing<Values> = <Name extends keyof Values>(name: Name) => Values[Name]

/** Runs a statement with these values. */
export type Prepared<Values, Row> = (
  binding: Pick<StoreBinding, 'db'>,
  values: Values,
) => Promise<QueryResult<Row>>

/**
 * A statement that is compiled once for each engine, for the paths that every issued certificate takes: there
 * building it anew costs more than running it. `build` places each value by name; it sees the first values for
 * their names only.
 */
export function prepare<Values extends object, Row = never>(
  build: (db: Kysely<Schema>, place: Placing<Values>, first: Values) => Compilable<Row>,
): Prepared<Values, Row> {
  const compiled = new WeakMap<object, CompiledQuery<Row>>()
  const place: Placing<Values> = (name) => new Placeholder(name) as Values[typeof name]

  return ({ db }, values) => {
    // one adapter for each opened database
    const { adapter } = db.getExecutor()
    const statement = compiled.get(adapter) ?? build(db, place, values).compile()
    compiled.set(adapter, statement)
    return db.executeQuery({
      ...statement,
      parameters: statement.parameters.map((value) => filled(value, values)),
    })
  }
}

/** An INSERT of one row. Its columns are those of the first row; a row with fewer or more of them is refused. */
export function prepareInsert<Table extends keyof Schema>(table: Table) {
  let width = 0
  const insert = prepare<Insertable<Schema[Table]>>((db, place, first) => {
    const columns = Object.keys(first) as (keyof Insertable<Schema[Table]>)[]
    width = columns.length
    const row = Object.fromEntries(columns.map((column) => [column, place(column)]))
    return db.insertInto(table).values(row as never)
  })
  return async (binding: Pick<StoreBinding, 'db'>, row: Insertable<Schema[Table]>): Promise<void> => {
    if (width > 0 && Object.keys(row).length !== width) throw new Error(`a row of ${table} has other columns`)
    await insert(binding, row)
  }
}

const filled = (value: unknown, values: object): unknown =>
  value instanceof Placeholder ? (values as Record<PropertyKey, unknown>)[value.name] : value
