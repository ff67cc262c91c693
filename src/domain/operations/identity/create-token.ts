import type { RequestOrigin } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import type { Account, Project, Token, User } from '../../model/identity.ts'
import type { Designation } from '../../ports/directory-store.ts'
import { checkEnabled } from './check-enabled.ts'
import type { IdentityWorld } from './identity-world.ts'

export const tokenLifetimeMs = 24 * 3_600_000

/** A user by id, or by name within an account. */
export type UserDesignation =
  | { readonly id: string }
  | { readonly name: string; readonly account: Designation }

/** What the token is to reach: an account as a whole, or one of its projects. */
export type ScopeRequest =
  | { readonly kind: 'account'; readonly account: Designation }
  | { readonly kind: 'project'; readonly project: Designation; readonly account?: Designation }

export interface TokenRequest {
  readonly user: UserDesignation
  readonly password: string
  readonly scope?: ScopeRequest
}

export interface CreatedToken {
  readonly text: string
  readonly token: Token
}

/**
 * A token for a password. An unknown user and a wrong password are the same refusal and take the same time.
 * Throws `password-mismatch`, `attempts-exhausted`, `account-disabled`, `scope-unknown`.
 */
export async function createToken(
  world: IdentityWorld,
  origin: RequestOrigin,
  request: TokenRequest,
): Promise<CreatedToken> {
  const known = await findUser(world, request.user)
  // however the user is spelled, the count is one; who does not exist is counted by name
  const credential = known ? `user ${known.user.id}` : `user ${JSON.stringify(request.user)}`
  const { user, account } = await world.attempts.inTurn(credential, origin.sourceAddress, () =>
    prove(world, origin, known, request.password, credential),
  )
  checkEnabled(account)
  const project = await resolveScope(world, account, request.scope)
  return addToken(world, origin, { user, account }, project)
}

/** One attempt. Throws `attempts-exhausted`, `password-mismatch`. */
async function prove(
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

async function resolveScope(
  world: IdentityWorld,
  account: Account,
  scope: ScopeRequest | undefined,
): Promise<Project | null> {
  if (!scope) return null
  if (scope.account && !designates(scope.account, account)) throw new DomainError('scope-unknown')
  if (scope.kind === 'account') return null
  const project = await world.database.read('', ({ directory }) =>
    directory.findProject(account.id, scope.project),
  )
  if (!project?.isEnabled) throw new DomainError('scope-unknown')
  return project
}

const designates = (designation: Designation, { id, name }: Account) =>
  'id' in designation ? designation.id === id : designation.name === name

async function addToken(
  { credentials, clock, database }: IdentityWorld,
  origin: RequestOrigin,
  { user, account }: Pick<KnownUser, 'user' | 'account'>,
  project: Project | null,
): Promise<CreatedToken> {
  const { text, hash } = credentials.makeToken()
  const issuedAt = clock.now()
  const token = {
    user,
    account,
    project,
    issuedAt,
    expiresAt: issuedAt + tokenLifetimeMs,
    methods: ['password'],
  }
  await database.write(account.id, async (stores) => {
    await stores.directory.addToken({
      tokenHash: hash,
      userId: user.id,
      epoch: user.epoch,
      projectId: project?.id ?? null,
      methods: token.methods,
      issuedAt,
      expiresAt: token.expiresAt,
    })
    await stores.audit.append({
      at: issuedAt,
      accountId: account.id,
      userId: user.id,
      method: 'password',
      accessKeyId: null,
      sourceAddress: origin.sourceAddress,
      requestId: origin.requestId,
      operation: 'createToken',
      objectKind: 'token',
      objectId: null,
      result: 'success',
      beforeDigest: null,
      afterDigest: null,
      count: 1,
    })
  })
  return { text, token }
}
