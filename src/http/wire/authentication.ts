import type { Caller, RequestOrigin } from '../../domain/model/caller.ts'
import { DomainError } from '../../domain/model/errors.ts'
import type { Operations } from '../../domain/operations/index.ts'
import { readSignature, type SignedParts, type UnhashedSignature } from './signed-request.ts'

/** How a request's caller becomes known: before its body is read, or with it. */
export type Credentials =
  | { readonly kind: 'known'; readonly caller: Caller }
  | { readonly kind: 'signed'; readonly signature: UnhashedSignature }

/**
 * Looks at the headers alone: a token is settled here; of a signature only what needs no body, so that nothing is
 * read for an unknown access key or a stale date.
 */
export async function admit(
  operations: Operations,
  origin: RequestOrigin,
  parts: SignedParts,
): Promise<Credentials> {
  const token = oneHeader(parts.headers, 'x-auth-token')
  if (token !== undefined && token !== '') {
    return { kind: 'known', caller: await operations.authenticateToken(origin, token) }
  }
  const authorization = oneHeader(parts.headers, 'authorization')
  if (authorization === undefined) throw new DomainError('credentials-missing')
  const signature = readSignature(parts, authorization)
  await operations.admitSignature(origin, signature)
  return { kind: 'signed', signature }
}

/** The caller, once the body is there. */
export async function identify(
  operations: Operations,
  origin: RequestOrigin,
  parts: SignedParts,
  credentials: Credentials,
  body: Uint8Array,
): Promise<Caller> {
  if (credentials.kind === 'known') return credentials.caller
  const { signature } = credentials
  const declaredBodyHash = oneHeader(parts.headers, contentHashHeader(signature))
  const selectedAccountId = oneHeader(parts.headers, 'x-domain-id')
  const selectedProjectId = oneHeader(parts.headers, 'x-project-id')
  const securityToken = oneHeader(parts.headers, 'x-security-token')
  return operations.authenticateSignature(origin, {
    signature,
    body,
    ...(declaredBodyHash !== undefined && { declaredBodyHash }),
    ...(selectedAccountId && { selectedAccountId }),
    ...(selectedProjectId && { selectedProjectId }),
    ...(securityToken && { securityToken }),
  })
}

const contentHashHeader = ({ algorithm }: UnhashedSignature) =>
  algorithm === 'SDK-HMAC-SM3' ? 'x-sdk-content-sm3' : 'x-sdk-content-sha256'

/** A header's text; the first of them where it came more than once. */
export function oneHeader(headers: SignedParts['headers'], name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : value?.[0]
}
