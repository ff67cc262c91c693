import { DomainError } from '../../model/errors.ts'
import { serviceOf, wholeAccount } from '../../model/permission/policy-object.ts'
import { judge } from '../../model/permission/reach.ts'
import type { Call } from '../world.ts'

/** Of an operation that everybody may do to itself: to another it takes the action. Throws `action-denied`. */
export function checkOwnOrAllowed({ caller }: Call, userId: string, action: string): void {
  if (userId === caller.user.id && caller.sessionPolicy === null) return
  if (judge(caller.reach, wholeAccount(serviceOf(action), caller.account.id)).isAllowed) return
  throw new DomainError('action-denied', { reason: action })
}
