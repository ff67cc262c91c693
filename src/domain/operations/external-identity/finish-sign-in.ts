import type { RequestOrigin } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import type { VouchedSession } from '../../ports/external-session-store.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'
import { signInRecord } from '../identity/sign-in-record.ts'
import { findProvider } from './find-provider.ts'
import { proveVouched } from './prove-vouched.ts'
import { openTicket, type SignInTicket } from './sign-in-ticket.ts'

/** How long the browser may take to fetch its token. */
const codeMs = 60_000

/** What the browser brought back from the provider. */
export interface FinishSignInCommand {
  readonly providerId: string
  readonly ticket: Uint8Array
  readonly state: string
  readonly code: string
  /** Who the answer says that it is from (RFC 9207), where it does. */
  readonly issuer?: string
}

export interface FinishedSignIn {
  /** For which the browser gets its token, once. */
  readonly code: string
  readonly codeSeconds: number
}

/** Throws `token-invalid`, `account-disabled`, `identity-not-found`, `identity-store-failed`. */
export async function finishSignIn(
  world: IdentityWorld,
  origin: RequestOrigin,
  command: FinishSignInCommand,
): Promise<FinishedSignIn> {
  const { providerId, code, issuer } = command
  const { provider } = findProvider(world, providerId)
  // who thinks better of it comes back without
  if (code === '') throw new DomainError('token-invalid', { reason: 'has no code' })
  const ticket = openTicket(world, providerId, command.ticket)
  if (ticket.state !== command.state)
    throw new DomainError('token-invalid', { reason: 'is of another state' })
  if (issuer !== undefined && issuer !== provider.issuer)
    throw new DomainError('token-invalid', { reason: 'is of another issuer' })
  const idToken = await provider.exchange(code, ticket.verifier)
  const vouched = { ...(await provider.verify(idToken, ticket.nonce)), source: providerId }
  return await note(world, origin, ticket, vouched)
}

/** Throws `token-invalid` for who is nobody here, and for a state that served before. */
async function note(
  world: IdentityWorld,
  origin: RequestOrigin,
  ticket: SignInTicket,
  vouched: VouchedSession,
): Promise<FinishedSignIn> {
  const { credentials, clock, database } = world
  const { account, user, methods } = await proveVouched(world, vouched)
  const { text: code, hash: codeHash } = credentials.makeToken()
  const at = clock.now()
  const signIn = {
    ...vouched,
    names: user.external?.names ?? [],
    accountId: account.id,
    codeHash,
    codeExpiresAt: at + codeMs,
    stateHash: credentials.hashToken(ticket.state),
    forgetAt: ticket.endsAt,
  }
  const act = {
    at,
    method: methods[0] ?? '',
    operation: 'finishSignIn',
    objectKind: 'sign-in',
    objectId: null,
  }
  await database.write(account.id, async ({ externalSessions, audit }) => {
    const isFirst = await externalSessions.addSignIn(signIn)
    if (!isFirst) throw new DomainError('token-invalid', { reason: 'was used before' })
    await audit.append(signInRecord(origin, { account, user }, act))
  })
  return { code, codeSeconds: codeMs / 1000 }
}
