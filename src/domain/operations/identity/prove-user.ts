import type { RequestOrigin } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import type { Account, Delegate, User } from '../../model/identity.ts'
import type { Designation } from '../../ports/directory-store.ts'
import { passwordAttempts } from './attempts.ts'
import { proveAccessKey } from './authenticate-signature.ts'
import { findOwnToken } from './authenticate-token.ts'
import type { IdentityWorld } from './identity-world.ts'

/** A user by id, or by name within an account. */
export type UserDesignation =
  | { readonly id: string }
  | { readonly name: string; readonly account: Designation }

/** What somebody shows to be taken for a user. */
export type Proof =
  | { readonly method: 'password'; readonly user: UserDesignation; readonly password: string }
  | { readonly method: 'token'; readonly text: string }
  | { readonly method: 'hw_ak_sk'; readonly accessKeyId: string; readonly secretKey: string }

export interface Proven {
  readonly user: User
  readonly account: Account
  readonly methods: readonly string[]
  /** What is taken for it lives no longer. */
  readonly endsAt?: number
  /** Who acts as the agency that was assumed. */
  readonly delegate?: Delegate | null
}

/** Throws `password-mismatch`, `attempts-exhausted`, `token-invalid`, `access-key-unknown`, `access-key-locked`. */
export function proveUser(world: IdentityWorld, origin: RequestOrigin, proof: Proof): Promise<Proven> {
  switch (proof.method) {
    case 'password':
      return provePassword(world, origin, proof.user, proof.password)
    case 'token':
      return proveToken(world, proof.text)
    case 'hw_ak_sk':
      return proveKey(world, origin, proof)
  }
}

/** A token for a token reaches elsewhere, not further in time; for another service's there is none. */
async function proveToken(world: IdentityWorld, text: string): Promise<Proven> {
  const { user, account, expiresAt: endsAt, methods, delegate } = await findOwnToken(world, text)
  return { user, account, methods: [...new Set(['token', ...methods])], endsAt, delegate }
}

async function proveKey(
  world: IdentityWorld,
  origin: RequestOrigin,
  { accessKeyId, secretKey }: Extract<Proof, { method: 'hw_ak_sk' }>,
): Promise<Proven> {
  const { user, account } = await proveAccessKey(world, origin, accessKeyId, secretKey)
  return { user, account, methods: ['hw_ak_sk'] }
}

/** An unknown user and a wrong password are the same refusal and take the same time. */
async function provePassword(
  world: IdentityWorld,
  origin: RequestOrigin,
  designation: UserDesignation,
  password: string,
): Promise<Proven> {
  const known = await findUser(world, designation)
  // however the user is spelled, the count is one; who does not exist is counted by name
  const credential = known ? passwordAttempts(known.user) : `user ${JSON.stringify(designation)}`
  const { user, account } = await world.attempts.inTurn(credential, origin.sourceAddress, () =>
    attempt(world, origin, known, password, credential),
  )
  return { user, account, methods: ['password'] }
}

/** One attempt. Throws `attempts-exhausted`, `password-mismatch`. */
async function attempt(
  world: IdentityWorld,
  { sourceAddress }: RequestOrigin,
  known: KnownUser | undefined,
  password: string,
  credential: string,
): Promise<KnownUser> {
  world.attempts.check(credential, sourceAddress, 'attempts-exhausted')
  world.attempts.spendHash(sourceAddress)
  if (!(await provesPassword(world, known?.passwordHash, password)) || !known?.user.isEnabled) {
    await world.attempts.failed(credential, sourceAddress)
    throw new DomainError('password-mismatch', {}, known && { about: { userId: known.user.id } })
  }
  world.attempts.succeeded(credential, sourceAddress)
  return known
}

interface KnownUser {
  readonly user: User
  readonly account: Account
  readonly passwordHash: string
}

async function findUser(world: IdentityWorld, designation: UserDesignation): Promise<KnownUser | undefined> {
  return world.database.read('', async ({ directory }) => {
    const user = await ('id' in designation
      ? directory.findUser({ id: designation.id })
      : directory.findAccount(designation.account).then((account) => {
          return account && directory.findUser({ accountId: account.id, name: designation.name })
        }))
    if (!user) return undefined
    const account = await directory.findAccount({ id: user.accountId })
    const passwordHash = await directory.findPasswordHash(user.id)
    return account && passwordHash !== undefined ? { user, account, passwordHash } : undefined
  })
}

/** Where there is no hash a made-up one is checked, so that the answer tells nothing by its time. */
async function provesPassword({ credentials }: IdentityWorld, hash: string | undefined, password: string) {
  if (hash !== undefined) return credentials.isPassword(password, hash)
  await credentials.hashPassword(password)
  return false
}
