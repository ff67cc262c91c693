import type { listRecords } from '../../../src/contract/audit-v1/records.ts'
import type { AnswerOf } from '../../../src/contract/operation.ts'

export type AuditRecord = AnswerOf<typeof listRecords>['records'][number]
