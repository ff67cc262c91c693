import type { Operations } from '../../domain/operations/index.ts'
import type { Family } from '../wire/server-parts.ts'
import { authorityRoutes } from './authorities.ts'
import { certificateRoutes } from './certificates.ts'
import { consoleRoutes } from './console.ts'
import { pcaDialect } from './errors.ts'
import { tagRoutes } from './tags.ts'

/** Private CAs and private certificates, as the PCA API v1 speaks. */
export const pcaFamily = (operations: Operations): Family => ({
  dialect: pcaDialect,
  routes: [
    ...authorityRoutes(operations),
    ...certificateRoutes(operations),
    ...tagRoutes(operations),
    ...consoleRoutes,
  ],
})
