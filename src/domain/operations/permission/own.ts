import { DomainError } from '../../model/errors.ts'
import { serviceOf, wholeAccount } from '../../model/permission/policy-object.ts'
import { isDenied, judge } from '../../model/permission/reach.ts'
import type { Call } from '../world.ts'

/** Of an operation that everybody may do to itself unless it is denied: to another it takes the action. Throws `action-denied`. */
export function checkOwnOrAllowed({ caller }: Call, userId: string, action: string): void {
  const { reach, user, account, sessionPolicy } = caller
  const whole = wholeAccount(serviceOf(action), account.id)
  const isOwn = userId === user.id && sessionPolicy === null && !isDenied(reach, whole)
  if (isOwn || judge(reach, whole).isAllowed) return
  throw new DomainError('action-denied', { reason: action })
}
