import type { Action, Caller } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import { type ResourceKind, resourceObject, serviceOf } from '../../model/permission/policy-object.ts'
import { isSettled, judge } from '../../model/permission/reach.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'

/** One resource by its id, or one that is yet to be, by the enterprise project that it is to belong to. */
export type AskedObject = {
  readonly action: Action
  readonly kind: ResourceKind
} & ({ readonly id: string } | { readonly enterpriseProjectId: string })

/**
 * Throws `action-denied` unless the caller's reach holds the resource. One that is not there is nobody's secret: the
 * operation says that it is absent.
 */
export async function authorizeObject(
  world: IdentityWorld,
  caller: Caller,
  asked: AskedObject,
): Promise<void> {
  if (isSettled(caller.reach)) return
  const { action, kind } = asked
  const enterpriseProjectId =
    'id' in asked ? await findProjectOf(world, caller, kind, asked.id) : asked.enterpriseProjectId
  if (enterpriseProjectId === undefined) return
  const id = 'id' in asked ? asked.id : undefined
  const object = resourceObject(serviceOf(action), caller.account.id, kind, id, enterpriseProjectId)
  if (!judge(caller.reach, object).isAllowed) throw new DomainError('action-denied', { reason: action })
}

/** The enterprise project of a resource of the caller's account. */
async function findProjectOf(
  { database }: IdentityWorld,
  { account }: Caller,
  kind: ResourceKind,
  id: string,
): Promise<string | undefined> {
  return await database.read(account.id, async ({ authorities, certificates }) => {
    const found = kind === 'ca' ? await authorities.find(id) : await certificates.find(id)
    return found?.enterpriseProjectId
  })
}
