import { DomainError } from '../../model/errors.ts'
import type { Delegation } from '../../model/identity.ts'
import type { Designation } from '../../ports/directory-store.ts'
import { checkBound } from '../identity/check-bound.ts'
import { checkNameIsFree, found, settled } from '../identity/found.ts'
import type { Call } from '../world.ts'

const dayMs = 86_400_000

export interface DelegationCommand {
  readonly name: string
  readonly description: string
  readonly trusted: Designation
  /** Days from its creation; null for ever. */
  readonly days: number | null
}

/** Throws `identity-exists`, `quota-exceeded`; `parameter-invalid` where the trusted account is unknown or the caller's own. */
export async function createDelegation(call: Call, command: DelegationCommand): Promise<Delegation> {
  const { name, description, trusted, days } = command
  const createdAt = call.clock.now()
  const delegation: Delegation = {
    id: call.random.identifier(),
    name,
    description,
    trustedAccount: await findTrusted(call, trusted),
    expiresAt: endOf(createdAt, days),
    createdAt,
  }
  const add = call.write(async ({ delegations }, tell) => {
    checkBound(await delegations.count(), call.settings.identityBounds.agencies, 'an account', 'agencies')
    checkNameIsFree(await delegations.list({ name }), undefined, 'agency')
    await delegations.add(delegation)
    tell({ kind: 'agency', id: delegation.id, after: delegation })
  })
  await settled(add, 'agency')
  return delegation
}

export const listDelegations = (
  call: Call,
  filter: { readonly name?: string; readonly trustedAccountId?: string },
): Promise<Delegation[]> => call.read(({ delegations }) => delegations.list(filter))

export async function showDelegation(call: Call, { id }: { readonly id: string }): Promise<Delegation> {
  return found(await call.read(({ delegations }) => delegations.find(id)), 'agency')
}

/** Tokens that were taken for it end. */
export async function updateDelegation(
  call: Call,
  { id, trusted, days, description }: Partial<Omit<DelegationCommand, 'name'>> & { readonly id: string },
): Promise<Delegation> {
  const trustedAccount = trusted && (await findTrusted(call, trusted))
  return await call.write(async ({ delegations }, tell) => {
    const before = found(await delegations.find(id), 'agency')
    const after = {
      ...before,
      ...(description !== undefined && { description }),
      ...(trustedAccount && { trustedAccount }),
      ...(days !== undefined && { expiresAt: endOf(before.createdAt, days) }),
    }
    await delegations.replace(after)
    tell({ kind: 'agency', id, before, after })
    return after
  })
}

export async function deleteDelegation(call: Call, { id }: { readonly id: string }): Promise<void> {
  await call.write(async ({ delegations }, tell) => {
    const before = found(await delegations.find(id), 'agency')
    await delegations.remove(id)
    tell({ kind: 'agency', id, before })
  })
}

async function findTrusted(call: Call, trusted: Designation): Promise<Delegation['trustedAccount']> {
  const account = await call.read(({ directory }) => directory.findAccount(trusted))
  if (account && account.id !== call.caller.account.id) return { id: account.id, name: account.name }
  throw new DomainError('parameter-invalid', {
    parameter: 'agency.trust_domain_name',
    reason: 'must be another account of this server',
  })
}

const endOf = (createdAt: number, days: number | null) => (days === null ? null : createdAt + days * dayMs)
