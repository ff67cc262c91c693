import type { Caller, RequestOrigin } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import type { Project } from '../../model/identity.ts'
import { nothing } from '../../model/permission/reach.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { RequestSignature } from '../../ports/credentials.ts'
import { checkEnabled } from './check-enabled.ts'
import type { IdentityWorld, OpenAccessKey } from './identity-world.ts'

/** Clocks of clients may differ from ours by this much (client contract 2.1). */
const skewMs = 15 * 60_000

/** What can be judged before the body is read. */
export type SignatureClaim = Pick<RequestSignature, 'accessKeyId' | 'date' | 'scope'>

/** A signed request; the headers that select an account or project are unsigned, so they only narrow (A42). */
export interface SignedRequest {
  /** Everything but the canonical request's last line, the body's hash, which is made here. */
  readonly signature: Omit<RequestSignature, 'canonicalRequest'> & { readonly canonicalHead: string }
  readonly body: Uint8Array
  /** The hash that the client says its body has (`X-Sdk-Content-Sha256`). */
  readonly declaredBodyHash?: string
  /** What a temporary key comes with (`X-Security-Token`). */
  readonly securityToken?: string
  readonly selectedAccountId?: string
  readonly selectedProjectId?: string
}

/**
 * Refuses an unknown or locked access key and a stale date, so that no body is read for them.
 * Throws `access-key-unknown`, `access-key-locked`, `signature-expired`, `signature-malformed`.
 */
export async function admitSignature(
  world: IdentityWorld,
  origin: RequestOrigin,
  { accessKeyId, date, scope }: SignatureClaim,
): Promise<void> {
  const signedAt = parseSignatureDate(date)
  if (signedAt === undefined) throw new DomainError('signature-malformed', { reason: 'X-Sdk-Date' })
  if (scope !== null && !scope.startsWith(`${date.slice(0, 8)}/`)) {
    throw new DomainError('signature-malformed', { reason: 'Credential' })
  }
  if (Math.abs(world.clock.now() - signedAt) > skewMs) throw new DomainError('signature-expired')
  world.attempts.check(accessKeyId, origin.sourceAddress, 'access-key-locked')
  await findAccessKey(world, accessKeyId)
}

/**
 * The caller that signed. Throws what `admitSignature` does, `signature-mismatch`, `body-hash-mismatch`,
 * `account-disabled` and `scope-unknown`.
 */
export async function authenticateSignature(
  world: IdentityWorld,
  origin: RequestOrigin,
  request: SignedRequest,
): Promise<Caller> {
  const { signature, selectedAccountId, selectedProjectId } = request
  const { accessKeyId } = signature
  const key = await findAccessKey(world, accessKeyId)
  const { user, account, secretKey } = key
  world.attempts.check(accessKeyId, origin.sourceAddress, 'access-key-locked')
  const canonicalRequest = `${signature.canonicalHead}\n${bodyHashOf(world, request)}`
  const isSigned = world.credentials.isSignedWith({ ...signature, canonicalRequest }, secretKey)
  if (!isSigned || !bearsToken(world, key, request.securityToken)) {
    await world.attempts.failed(accessKeyId, origin.sourceAddress)
    throw new DomainError('signature-mismatch', {}, { about: { userId: user.id, accessKeyId } })
  }
  world.attempts.succeeded(accessKeyId, origin.sourceAddress)
  checkEnabled(account)
  if (selectedAccountId !== undefined && selectedAccountId !== account.id)
    throw new DomainError('scope-unknown')
  const project = await selectProject(world, account.id, selectedProjectId)
  const { policy = null, expiresAt = Number.POSITIVE_INFINITY, delegate = null } = key.session ?? {}
  const method = {
    method: 'access-key',
    accessKeyId,
    sessionPolicy: policy,
    endsAt: expiresAt,
    delegate,
  } as const
  return { ...origin, account, user, project, ...method, reach: nothing }
}

/** A temporary key is nothing without its token; a permanent one has none. */
const bearsToken = ({ credentials }: IdentityWorld, { session }: OpenAccessKey, token: string | undefined) =>
  session === null || (token !== undefined && credentials.hashToken(token) === session.securityTokenHash)

/**
 * The owner of a permanent key whose secret is shown in the clear (the vendor's `hw_ak_sk`). Throws
 * `access-key-unknown`, `access-key-locked`.
 */
export async function proveAccessKey(
  world: IdentityWorld,
  { sourceAddress }: RequestOrigin,
  accessKeyId: string,
  secretKey: string,
): Promise<OpenAccessKey> {
  world.attempts.check(accessKeyId, sourceAddress, 'access-key-locked')
  const key = await findAccessKey(world, accessKeyId)
  if (key.session === null && world.credentials.isSecret(secretKey, key.secretKey)) {
    world.attempts.succeeded(accessKeyId, sourceAddress)
    return key
  }
  await world.attempts.failed(accessKeyId, sourceAddress)
  throw new DomainError('signature-mismatch', {}, { about: { userId: key.user.id, accessKeyId } })
}

/** A declared hash must be the body's own, or the signature would cover nothing of it. */
function bodyHashOf({ credentials, settings }: IdentityWorld, request: SignedRequest): string {
  const { signature, body, declaredBodyHash } = request
  if (declaredBodyHash === 'UNSIGNED-PAYLOAD' && settings.acceptsUnsignedPayload) return declaredBodyHash
  const hash = credentials.hashBody(signature.algorithm, body)
  if (declaredBodyHash !== undefined && declaredBodyHash !== hash) throw new DomainError('body-hash-mismatch')
  return hash
}

/** `YYYYMMDDTHHMMSSZ` in ms since the epoch. */
export function parseSignatureDate(date: string): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(date)
  if (!match) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

async function findAccessKey(world: IdentityWorld, accessKeyId: string): Promise<OpenAccessKey> {
  const load = () => openAccessKey(world, accessKeyId)
  const cached = await world.accessKeys.get(accessKeyId, load, ({ account }) => account.id)
  // an agency's rests on another account too, whose changes the cache does not hear of
  const key = cached?.value.session?.delegate ? await load() : cached?.value
  if (!key?.accessKey.isEnabled || !key.user.isEnabled || hasEnded(world, key)) {
    throw new DomainError('access-key-unknown', { reason: accessKeyId })
  }
  return key
}

const hasEnded = ({ clock }: IdentityWorld, { session, user }: OpenAccessKey) =>
  session !== null && (session.expiresAt <= clock.now() || session.epoch !== user.epoch)

async function openAccessKey(world: IdentityWorld, id: string): Promise<OpenAccessKey | undefined> {
  const found = await world.database.read('', (stores) => stores.directory.findAccessKey(id))
  if (!found) return undefined
  const record = sealedRecords.accessKey(found.user.id, id)
  return { ...found, secretKey: world.vault.unseal({ record, sealed: found.secret }) }
}

async function selectProject(world: IdentityWorld, accountId: string, id?: string): Promise<Project | null> {
  if (id === undefined) return null
  const project = await world.database.read('', (stores) => stores.directory.findProject(accountId, { id }))
  if (!project?.isEnabled) throw new DomainError('scope-unknown')
  return project
}
