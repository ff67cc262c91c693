import type { Caller } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import { judge } from '../../model/permission/reach.ts'
import type { Designation } from '../../ports/directory-store.ts'
import { checkEnabled } from '../identity/check-enabled.ts'
import { addToken, type CreatedToken, resolveScope, type ScopeRequest } from '../identity/create-token.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'
import type { Proven } from '../identity/prove-user.ts'
import { signInRecord } from '../identity/sign-in-record.ts'
import { reachOfCaller } from '../permission/authorize.ts'

export interface AssumeCommand {
  /** The account that made the agency. */
  readonly account: Designation
  readonly agencyName: string
}

/** A token to act for the account that made the agency. Throws `action-denied`, `identity-not-found`, `scope-unknown`. */
export async function assumeDelegation(
  world: IdentityWorld,
  caller: Caller,
  command: AssumeCommand & { readonly scope?: ScopeRequest },
): Promise<CreatedToken> {
  const proven = await proveDelegate(world, caller, command)
  const project = await resolveScope(world, proven.account, command.scope)
  const created = await addToken(world, caller, proven, project)
  await recordAssumption(world, caller, proven)
  return created
}

/** The account of who acts has it in its trail too. */
export async function recordAssumption(
  world: IdentityWorld,
  caller: Caller,
  { user }: Proven,
): Promise<void> {
  const at = world.clock.now()
  const act = {
    at,
    method: caller.method,
    operation: 'assumeDelegation',
    objectKind: 'agency',
    objectId: user.id,
  }
  await world.database.write(caller.account.id, ({ audit }) =>
    audit.append({ ...signInRecord(caller, caller, act), accessKeyId: caller.accessKeyId }),
  )
}

/**
 * The agency as whom the caller may act. One that trusts another account, has ended, or does not exist is the same
 * refusal.
 */
export async function proveDelegate(
  world: IdentityWorld,
  caller: Caller,
  { account: designation, agencyName }: AssumeCommand,
): Promise<Proven> {
  // what is taken for an agency lasts longer than another identity service's word
  if (caller.user.external) throw new DomainError('action-denied', { reason: 'iam:agencies:assume' })
  const found = await findDelegation(world, designation, agencyName)
  const isTrusted = found?.delegation.trustedAccount.id === caller.account.id
  const endsAt = found?.delegation.expiresAt ?? Number.POSITIVE_INFINITY
  const reach = await reachOfCaller(world, caller, 'iam:agencies:assume')
  if (!judge(reach, { resources: [`/iam/agencies/${found?.delegation.id ?? ''}`] }).isAllowed) {
    throw new DomainError('action-denied', { reason: 'iam:agencies:assume' })
  }
  // an agency that assumes another would hide who acts
  if (caller.delegate || !found || !isTrusted || endsAt <= world.clock.now()) {
    throw new DomainError('identity-not-found', { reason: 'no such agency trusts this account' })
  }
  checkEnabled(found.account)
  return {
    user: found.user,
    account: found.account,
    methods: ['assume_role'],
    endsAt: Math.min(endsAt, caller.endsAt),
    delegate: { userId: caller.user.id, epoch: caller.user.epoch },
  }
}

async function findDelegation(world: IdentityWorld, designation: Designation, name: string) {
  const account = await world.database.read('', ({ directory }) => directory.findAccount(designation))
  if (!account) return undefined
  return await world.database.read(account.id, async ({ delegations, directory }) => {
    const [delegation] = await delegations.list({ name })
    const user = delegation && (await directory.findUser({ id: delegation.id }))
    return user && { account, user, delegation }
  })
}
