import { ErrorBody } from '../../contract/operation.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { ownDialect } from '../wire/own-dialect.ts'
import type { Family } from '../wire/server-parts.ts'
import { recordRoutes } from './records.ts'

/** What was done in the account, and refused. */
export const auditFamily = (operations: Operations): Family => ({
  name: 'Audit v1',
  ...ownDialect('AUDIT'),
  errorBody: ErrorBody,
  routes: recordRoutes(operations),
})
