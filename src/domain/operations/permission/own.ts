import type { Caller } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import { serviceOf, wholeAccount } from '../../model/permission/policy-object.ts'
import { isDenied, judge } from '../../model/permission/reach.ts'
import type { Call } from '../world.ts'

/**
 * A key that was narrowed is narrowed in what is its own too, or it could make itself one that is not; and who is
 * vouched for elsewhere has nothing here that is its own.
 */
export const ownsItself = ({ sessionPolicy, user }: Caller): boolean =>
  sessionPolicy === null && user.external === undefined

/** Of an operation that everybody may do to itself unless it is denied: to another it takes the action. Throws `action-denied`. */
export function checkOwnOrAllowed({ caller }: Call, userId: string, action: string): void {
  const { reach, user, account } = caller
  const whole = wholeAccount(serviceOf(action), account.id)
  const isOwn = userId === user.id && ownsItself(caller) && !isDenied(reach, whole)
  if (isOwn || judge(reach, whole).isAllowed) return
  throw new DomainError('action-denied', { reason: action })
}
