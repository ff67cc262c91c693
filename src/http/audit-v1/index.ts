import { ErrorBody } from '../../contract/operation.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { Family } from '../wire/server-parts.ts'
import { auditDialect, auditErrors, generalAuditCode } from './errors.ts'
import { recordRoutes } from './records.ts'

/** What was done in the account, and refused. */
export const auditFamily = (operations: Operations): Family => ({
  name: 'Audit v1',
  dialect: auditDialect,
  errors: auditErrors,
  generalCode: generalAuditCode,
  errorBody: ErrorBody,
  routes: recordRoutes(operations),
})
