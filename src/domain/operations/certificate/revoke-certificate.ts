import { checkReleasable, checkRevocable } from '../../model/private-certificate.ts'
import type { RevocationReason } from '../../model/revocation.ts'
import { checkIssuerCanTell, keepInJournal, noteRevocation } from '../revocation/note-revocation.ts'
import type { Call } from '../world.ts'
import { presentCertificate } from './read-certificates.ts'

export interface RevokeCertificateCommand {
  readonly id: string
  readonly reason: RevocationReason
}

/** For good, except from CERTIFICATE_HOLD (API reference 4.1.2.9; api-answers A27). */
export async function revokeCertificate(call: Call, { id, reason }: RevokeCertificateCommand): Promise<void> {
  const issuerId = await call.write(async (stores, tell) => {
    const now = call.clock.now()
    const before = await presentCertificate(stores, id)
    checkRevocable(before, reason, now)
    await checkIssuerCanTell(stores, before.issuerId)
    const revocation = { revokedAt: now, reason }
    await stores.certificates.setRevocation(id, revocation)
    await stores.serials.revoke(before.issuerId, before.serialNumber, revocation)
    const { serialNumber, notAfter } = before
    await noteRevocation(call, stores, before.issuerId, { serialNumber, notAfter, at: now, reason })
    tell({ kind: 'certificate', id, before, after: { ...before, revocation } })
    return before.issuerId
  })
  await keepInJournal(call, issuerId)
  await call.faults.reach('revoke: recorded, not answered')
}

/** Ends a CERTIFICATE_HOLD; nothing else that was revoked comes back (api-answers A27). */
export async function releaseCertificate(call: Call, { id }: { readonly id: string }): Promise<void> {
  const issuerId = await call.write(async (stores, tell) => {
    const at = call.clock.now()
    const before = await presentCertificate(stores, id)
    checkReleasable(before)
    await checkIssuerCanTell(stores, before.issuerId)
    await stores.certificates.setRevocation(id, null)
    await stores.serials.release(before.issuerId, before.serialNumber)
    const { serialNumber, notAfter } = before
    await noteRevocation(call, stores, before.issuerId, { serialNumber, notAfter, at, reason: null })
    tell({ kind: 'certificate', id, before, after: { ...before, revocation: null } })
    return before.issuerId
  })
  await keepInJournal(call, issuerId)
}
