import type { AccessKey, Account, Token, User } from '../../model/identity.ts'
import type { Permissions } from '../../model/permission/permissions.ts'
import type { Session } from '../../ports/directory-store.ts'
import { KeystoneTokens } from '../external-identity/keystone-tokens.ts'
import { VersionedCache } from '../versioned-cache.ts'
import type { World } from '../world.ts'
import { Attempts } from './attempts.ts'

/** An access key as authentication needs it; the secret is open, so it stays inside this folder. */
export interface OpenAccessKey {
  readonly accessKey: AccessKey
  readonly secretKey: Uint8Array
  readonly user: User
  readonly account: Account
  /** Of a temporary key. */
  readonly session: Session | null
}

/** The world of those who are not known yet: no doors are bound, because there is no tenant to bind them to. */
export interface IdentityWorld extends World {
  readonly attempts: Attempts
  /** Null where no Keystone's word counts. */
  readonly keystoneTokens: KeystoneTokens | null
  readonly tokens: VersionedCache<Token>
  /** By their names. */
  readonly accounts: VersionedCache<Account>
  readonly accessKeys: VersionedCache<OpenAccessKey>
  readonly permissions: VersionedCache<Permissions>
}

const cacheBound = 10_000

export function createIdentityWorld(world: World): IdentityWorld {
  const attempts = new Attempts(world.clock)
  const { keystone } = world.externalIdentity
  return {
    ...world,
    attempts,
    keystoneTokens: keystone && new KeystoneTokens(keystone.service, world.clock, attempts),
    accounts: new VersionedCache<Account>(world.changes, 'identity', cacheBound),
    tokens: new VersionedCache<Token>(world.changes, 'identity', cacheBound),
    accessKeys: new VersionedCache<OpenAccessKey>(world.changes, 'identity', cacheBound),
    permissions: new VersionedCache<Permissions>(world.changes, 'identity', cacheBound),
  }
}
