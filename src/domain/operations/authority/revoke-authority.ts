import type { Authority } from '../../model/authority.ts'
import { checkAuthorityReleasable, checkAuthorityRevocable } from '../../model/authority-rules.ts'
import { DomainError } from '../../model/errors.ts'
import type { Revocation, RevocationReason } from '../../model/revocation.ts'
import type { Tell, TenantStores } from '../../ports/doors.ts'
import { checkIssuerCanTell, noteRevocation } from '../revocation/note-revocation.ts'
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
export const revokeAuthority = (call: Call, { id, reason }: RevokeAuthorityCommand): Promise<void> =>
  call.write(async (stores, tell) => {
    const now = call.clock.now()
    const authority = await presentAuthority(stores, id)
    checkAuthorityRevocable(authority, reason, now)
    const revocation = { revokedAt: now, reason }
    const { issuerId, serialNumber } = await setRevocation(stores, tell, authority, revocation)
    await stores.serials.revoke(issuerId, serialNumber, revocation)
    await noteRevocation(call, stores, issuerId)
  })

/** Ends a CERTIFICATE_HOLD; nothing else that was revoked comes back (api-answers A27). */
export const releaseAuthority = (call: Call, { id }: { readonly id: string }): Promise<void> =>
  call.write(async (stores, tell) => {
    const authority = await presentAuthority(stores, id)
    checkAuthorityReleasable(authority)
    const { issuerId, serialNumber } = await setRevocation(stores, tell, authority, null)
    await stores.serials.release(issuerId, serialNumber)
    await noteRevocation(call, stores, issuerId)
  })

/** A certificate is revoked, not a record: one that was made here by CSR and imported here stands in two of them. */
async function setRevocation(
  stores: TenantStores,
  tell: Tell,
  { issuerId, certificate }: Authority,
  revocation: Revocation | null,
) {
  if (issuerId === null || !certificate) throw new DomainError('certificate-processing-failed')
  await checkIssuerCanTell(stores, issuerId)
  const { serialNumber } = certificate
  for (const before of await stores.authorities.withSerial(issuerId, serialNumber)) {
    const after = { ...before, revocation }
    await stores.authorities.replace(after)
    tell({ kind: 'authority', id: before.id, before, after })
  }
  return { issuerId, serialNumber }
}
