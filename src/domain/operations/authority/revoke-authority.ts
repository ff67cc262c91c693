import type { Authority } from '../../model/authority.ts'
import { checkAuthorityReleasable, checkAuthorityRevocable } from '../../model/authority-rules.ts'
import { DomainError } from '../../model/errors.ts'
import type { Revocation, RevocationReason } from '../../model/revocation.ts'
import type { Tell, TenantStores } from '../../ports/doors.ts'
import { checkIssuerCanTell, keepInJournal, noteRevocation } from '../revocation/note-revocation.ts'
import type { Call } from '../world.ts'
import { presentAuthority } from './find-authority.ts'

export interface RevokeAuthorityCommand {
  readonly id: string
  readonly reason: RevocationReason
}

/**
 * Neither it nor a CA below it issues any more (API reference 4.1.1.13). A fact beside the state: restoring or
 * enabling does not take it back (api-answers A2).
 */
export async function revokeAuthority(call: Call, { id, reason }: RevokeAuthorityCommand): Promise<void> {
  const issuerId = await call.write(async (stores, tell) => {
    const now = call.clock.now()
    const authority = await presentAuthority(stores, id)
    checkAuthorityRevocable(authority, reason, now)
    const revocation = { revokedAt: now, reason }
    const revoked = await setRevocation(stores, tell, authority, revocation)
    await stores.serials.revoke(revoked.issuerId, revoked.serialNumber, revocation)
    await noteRevocation(call, stores, revoked.issuerId, { ...revoked, at: now, reason })
    return revoked.issuerId
  })
  await keepInJournal(call, issuerId)
}

/** Ends a CERTIFICATE_HOLD; nothing else that was revoked comes back (api-answers A27). */
export async function releaseAuthority(call: Call, { id }: { readonly id: string }): Promise<void> {
  const issuerId = await call.write(async (stores, tell) => {
    const at = call.clock.now()
    const authority = await presentAuthority(stores, id)
    checkAuthorityReleasable(authority)
    const released = await setRevocation(stores, tell, authority, null)
    await stores.serials.release(released.issuerId, released.serialNumber)
    await noteRevocation(call, stores, released.issuerId, { ...released, at, reason: null })
    return released.issuerId
  })
  await keepInJournal(call, issuerId)
}

/** A certificate is revoked, not a record: one that was made here by CSR and imported here stands in two of them. */
async function setRevocation(
  stores: TenantStores,
  tell: Tell,
  { issuerId, certificate }: Authority,
  revocation: Revocation | null,
) {
  if (issuerId === null || !certificate) throw new DomainError('certificate-processing-failed')
  await checkIssuerCanTell(stores, issuerId)
  const { serialNumber, notAfter } = certificate
  for (const before of await stores.authorities.withSerial(issuerId, serialNumber)) {
    const after = { ...before, revocation }
    await stores.authorities.replace(after)
    tell({ kind: 'authority', id: before.id, before, after })
  }
  return { issuerId, serialNumber, notAfter }
}
