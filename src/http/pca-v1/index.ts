import { ErrorBody } from '../../contract/operation.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { Family } from '../wire/server-parts.ts'
import { authorityRoutes } from './authorities.ts'
import { certificateRoutes } from './certificates.ts'
import { consoleRoutes } from './console.ts'
import { generalPcaCode, pcaDialect, pcaErrors } from './errors.ts'
import { revocationRoutes } from './revocation.ts'
import { tagRoutes } from './tags.ts'

/** Private CAs and private certificates, as the PCA API v1 speaks. */
export const pcaFamily = (operations: Operations): Family => ({
  name: 'PCA v1',
  dialect: pcaDialect,
  errors: pcaErrors,
  generalCode: generalPcaCode,
  errorBody: ErrorBody,
  routes: [
    ...authorityRoutes(operations),
    ...certificateRoutes(operations),
    ...tagRoutes(operations),
    ...revocationRoutes(operations),
    ...consoleRoutes,
  ],
})
