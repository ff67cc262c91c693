import type { Action, Caller } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'
import { authorize } from './authorize.ts'

/** An action, and whether it is done to resources, some of which may be out of reach. */
export interface AskedAction {
  readonly action: Action
  readonly isAboutResources: boolean
}

/**
 * Those of the actions that the caller may do, on one object at least: what a console offers. Whether it may do them on
 * a certain object is told when it does.
 */
export async function listAllowedActions(
  world: IdentityWorld,
  caller: Caller,
  { asked }: { readonly asked: readonly AskedAction[] },
): Promise<Action[]> {
  const allowed: Action[] = []
  for (const { action, isAboutResources } of asked) {
    if (await isAllowed(world, caller, action, isAboutResources)) allowed.push(action)
  }
  return allowed
}

async function isAllowed(world: IdentityWorld, caller: Caller, action: Action, isAboutResources: boolean) {
  try {
    await authorize(world, caller, { action, ...(isAboutResources && { about: 'object' }) })
    return true
  } catch (error) {
    if (error instanceof DomainError && error.code === 'action-denied') return false
    throw error
  }
}
