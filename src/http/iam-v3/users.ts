import * as contract from '../../contract/iam-v3/users.ts'
import type { Static } from '../../contract/operation.ts'
import { DomainError } from '../../domain/model/errors.ts'
import type { UserProfile } from '../../domain/model/identity.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { type Route, route } from '../wire/route.ts'
import type { Presenters } from './present.ts'
import { checkOwnAccount } from './read-scope.ts'

/** Users, by Keystone's paths and by the vendor's. */
export function userRoutes(operations: Operations, present: Presenters): Route[] {
  const one = (user: UserProfile) => ({ user: present.user(user) })
  return [
    ...contract.createUser.map((operation) =>
      route(operation, operations.createUser, {
        command({ body: { user } }, scene) {
          checkOwnAccount(user.domain_id, scene)
          const { name, password, description = '', enabled = true, email, pwd_status = true } = user
          return {
            name,
            description,
            isEnabled: enabled,
            email: email || null,
            accessMode: user.access_mode ?? 'default',
            isPasswordInitial: pwd_status,
            phone: readPhone(user) ?? null,
            ...(password !== undefined && { password }),
          }
        },
        present: one,
      }),
    ),
    route(contract.listUsers, operations.listUsers, {
      command({ query: { name, enabled, domain_id } }, scene) {
        checkOwnAccount(domain_id, scene)
        return {
          ...(name !== undefined && { name }),
          ...(enabled !== undefined && { isEnabled: enabled === 'true' }),
        }
      },
      present: (users) => ({ users: users.map(present.user), links: present.listLinks('/v3/users') }),
    }),
    ...contract.showUser.map((operation) =>
      route(operation, operations.showUser, {
        command: ({ params }) => ({ id: params.user_id }),
        present: one,
      }),
    ),
    ...contract.updateUser.map((operation) =>
      route(operation, operations.updateUser, {
        command: ({ params, body }) => ({ id: params.user_id, ...readChanges(body) }),
        present: one,
      }),
    ),
    route(contract.deleteUser, operations.deleteUser, {
      command: ({ params }) => ({ id: params.user_id }),
    }),
    route(contract.changePassword, operations.changePassword, {
      command: ({ params, body: { user } }) => ({
        id: params.user_id,
        original: user.original_password,
        password: user.password,
      }),
    }),
  ]
}

function readChanges({ user }: Static<typeof contract.UpdateUserBody>) {
  const { enabled, email, name, description, password } = user
  const phone = readPhone(user)
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(password !== undefined && { password }),
    ...(email !== undefined && { email: email || null }),
    ...(user.access_mode !== undefined && { accessMode: user.access_mode }),
    ...(user.pwd_status !== undefined && { isPasswordInitial: user.pwd_status }),
    ...(enabled !== undefined && { isEnabled: enabled }),
    ...(phone !== undefined && { phone }),
  }
}

interface Telephone {
  readonly areacode?: string
  readonly phone?: string
}

/** Kept as one text: each is worth nothing without the other. Null where they are taken away. */
function readPhone({ areacode, phone }: Telephone): string | null | undefined {
  if (areacode === undefined && phone === undefined) return undefined
  if (areacode && phone) return `${areacode}-${phone}`
  if (!areacode && !phone) return null
  const parameter = areacode ? 'user.phone' : 'user.areacode'
  throw new DomainError('parameter-invalid', { parameter, reason: 'is required with the other half' })
}
