import type { Authority } from '../../model/authority.ts'
import { checkAuthorityReleasable, checkAuthorityRevocable } from '../../model/authority-rules.ts'
import { DomainError } from '../../model/errors.ts'
import type { RevocationReason } from '../../model/revocation.ts'
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
  await call.write(async (stores, tell) => {
    const now = call.clock.now()
    const before = await presentAuthority(stores, id)
    checkAuthorityRevocable(before, reason, now)
    const { issuerId, serialNumber } = registered(before)
    const after = { ...before, revocation: { revokedAt: now, reason } }
    await stores.authorities.replace(after)
    await stores.serials.revoke(issuerId, serialNumber, after.revocation)
    tell({ kind: 'authority', id, before, after })
  })
}

/** Ends a CERTIFICATE_HOLD; nothing else that was revoked comes back (api-answers A27). */
export async function releaseAuthority(call: Call, { id }: { readonly id: string }): Promise<void> {
  await call.write(async (stores, tell) => {
    const before = await presentAuthority(stores, id)
    checkAuthorityReleasable(before)
    const { issuerId, serialNumber } = registered(before)
    const after = { ...before, revocation: null }
    await stores.authorities.replace(after)
    await stores.serials.release(issuerId, serialNumber)
    tell({ kind: 'authority', id, before, after })
  })
}

/** Under what the registry knows its certificate. */
function registered({ issuerId, certificate }: Authority): { issuerId: string; serialNumber: string } {
  if (issuerId === null || !certificate) throw new DomainError('certificate-processing-failed')
  return { issuerId, serialNumber: certificate.serialNumber }
}
