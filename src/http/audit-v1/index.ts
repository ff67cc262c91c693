import { ErrorBody } from '../../contract/operation.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { ownDialect } from '../wire/own-dialect.ts'
import type { Family } from '../wire/server-parts.ts'
import { recordRoutes } from './records.ts'
import { verificationRoutes } from './verification.ts'

/** What was done in the account, and refused; and whether the trail of all accounts is whole. */
export const auditFamily = (operations: Operations): Family => ({
  name: 'Audit v1',
  ...ownDialect('AUDIT'),
  errorBody: ErrorBody,
  routes: [...recordRoutes(operations), ...verificationRoutes(operations)],
})
