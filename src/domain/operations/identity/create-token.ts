import type { RequestOrigin } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import type { Account, Project, Token } from '../../model/identity.ts'
import type { Designation } from '../../ports/directory-store.ts'
import type { TenantStores } from '../../ports/doors.ts'
import { checkEnabled } from './check-enabled.ts'
import type { IdentityWorld } from './identity-world.ts'
import { type Proof, type Proven, proveUser } from './prove-user.ts'
import { signInRecord } from './sign-in-record.ts'
import { stillProven } from './still-proven.ts'

export const tokenLifetimeMs = 24 * 3_600_000

/** What the token is to reach: an account as a whole, or one of its projects. */
export type ScopeRequest =
  | { readonly kind: 'account'; readonly account: Designation }
  | { readonly kind: 'project'; readonly project: Designation; readonly account?: Designation }

export interface TokenRequest {
  readonly proof: Proof
  readonly scope?: ScopeRequest
}

export interface CreatedToken {
  readonly text: string
  readonly token: Token
}

/** A token for a proof. Throws what `proveUser` does, `account-disabled`, `scope-unknown`. */
export async function createToken(
  world: IdentityWorld,
  origin: RequestOrigin,
  { proof, scope }: TokenRequest,
): Promise<CreatedToken> {
  const proven = await proveUser(world, origin, proof)
  checkEnabled(proven.account)
  return await addToken(world, origin, proven, await resolveScope(world, proven.account, scope))
}

export async function resolveScope(
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

export async function addToken(
  { credentials, clock, database }: IdentityWorld,
  origin: RequestOrigin,
  { user, account, methods, endsAt = Number.POSITIVE_INFINITY, delegate = null }: Proven,
  project: Project | null,
): Promise<CreatedToken> {
  const { text, hash } = credentials.makeToken()
  const issuedAt = clock.now()
  const expiresAt = Math.min(issuedAt + tokenLifetimeMs, endsAt)
  const token = { user, account, project, issuedAt, expiresAt, methods, delegate }
  const add = database.write(account.id, async (stores) => {
    await keepToken(stores, hash, token)
    await stores.audit.append(
      signInRecord(origin, token, {
        at: issuedAt,
        method: methods[0] ?? '',
        operation: 'createToken',
        ...(delegate
          ? { objectKind: 'delegate', objectId: delegate.userId }
          : { objectKind: 'token', objectId: null }),
      }),
    )
  })
  await stillProven(add)
  return { text, token }
}

/** With the user as it was, or with what another identity service said of one that has no record. */
async function keepToken(
  { directory, externalSessions }: Pick<TenantStores, 'directory' | 'externalSessions'>,
  tokenHash: string,
  { user, account, project, ...times }: Token,
): Promise<void> {
  const { external } = user
  const kept = { tokenHash, projectId: project?.id ?? null, ...times }
  if (external) {
    const { source, subject, name, names } = external
    await externalSessions.add({ ...kept, accountId: account.id, source, subject, name, names })
  } else await directory.addToken({ ...kept, userId: user.id, epoch: user.epoch })
}
