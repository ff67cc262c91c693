import type { ApiOperation } from '../../contract/operation.ts'
import type { Action, Caller } from '../../domain/model/caller.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { RouteInput } from './route.ts'

/** The caller with what it may do; the operation's own declaration says what it takes. */
export async function authorizeCaller(
  operations: Operations,
  { action, about, isOwnAllowed }: ApiOperation,
  caller: Caller,
): Promise<Caller> {
  if (!isAsked(action)) return caller
  const object = about && ('is' in about && about.is === 'listed' ? 'list' : 'object')
  return await operations.authorize(caller, {
    action,
    ...(isOwnAllowed && { isOwnAllowed }),
    ...(object && { about: object }),
  })
}

/** The resource itself, once the path and the body tell which it is. */
export async function authorizeResource(
  operations: Operations,
  { action, about }: ApiOperation,
  caller: Caller,
  { params, body }: RouteInput,
): Promise<void> {
  if (!about || !isAsked(action)) return
  const { kind } = about
  if ('parameter' in about) {
    const id = String((params as Record<string, unknown>)[about.parameter])
    await operations.authorizeObject(caller, { action, kind, id })
  }
  const { enterprise_project_id: given, ca_id: ordered } = (body ?? {}) as Readonly<Record<string, unknown>>
  // a CA that was ordered for one project is not named into another
  if (typeof ordered === 'string') await operations.authorizeObject(caller, { action, kind, id: ordered })
  if (typeof given === 'string' || ('is' in about && about.is === 'new')) {
    const enterpriseProjectId = typeof given === 'string' ? given : '0'
    await operations.authorizeObject(caller, { action, kind, enterpriseProjectId })
  }
}

const isAsked = (action: ApiOperation['action']): action is Action => action !== null && action !== 'open'
