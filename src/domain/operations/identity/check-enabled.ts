import { DomainError } from '../../model/errors.ts'
import type { Account } from '../../model/identity.ts'

export function checkEnabled({ isEnabled }: Account): void {
  if (!isEnabled) throw new DomainError('account-disabled')
}
