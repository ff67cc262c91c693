import * as contract from '../../contract/iam-v3/access-keys.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { type Route, route } from '../wire/route.ts'
import { presentAccessKey } from './present.ts'

/** Permanent access keys; of each its secret is in one answer only. */
export const accessKeyRoutes = (operations: Operations): Route[] => [
  route(contract.createAccessKey, operations.createAccessKey, {
    command: ({ body: { credential } }) => ({
      userId: credential.user_id,
      description: credential.description ?? '',
    }),
    present: ({ secretKey, ...key }) => ({ credential: { ...presentAccessKey(key), secret: secretKey } }),
  }),
  route(contract.listAccessKeys, operations.listAccessKeys, {
    command: ({ query }, { caller }) => ({ userId: query.user_id ?? caller.user.id }),
    present: (keys) => ({ credentials: keys.map(presentAccessKey) }),
  }),
  route(contract.showAccessKey, operations.showAccessKey, {
    command: ({ params }) => ({ id: params.access_key }),
    present: (key) => ({ credential: presentAccessKey(key) }),
  }),
  route(contract.updateAccessKey, operations.updateAccessKey, {
    command: ({ params, body: { credential } }) => ({
      id: params.access_key,
      ...(credential.status !== undefined && { isEnabled: credential.status === 'active' }),
      ...(credential.description !== undefined && { description: credential.description }),
    }),
    present: (key) => ({ credential: presentAccessKey(key) }),
  }),
  route(contract.deleteAccessKey, operations.deleteAccessKey, {
    command: ({ params }) => ({ id: params.access_key }),
  }),
]
