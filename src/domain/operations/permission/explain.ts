import { DomainError } from '../../model/errors.ts'
import { defaultEnterpriseProject, type UserProfile } from '../../model/identity.ts'
import { parseIpAddress } from '../../model/ip-address.ts'
import { permissionsOf, reachOf } from '../../model/permission/permissions.ts'
import {
  newObject,
  type ResourceKind,
  resourceObject,
  serviceOf,
  wholeAccount,
} from '../../model/permission/policy-object.ts'
import { type Claim, judge, type PolicyObject } from '../../model/permission/reach.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import { presentUser } from '../user/manage-users.ts'
import type { Call } from '../world.ts'
import { circumstancesOf } from './circumstances.ts'
import { findResource } from './find-resource.ts'

export interface ExplainCommand {
  readonly userId: string
  readonly action: string
  /** One by its id, one that is yet to be without; absent: new in the enterprise project, or the account as a whole. */
  readonly resource?: { readonly kind: ResourceKind; readonly id?: string }
  /** Of a resource that is yet to be. */
  readonly enterpriseProjectId?: string
  /** From where the user would ask; the caller's own address unless told. */
  readonly sourceAddress?: string
}

export interface Explanation {
  readonly isAllowed: boolean
  readonly because: 'administrator' | 'allowed' | 'denied' | 'nothing-allows'
  /** The statement that decided. */
  readonly decisive: ExplainedClaim | null
  /** Every statement about the action that holds for this user, now and from there; those of other objects among them. */
  readonly considered: readonly ExplainedClaim[]
}

export interface ExplainedClaim {
  readonly effect: 'Allow' | 'Deny'
  readonly claim: Claim
}

/** Whether the user would be allowed this, and which statement says so. Throws `identity-not-found`, `parameter-invalid`. */
export async function explainPermission(call: Call, command: ExplainCommand): Promise<Explanation> {
  if (command.sourceAddress !== undefined && !parseIpAddress(command.sourceAddress)) {
    throw new DomainError('parameter-invalid', { parameter: 'source_ip', reason: 'must be an address' })
  }
  const { user, held, object } = await call.read(async (stores) => ({
    user: await presentUser(stores, command.userId),
    held: await stores.grants.heldBy(command.userId),
    object: await objectOf(call, stores, command),
  }))
  const circumstances = circumstancesOf(
    {
      user,
      account: call.caller.account,
      project: null,
      sourceAddress: command.sourceAddress ?? call.caller.sourceAddress,
    },
    call.clock.now(),
  )
  const reach = reachOf(permissionsOf(user.isAdministrator, held), command.action, circumstances)
  const { isAllowed, by } = judge(reach, object)
  const considered: ExplainedClaim[] = [
    ...reach.denies.map((claim) => ({ effect: 'Deny' as const, claim })),
    ...reach.allows.map((claim) => ({ effect: 'Allow' as const, claim })),
  ]
  return {
    isAllowed,
    because: becauseOf(user, isAllowed, by),
    decisive: considered.find(({ claim }) => claim === by) ?? null,
    considered,
  }
}

function becauseOf({ isAdministrator }: UserProfile, isAllowed: boolean, by: Claim | undefined) {
  if (isAdministrator) return 'administrator'
  if (isAllowed) return 'allowed'
  return by ? 'denied' : 'nothing-allows'
}

async function objectOf(
  { caller }: Call,
  stores: TenantReaders,
  command: ExplainCommand,
): Promise<PolicyObject> {
  const { action, enterpriseProjectId = defaultEnterpriseProject.id } = command
  const service = serviceOf(action)
  const { id: accountId } = caller.account
  const resource = command.resource ?? newResourceOf(command)
  if (!resource) return wholeAccount(service, accountId)
  const { kind, id } = resource
  if (id === undefined) {
    await checkProject(stores, enterpriseProjectId)
    return newObject(service, accountId, { kind, enterpriseProjectId })
  }
  const found = await findResource(stores, { service, kind }, id)
  if (!found) throw new DomainError('identity-not-found', { reason: `there is no such ${kind}` })
  return resourceObject(service, accountId, { kind, id, enterpriseProjectId: found.enterpriseProjectId })
}

/** Who names an enterprise project asks about something new there, of the kind that the action names. */
function newResourceOf({ action, enterpriseProjectId }: ExplainCommand): ExplainCommand['resource'] {
  if (enterpriseProjectId === undefined) return undefined
  const [, kind] = action.split(':')
  if (kind === 'ca' || kind === 'cert') return { kind }
  throw new DomainError('parameter-invalid', { parameter: 'resource', reason: 'must say what is new there' })
}

async function checkProject({ enterpriseProjects }: TenantReaders, id: string): Promise<void> {
  if (id === defaultEnterpriseProject.id || (await enterpriseProjects.find(id))) return
  throw new DomainError('parameter-invalid', { parameter: 'enterprise_project_id', reason: 'is unknown' })
}
