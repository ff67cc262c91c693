import { DomainError } from '../../model/errors.ts'

/** Throws `quota-exceeded` where there is no room for one more: `an account has at most 300 groups`. */
export function checkBound(used: number, most: number, who: string, what: string): void {
  if (used >= most) throw new DomainError('quota-exceeded', { reason: `${who} has at most ${most} ${what}` })
}
