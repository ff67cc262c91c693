import { DomainError } from '../../model/errors.ts'
import type { VouchedSession } from '../../ports/external-session-store.ts'
import { checkEnabled } from '../identity/check-enabled.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'
import type { Proven } from '../identity/prove-user.ts'
import { externalId, externalUser } from './external-user.ts'
import { findProvider } from './find-provider.ts'
import { accountNamed } from './mapped-account.ts'

/** A token lives as long as the ID token that it was taken for, and not longer than this. */
const longestMs = 3_600_000

/** The user that a provider vouched for. Throws `token-invalid` where that means nothing here, `account-disabled`. */
export async function proveVouched(world: IdentityWorld, vouched: VouchedSession): Promise<Proven> {
  const { source, subject, expiresAt } = vouched
  const { rules } = findProvider(world, source)
  const account = await accountNamed(world, rules.account)
  const user = account && externalUser(account, source, vouched, rules)
  const now = world.clock.now()
  if (!user || expiresAt <= now) {
    throw new DomainError('token-invalid', {}, { about: { userId: externalId(source, subject) } })
  }
  checkEnabled(account)
  return { user, account, methods: ['mapped'], endsAt: Math.min(expiresAt, now + longestMs) }
}
