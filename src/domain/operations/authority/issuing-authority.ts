import type { Authority } from '../../model/authority.ts'
import { checkIssuer } from '../../model/authority-rules.ts'
import { DomainError } from '../../model/errors.ts'
import { checkOutsideChain } from '../../model/issuer-bounds.ts'
import { namedUntilDay, revocationListUrl } from '../../model/revocation-list.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { Validity } from '../../model/validity.ts'
import type { TenantReaders, TenantStores } from '../../ports/doors.ts'
import type { SigningAuthority } from '../../ports/issuer.ts'
import { checkMaySign } from '../journal/may-sign.ts'
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
  checkOutsideChain(found.value.bounds, call.clock.now())
  return { ...found.value, version: found.version }
}

async function readIssuingAuthority(call: Call, issuerId: string): Promise<IssuingAuthority | undefined> {
  const { chain, sealed } = await call.read(async (stores) => {
    const lineage = await stores.authorities.chain(issuerId)
    await checkChainMaySign(call, stores, lineage)
    return { chain: lineage, sealed: await stores.keys.find(issuerId) }
  })
  const [authority] = chain
  if (!authority || authority.state === 'DESTROYED') return undefined
  checkIssuer(chain, call.clock.now())
  const signing = signingAuthority(call.caller.account.id, authority, sealed)
  return signing && { authority, chain, signing, bounds: readIssuerBounds(chain), noted: { namedUntil: 0 } }
}

/** A CA above may have revoked this one since. */
const checkChainMaySign = (
  call: Call,
  stores: Pick<TenantReaders, 'journals'>,
  chain: readonly Authority[],
) =>
  checkMaySign(
    call,
    stores,
    chain.map(({ id }) => id),
  )

/** A CA as one that signs; undefined where it has no certificate or no key. */
export function signingAuthority(
  accountId: string,
  { id, certificate, keyAlgorithm }: Authority,
  sealed: Uint8Array | undefined,
): SigningAuthority | undefined {
  if (!certificate || !sealed) return undefined
  const key = { record: sealedRecords.authorityKey(accountId, id), sealed }
  const { subjectNameDer, subjectKeyIdentifier, notBefore, notAfter } = certificate
  return { key, keyAlgorithm, subjectNameDer, subjectKeyIdentifier, notBefore, notAfter }
}

/**
 * Looks again inside the committing transaction: a CA that was disabled, revoked or deleted while we signed must not
 * be found to have issued afterwards. What was signed is then dropped, unrecorded and unseen. The version tells
 * whether any CA of the account changed meanwhile; only then the chain is read anew. The place that the certificate
 * names for its issuer's revocation list is noted until it ends.
 */
export async function recheckIssuer(
  call: Call,
  { authorities, revocationLists, journals }: TenantStores,
  { authority, chain, version, noted }: VersionedIssuer,
  { notAfter }: Validity,
): Promise<void> {
  const isUnchanged = (await authorities.version()) === version
  if (!isUnchanged) await checkChainMaySign(call, { journals }, chain)
  checkIssuer(isUnchanged ? chain : await authorities.chain(authority.id), call.clock.now())
  const { id, revocationList } = authority
  if (!revocationList || (isUnchanged && noted.namedUntil >= notAfter)) return
  const until = namedUntilDay(notAfter)
  if (!(await revocationLists.noteNamed(id, revocationList, until))) {
    throw new DomainError('state-forbids', { reason: "the issuing CA's CRL moved meanwhile: try again" })
  }
}

/** Once it is committed, the next certificates need not note it again. */
export function confirmNoted({ noted }: VersionedIssuer, { notAfter }: Validity): void {
  noted.namedUntil = Math.max(noted.namedUntil, namedUntilDay(notAfter))
}

/** What a certificate says of where its issuer and its status are found. */
export const statusLocations = ({ settings: { publicUrl } }: Call, authority: Authority) => ({
  issuerUrls: [issuerUrl(publicUrl, authority.id)],
  revocationListUrls: authority.revocationList
    ? [revocationListUrl(publicUrl, authority.revocationList)]
    : [],
  responderUrls: authority.answersStatus ? [responderUrl(publicUrl, authority.id)] : [],
})

/** What `http/pki` serves. */
const issuerUrl = (publicUrl: string, id: string): string => `${publicUrl}/pki/${id}.crt`
const responderUrl = (publicUrl: string, id: string): string => `${publicUrl}/ocsp/${id}`
