import type { AccessKey, Account, Token, User } from '../../model/identity.ts'
import type { Permissions } from '../../model/permission/permissions.ts'
import type { Session } from '../../ports/directory-store.ts'
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
  readonly tokens: VersionedCache<Token>
  readonly accessKeys: VersionedCache<OpenAccessKey>
  readonly permissions: VersionedCache<Permissions>
}

const cacheBound = 10_000

export function createIdentityWorld(world: World): IdentityWorld {
  return {
    ...world,
    attempts: new Attempts(world.clock),
    tokens: new VersionedCache<Token>(world.changes, 'identity', cacheBound),
    accessKeys: new VersionedCache<OpenAccessKey>(world.changes, 'identity', cacheBound),
    permissions: new VersionedCache<Permissions>(world.changes, 'identity', cacheBound),
  }
}
