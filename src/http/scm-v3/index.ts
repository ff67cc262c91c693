import { ErrorBody } from '../../contract/operation.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { generalScmCode, scmDialect, scmErrors } from '../scm/errors.ts'
import type { Family } from '../wire/server-parts.ts'
import { certificateRoutes } from './certificates.ts'
import { keyStoreRoutes } from './key-stores.ts'
import { noticeRoutes } from './notices.ts'
import { orderRoutes } from './orders.ts'
import { pushedCertificateRoutes } from './pushed-certificates.ts'
import { pushRoutes } from './pushes.ts'
import { requestRoutes } from './requests.ts'
import { reviewRoutes } from './reviews.ts'
import { tagRoutes } from './tags.ts'

/** Hosted certificates, as the SCM API v3 speaks. */
export const scmFamily = (operations: Operations): Family => ({
  name: 'SCM v3',
  dialect: scmDialect,
  errors: scmErrors,
  generalCode: generalScmCode,
  errorBody: ErrorBody,
  routes: [
    ...certificateRoutes(operations),
    ...keyStoreRoutes(operations),
    ...orderRoutes(operations),
    ...reviewRoutes(operations),
    ...pushRoutes(operations),
    ...pushedCertificateRoutes(operations),
    ...tagRoutes(operations),
    ...requestRoutes(operations),
    ...noticeRoutes(operations),
  ],
})
