import type { Authority } from '../../model/authority.ts'
import { checkIssuer } from '../../model/authority-rules.ts'
import { DomainError } from '../../model/errors.ts'
import type { TenantStores } from '../../ports/doors.ts'
import type { SigningAuthority } from '../../ports/issuer.ts'
import type { Call } from '../world.ts'

/** The CA that is to sign, with those above it (itself first) and its sealed key. */
export interface IssuingAuthority {
  readonly authority: Authority
  readonly chain: readonly Authority[]
  readonly signing: SigningAuthority
}

/** Throws `issuer-not-found` when the account has no such CA, `state-forbids` when it may not issue now. */
export async function findIssuingAuthority(call: Call, issuerId: string): Promise<IssuingAuthority> {
  const { chain, key } = await call.read(async ({ authorities, keys }) => ({
    chain: await authorities.chain(issuerId),
    key: await keys.find(issuerId),
  }))
  const [authority] = chain
  if (!authority) throw new DomainError('issuer-not-found', { parameter: 'issuer_id' })
  checkIssuer(chain, call.clock.now())
  const { certificate, keyAlgorithm } = authority
  if (!certificate || !key) throw new DomainError('issuer-not-found', { parameter: 'issuer_id' })
  return { authority, chain, signing: { ...certificate, key, keyAlgorithm } }
}

/**
 * Looks again inside the committing transaction: a CA that was disabled, revoked or deleted while we signed must not
 * be found to have issued afterwards. What was signed is then dropped, unrecorded and unseen.
 */
export async function recheckIssuer(
  call: Call,
  { authorities }: TenantStores,
  issuerId: string,
): Promise<void> {
  checkIssuer(await authorities.chain(issuerId), call.clock.now())
}
