import { sql } from 'kysely'
import type { AuditRecord } from '../domain/model/audit-record.ts'
import type { AuditFilter, AuditPlace, AuditStore, ListedRecord } from '../domain/ports/audit-store.ts'
import { auditRecordOf, auditRow } from './audit-row.ts'
import { prepareInsert } from './prepared.ts'
import type { StoreBinding } from './session.ts'

const insertRecord = prepareInsert('audit_record')

export class SqlAuditStore implements AuditStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async append(record: AuditRecord): Promise<void> {
    await insertRecord(this.#binding, auditRow(record))
  }

  /** Two walks, since the indexes of an account know sealed records only: those not yet sealed are few. */
  async list(filter: AuditFilter, limit: number, after?: AuditPlace): Promise<ListedRecord[]> {
    const unsealed = await this.#select(filter, limit, after).where('position', 'is', null).execute()
    const sealed = await this.#select(filter, limit, after).where('position', 'is not', null).execute()
    return [...unsealed, ...sealed]
      .sort((left, right) => right.at - left.at || right.sequence - left.sequence)
      .slice(0, limit)
      .map((row) => ({ ...auditRecordOf(row), sequence: row.sequence, position: row.position }))
  }

  #select(filter: AuditFilter, limit: number, after: AuditPlace | undefined) {
    const { db, accountId } = this.#binding
    const equal = equalities(filter)
    return db
      .selectFrom('audit_record')
      .selectAll()
      .where('account_id', '=', accountId)
      .where((eb) => eb.and(equal.map(([column, value]) => eb(column, '=', value))))
      .$if(filter.from !== undefined, (query) => query.where('at', '>=', filter.from ?? 0))
      .$if(filter.until !== undefined, (query) => query.where('at', '<', filter.until ?? 0))
      .$if(after !== undefined, (query) =>
        query.where(sql<boolean>`(at, sequence) < (${after?.at}, ${after?.sequence})`),
      )
      .orderBy('at', 'desc')
      .orderBy('sequence', 'desc')
      .limit(limit)
  }
}

const columns = {
  userId: 'user_id',
  operation: 'operation',
  objectKind: 'object_kind',
  objectId: 'object_id',
  result: 'result',
} as const satisfies Partial<Record<keyof AuditFilter, string>>

function equalities(filter: AuditFilter) {
  const names = Object.keys(columns) as (keyof typeof columns)[]
  return names.flatMap((name) => {
    const value = filter[name]
    return value === undefined ? [] : [[columns[name], value] as const]
  })
}
