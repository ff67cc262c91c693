import type { Operations } from '../../domain/operations/index.ts'
import type { Family } from '../wire/server-parts.ts'
import { iamDialect } from './errors.ts'
import { type IamSettings, projectRoutes } from './projects.ts'
import { tokenRoutes } from './tokens.ts'

/** The part of IAM that every client needs before it can speak to PCA or SCM. */
export const iamFamily = (operations: Operations, settings: IamSettings): Family => ({
  dialect: iamDialect,
  routes: [...tokenRoutes(operations), ...projectRoutes(operations, settings)],
})
