import type { RequestOrigin } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import { accountOfDomain, type KeystoneRules, type KeystoneToken } from '../../model/external-identity.ts'
import type { Token } from '../../model/identity.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'
import { externalId, externalUser } from './external-user.ts'
import { accountNamed } from './mapped-account.ts'

/**
 * What a Keystone's token stands for here. Throws `token-invalid` for one that is refused there, is for no domain
 * that is an account here, or whose roles mean nothing here; `identity-store-failed` where there is no telling.
 */
export async function findForeignToken(
  world: IdentityWorld,
  { sourceAddress }: RequestOrigin,
  text: string,
): Promise<Token> {
  const { keystone } = world.externalIdentity
  const hash = world.credentials.hashToken(text)
  const token = keystone && (await world.keystoneTokens?.find(hash, text, sourceAddress))
  if (!token) throw new DomainError('token-invalid')
  const source = `keystone/${token.domain.id}`
  const account = await accountNamed(world, accountNameOf(keystone.rules, token))
  const user = account && externalUser(account, source, token, keystone.rules)
  if (!user)
    throw new DomainError('token-invalid', {}, { about: { userId: externalId(source, token.subject) } })
  const { expiresAt } = token
  return {
    user,
    account,
    project: null,
    issuedAt: world.clock.now(),
    expiresAt,
    methods: ['mapped'],
    delegate: null,
  }
}

/** The roles are the scope's, so the account is; and nobody from a domain that is another account, or none. */
function accountNameOf(rules: KeystoneRules, { domain, scopeDomain }: KeystoneToken): string | undefined {
  const name = scopeDomain ? accountOfDomain(rules, scopeDomain) : undefined
  return accountOfDomain(rules, domain) === name ? name : undefined
}
