import type { Caller } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import { parsePolicy, writePolicy } from '../../model/permission/parse-policy.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { TemporaryKey } from '../../ports/access-key-store.ts'
import { type AssumeCommand, proveDelegate, recordAssumption } from '../delegation/assume-delegation.ts'
import { checkBound } from '../identity/check-bound.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'
import { type Proven, proveUser } from '../identity/prove-user.ts'
import { signInRecord } from '../identity/sign-in-record.ts'
import { stillProven } from '../identity/still-proven.ts'
import { accessKeyAlphabet } from './manage-access-keys.ts'

/** At one time, of one user: each is a row until it ends. */
const mostLiving = 500

/** As whom: the caller itself, who a token was made for, or an agency that trusts the caller's account. */
export type TemporaryIdentity =
  | { readonly kind: 'own'; readonly tokenText?: string }
  | ({ readonly kind: 'agency' } & AssumeCommand)

export interface TemporaryKeyCommand {
  readonly identity: TemporaryIdentity
  readonly seconds: number
  /** Narrows what the key may do; as it came. */
  readonly policy?: unknown
}

export interface CreatedTemporaryKey {
  readonly id: string
  readonly secretKey: string
  readonly securityToken: string
  readonly expiresAt: number
}

/** Throws `action-denied` for a caller that is narrowed itself, and what proving the identity throws. */
export async function createTemporaryKey(
  world: IdentityWorld,
  caller: Caller,
  { identity, seconds, policy }: TemporaryKeyCommand,
): Promise<CreatedTemporaryKey> {
  if (caller.sessionPolicy) throw new DomainError('action-denied', { reason: 'the key in use is narrowed' })
  const sessionPolicy =
    policy === undefined ? null : JSON.stringify(writePolicy(parsePolicy(policy, 'auth.identity.policy')))
  const proven = await prove(world, caller, identity)
  const { user, account, endsAt = Number.POSITIVE_INFINITY, delegate = null } = proven
  if (user.external)
    throw new DomainError('action-denied', { reason: 'who signs in elsewhere has no keys here' })
  const { text: securityToken, hash } = world.credentials.makeToken()
  const key: TemporaryKey = {
    id: world.random.text(20, accessKeyAlphabet),
    userId: user.id,
    epoch: user.epoch,
    expiresAt: Math.min(world.clock.now() + seconds * 1000, endsAt),
    securityTokenHash: hash,
    sessionPolicy,
    delegate,
  }
  const secretKey = world.credentials.makeSecret(40)
  await record(world, caller, account.id, key, secretKey)
  if (identity.kind === 'agency') await recordAssumption(world, caller, proven)
  return { id: key.id, secretKey, securityToken, expiresAt: key.expiresAt }
}

async function prove(world: IdentityWorld, caller: Caller, identity: TemporaryIdentity): Promise<Proven> {
  if (identity.kind === 'agency') return await proveDelegate(world, caller, identity)
  if (identity.tokenText !== undefined) {
    return await proveUser(world, caller, { method: 'token', text: identity.tokenText })
  }
  const { user, account, endsAt, delegate } = caller
  return { user, account, methods: [], endsAt, delegate }
}

async function record(
  world: IdentityWorld,
  caller: Caller,
  accountId: string,
  key: TemporaryKey,
  secretKey: string,
): Promise<void> {
  const now = world.clock.now()
  const sealedFor = sealedRecords.accessKey(key.userId, key.id)
  const { sealed } = world.vault.seal(sealedFor, new TextEncoder().encode(secretKey))
  const add = world.database.write(accountId, async ({ accessKeys, audit }) => {
    checkBound(await accessKeys.countTemporary(key.userId, now), mostLiving, 'a user', 'temporary keys')
    await accessKeys.addTemporary(key, sealed, now)
    const by = { account: { id: accountId }, user: { id: caller.user.id } }
    await audit.append(
      signInRecord(caller, by, {
        at: now,
        method: caller.method,
        operation: 'createTemporaryKey',
        objectKind: 'access-key',
        objectId: key.id,
      }),
    )
  })
  await stillProven(add)
}
