import type { ApiOperation } from '../../contract/operation.ts'
import type { Action, Caller, Requirement } from '../../domain/model/caller.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { RouteInput } from './route.ts'

/** The caller in the project that the path names, where the operation has one. */
export async function enterProject(
  operations: Operations,
  { inProject }: ApiOperation,
  caller: Caller,
  params: unknown,
): Promise<Caller> {
  if (inProject === undefined) return caller
  return await operations.enterProject(caller, (params as Readonly<Record<string, string>>)[inProject] ?? '')
}

/** The caller with what it may do; the operation's own declaration says what it takes. */
export async function authorizeCaller(
  operations: Operations,
  { action, otherAction, about, isOwnAllowed }: ApiOperation,
  caller: Caller,
): Promise<Caller> {
  if (!isAsked(action)) return caller
  return await operations.authorize(caller, {
    action,
    ...(otherAction && { orAction: otherAction.action }),
    ...(isOwnAllowed && { isOwnAllowed }),
    ...aboutOf(about),
  })
}

/** The same once the body tells which of two actions is meant. */
export async function authorizeMeant(
  operations: Operations,
  { action, otherAction, about }: ApiOperation,
  caller: Caller,
  { body }: RouteInput,
): Promise<{ readonly caller: Caller; readonly action: ApiOperation['action'] }> {
  if (!otherAction) return { caller, action }
  const meant = otherAction.isMeant(body as Readonly<Record<string, unknown>>) ? otherAction.action : action
  if (!isAsked(meant)) return { caller, action: meant }
  return {
    caller: await operations.authorize(caller, { action: meant, ...aboutOf(about) }),
    action: meant,
  }
}

function aboutOf(about: ApiOperation['about']): Pick<Requirement, 'about'> {
  if (!about) return {}
  return { about: 'is' in about && about.is === 'listed' ? 'list' : 'object' }
}

/** The resource itself, once path and body tell which it is, where it is to belong and who signs it. */
export async function authorizeResource(
  operations: Operations,
  { action, about }: Pick<ApiOperation, 'action' | 'about'>,
  caller: Caller,
  { params, body }: RouteInput,
): Promise<void> {
  if (!about || !isAsked(action) || ('is' in about && about.is === 'listed')) return
  const given = (body ?? {}) as Readonly<Record<string, unknown>>
  const [ordered, project, issuerId] = [given['ca_id'], given['enterprise_project_id'], given['issuer_id']]
  const isNew = 'is' in about
  const kind = isNew && about.isAuthority?.(given) ? 'ca' : about.kind
  // one that was ordered keeps the project of its order
  const id = isNew ? ordered : (params as Readonly<Record<string, unknown>>)[about.parameter]
  const enterpriseProjectId =
    (project === 'all' ? undefined : project) ?? (isNew && ordered === undefined ? '0' : undefined)
  await operations.authorizeObject(caller, {
    action,
    kind,
    ...(typeof id === 'string' && { id }),
    ...(typeof enterpriseProjectId === 'string' && { enterpriseProjectId }),
    ...(typeof issuerId === 'string' && { issuerId }),
  })
}

const isAsked = (action: ApiOperation['action']): action is Action => action !== null && action !== 'open'
