import { type EntitlementRules, standingOf, type Vouched } from '../../model/external-identity.ts'
import type { Account, User } from '../../model/identity.ts'

/**
 * A user without a record, for whom another identity service vouches; undefined where nothing that it says means
 * anything here. The slash keeps its name apart from those of users here, which have none.
 */
export function externalUser(
  account: Account,
  source: string,
  vouched: Omit<Vouched, 'expiresAt'>,
  rules: EntitlementRules,
): User | undefined {
  const external = standingOf(rules, source, vouched)
  if (!external) return undefined
  return {
    id: externalId(source, vouched.subject),
    accountId: account.id,
    name: externalId(source, vouched.name),
    isEnabled: true,
    isAdministrator: false,
    epoch: 0,
    external,
  }
}

/** As the audit trail names it. */
export const externalId = (source: string, subject: string): string => `external:${source}/${subject}`
