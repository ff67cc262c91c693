import type { Config } from './config/config.ts'
import type { EntitlementConfig } from './config/external-identity.ts'
import type { EntitlementRules } from './domain/model/external-identity.ts'
import { findSystemRoleNamed } from './domain/model/permission/system-roles.ts'
import type { Clock } from './domain/ports/clock.ts'
import type { ExternalIdentity } from './domain/ports/external-identity.ts'
import { createAsk } from './outbound/identity/ask.ts'
import { createKeystoneService } from './outbound/identity/keystone-service.ts'
import { createOpenIdProvider } from './outbound/identity/open-id-provider.ts'

/** Longer than a service takes that is well, and short enough for who waits. */
const patienceMs = 5_000

/** The identity services that the configuration names. Throws for a system role that there is none of. */
export function openExternalIdentity({ externalIdentity, apiUrl }: Config, clock: Clock): ExternalIdentity {
  const { keystone, providers } = externalIdentity
  return {
    keystone: keystone && {
      service: createKeystoneService(
        createAsk({ certificates: keystone.certificates, patienceMs }),
        keystone.endpoint,
      ),
      rules: { domains: keystone.domains, ...rulesOf(keystone) },
    },
    providers: new Map(
      providers.map(({ id, account, certificates, ...provider }) => {
        const ask = createAsk({ certificates, patienceMs })
        const client = { ...provider, callbackUrl: `${apiUrl}/v3/auth/oidc/${id}/callback` }
        const rules = { account, ...rulesOf(provider) }
        return [id, { provider: createOpenIdProvider(ask, client, clock), rules }]
      }),
    ),
  }
}

const rulesOf = ({ groups, systemRoles }: EntitlementConfig): EntitlementRules => ({
  groups,
  roleIds: new Map([...systemRoles].map(([theirs, ours]) => [theirs, ours.map(roleIdOf)])),
})

function roleIdOf(name: string): string {
  const role = findSystemRoleNamed(name)
  if (role) return role.id
  throw new Error(
    `CHANCERY_EXTERNAL_IDENTITY_FILE names a system role ${JSON.stringify(name)}: there is none`,
  )
}
