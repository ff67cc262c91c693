import { DomainError } from '../../domain/model/errors.ts'
import type { Scene } from '../wire/route.ts'

/** An account that a path, a query or a body names must be the caller's own; another's is as good as unknown. */
export function checkOwnAccount(id: string | undefined, { caller }: Scene): void {
  if (id === undefined || id === caller.account.id) return
  throw new DomainError('identity-not-found', { reason: 'there is no such account' })
}
