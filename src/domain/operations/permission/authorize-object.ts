import type { Action, Caller } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import {
  newObject,
  type ResourceKind,
  resourceObject,
  serviceOf,
} from '../../model/permission/policy-object.ts'
import { isDenied, isSettled, judge } from '../../model/permission/reach.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'
import { findResource } from './find-resource.ts'

/** What an action is done to: one that is there, one that is yet to be, or both where one becomes the other. */
export interface AskedObject {
  readonly action: Action
  readonly kind: ResourceKind
  readonly id?: string
  /** Where one that is yet to be is to belong. */
  readonly enterpriseProjectId?: string
  /** The CA that is to sign it. */
  readonly issuerId?: string
}

/**
 * Throws `action-denied` unless the caller's reach holds the resource, and the CA that signs it. What is not there is
 * nobody's secret: the operation says that it is absent.
 */
export async function authorizeObject(
  world: IdentityWorld,
  caller: Caller,
  asked: AskedObject,
): Promise<void> {
  if (isSettled(caller.reach)) return
  if (await isAllowed(world, caller, asked)) return
  throw new DomainError('action-denied', { reason: asked.action })
}

async function isAllowed(world: IdentityWorld, caller: Caller, asked: AskedObject): Promise<boolean> {
  const { action, kind, enterpriseProjectId, issuerId } = asked
  const { reach, account } = caller
  const service = serviceOf(action)
  const present = await find(world, caller, { service, kind }, asked.id)
  if (present && !judge(reach, resourceObject(service, account.id, present)).isAllowed) return false
  if (enterpriseProjectId !== undefined) {
    const made = newObject(service, account.id, { kind, enterpriseProjectId, ...(issuerId && { issuerId }) })
    if (!judge(reach, made).isAllowed) return false
  }
  return await isIssuerAllowed(world, caller, asked)
}

/**
 * A CA below another is as good as that: it takes the same right on both. Certificates may be signed by any CA of the
 * account, as with the vendor, but not by one that is denied.
 */
async function isIssuerAllowed(
  world: IdentityWorld,
  caller: Caller,
  { action, kind, issuerId }: AskedObject,
): Promise<boolean> {
  const service = serviceOf(action)
  const issuer = await find(world, caller, { service, kind: 'ca' }, issuerId)
  if (!issuer) return true
  const object = resourceObject(service, caller.account.id, issuer)
  return kind === 'ca' ? judge(caller.reach, object).isAllowed : !isDenied(caller.reach, object)
}

/** The resource of the caller's account, with the enterprise project that it belongs to. */
async function find(
  { database }: IdentityWorld,
  { account }: Caller,
  { service, kind }: { service: string; kind: ResourceKind },
  id: string | undefined,
): Promise<{ kind: ResourceKind; id: string; enterpriseProjectId: string } | undefined> {
  if (id === undefined) return undefined
  const found = await database.read(account.id, (stores) => findResource(stores, { service, kind }, id))
  return found && { kind, id, enterpriseProjectId: found.enterpriseProjectId }
}
