import { ErrorBody } from '../../contract/operation.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { generalScmCode, scmErrors } from '../scm/errors.ts'
import type { Family } from '../wire/server-parts.ts'
import { applicationRoutes } from './applications.ts'
import { certificateRoutes } from './certificates.ts'
import { dialect } from './dialect.ts'
import { productRoutes } from './products.ts'
import { pushRoutes } from './pushes.ts'

/** The historical API: old words for what SCM v3 does. */
export const scmV2Family = (operations: Operations): Family => ({
  name: 'SCM v2',
  dialect,
  errors: scmErrors,
  generalCode: generalScmCode,
  errorBody: ErrorBody,
  routes: [
    ...productRoutes(operations),
    ...certificateRoutes(operations),
    ...applicationRoutes(operations),
    ...pushRoutes(operations),
  ],
})
