import { checkIssuer } from '../../model/authority-rules.ts'
import { DomainError } from '../../model/errors.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { TenantStores } from '../../ports/doors.ts'
import type { Call, IssuingAuthority } from '../world.ts'
import { readIssuerBounds } from './issuer-bounds.ts'

/** The same, with the version of the account's CAs that it was read at. */
export interface VersionedIssuer extends IssuingAuthority {
  readonly version: number
}

/** Throws `issuer-not-found` when the account has no such CA, `state-forbids` when it may not issue now. */
export async function findIssuingAuthority(call: Call, issuerId: string): Promise<VersionedIssuer> {
  const { caller, issuingAuthorities } = call
  const found = await issuingAuthorities.get(
    `${caller.account.id}/${issuerId}`,
    () => readIssuingAuthority(call, issuerId),
    () => caller.account.id,
  )
  if (!found) throw new DomainError('issuer-not-found', { parameter: 'issuer_id' })
  checkIssuer(found.value.chain, call.clock.now())
  return { ...found.value, version: found.version }
}

async function readIssuingAuthority(call: Call, issuerId: string): Promise<IssuingAuthority | undefined> {
  const { chain, sealed } = await call.read(async ({ authorities, keys }) => ({
    chain: await authorities.chain(issuerId),
    sealed: await keys.find(issuerId),
  }))
  const [authority] = chain
  if (!authority) return undefined
  checkIssuer(chain, call.clock.now())
  const { certificate, keyAlgorithm } = authority
  if (!certificate || !sealed) return undefined
  const key = { record: sealedRecords.authorityKey(call.caller.account.id, issuerId), sealed }
  const { subjectNameDer, subjectKeyIdentifier, notBefore, notAfter } = certificate
  const signing = { key, keyAlgorithm, subjectNameDer, subjectKeyIdentifier, notBefore, notAfter }
  return { authority, chain, signing, bounds: readIssuerBounds(chain) }
}

/**
 * Looks again inside the committing transaction: a CA that was disabled, revoked or deleted while we signed must not
 * be found to have issued afterwards. What was signed is then dropped, unrecorded and unseen. The version tells
 * whether any CA of the account changed meanwhile; only then the chain is read anew.
 */
export async function recheckIssuer(
  call: Call,
  { authorities }: TenantStores,
  { authority, chain, version }: VersionedIssuer,
): Promise<void> {
  const isUnchanged = (await authorities.version()) === version
  checkIssuer(isUnchanged ? chain : await authorities.chain(authority.id), call.clock.now())
}

/** Where anyone finds the CA's certificate: what `http/pki` serves. */
export const issuerUrl = ({ settings }: Call, issuerId: string): string =>
  `${settings.publicUrl}/pki/${issuerId}.crt`
