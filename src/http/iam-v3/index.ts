import { KeystoneErrorBody } from '../../contract/iam-v3/operations.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { Family } from '../wire/server-parts.ts'
import { generalIamCode, iamDialect, iamErrors } from './errors.ts'
import { type IamSettings, projectRoutes } from './projects.ts'
import { tokenRoutes } from './tokens.ts'

/** The part of IAM that every client needs before it can speak to PCA or SCM. */
export const iamFamily = (operations: Operations, settings: IamSettings): Family => ({
  name: 'IAM v3',
  dialect: iamDialect,
  errors: iamErrors,
  generalCode: generalIamCode,
  errorBody: KeystoneErrorBody,
  routes: [...tokenRoutes(operations), ...projectRoutes(operations, settings)],
})
