import { KeystoneErrorBody } from '../../contract/iam-v3/shapes.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { Family } from '../wire/server-parts.ts'
import { accessKeyRoutes } from './access-keys.ts'
import { accountRoutes } from './accounts.ts'
import { agencyRoutes } from './agencies.ts'
import { enterpriseProjectRoutes } from './enterprise-projects.ts'
import { generalIamCode, iamDialect, iamErrors } from './errors.ts'
import { federationRoutes } from './federation.ts'
import { grantRoutes } from './grants.ts'
import { groupRoutes } from './groups.ts'
import { permissionRoutes } from './permissions.ts'
import { type IamSettings, presenters } from './present.ts'
import { projectRoutes } from './projects.ts'
import { quotaRoutes } from './quotas.ts'
import { regionRoutes } from './regions.ts'
import { roleRoutes } from './roles.ts'
import { tokenRoutes } from './tokens.ts'
import { userRoutes } from './users.ts'

/** The part of IAM that says who may do what in PCA and SCM. */
export function iamFamily(operations: Operations, settings: IamSettings): Family {
  const present = presenters(settings)
  return {
    name: 'IAM v3',
    dialect: iamDialect,
    errors: iamErrors,
    generalCode: generalIamCode,
    errorBody: KeystoneErrorBody,
    routes: [
      ...tokenRoutes(operations),
      ...federationRoutes(operations, settings),
      ...projectRoutes(operations, settings, present),
      ...accountRoutes(operations, settings, present),
      ...regionRoutes(settings, present),
      ...userRoutes(operations, present),
      ...groupRoutes(operations, present),
      ...roleRoutes(operations, present),
      ...grantRoutes(operations, present),
      ...accessKeyRoutes(operations),
      ...agencyRoutes(operations),
      ...enterpriseProjectRoutes(operations),
      ...quotaRoutes(operations),
      ...permissionRoutes(operations),
    ],
  }
}
