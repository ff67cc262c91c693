import { DomainError } from '../../model/errors.ts'
import type { RevocationReason } from '../../model/revocation.ts'
import { certificateSubject, revokeOrderedJob } from '../issuance/job-kinds.ts'
import type { Call } from '../world.ts'
import { afterEvent, presentOrdered } from './ordered-certificate.ts'

export interface RevokeOrderedCommand {
  readonly id: string
  readonly reason: RevocationReason
  /** In the caller's own words. */
  readonly note?: string
}

/**
 * Revokes a certificate that was issued for an order; its authority is told at once, and again until it has confirmed
 * (api-answers A1, A17). Throws `certificate-not-found`, `state-forbids`, `parameter-invalid`.
 */
export async function revokeOrderedCertificate(
  call: Call,
  { id, reason, note }: RevokeOrderedCommand,
): Promise<void> {
  if (reason === 'CERTIFICATE_HOLD') {
    throw new DomainError('parameter-invalid', {
      parameter: 'reason',
      reason: 'is no reason that ends a certificate',
    })
  }
  const accountId = call.caller.account.id
  const issuedId = await call.write(async (stores, tell) => {
    const now = call.clock.now()
    const before = await presentOrdered(stores, id)
    if (await stores.issuances.find(id)) {
      throw new DomainError('state-forbids', { reason: 'its renewal is under way: try again later' })
    }
    const isOurs = before.ordered.issuedId !== null
    const revocation = {
      reason,
      note: note ?? null,
      askedAt: now,
      sentAt: isOurs ? now : null,
      revokedAt: null,
    }
    const after = afterEvent(before, 'revoke', now, { revocation })
    await stores.hostedCertificates.replace(after)
    await stores.jobs.enqueue(revokeOrderedJob, certificateSubject(accountId, id), now)
    tell({ kind: 'hosted_certificate', id, before, after })
    return before.ordered.issuedId
  })
  if (issuedId !== null) await confirmOurs(call, id, issuedId, reason)
}

/** The built-in issuer confirms within the call; where that fails the job does it. */
async function confirmOurs(
  call: Call,
  id: string,
  issuedId: string,
  reason: RevocationReason,
): Promise<void> {
  await call.builtInIssuer.revoke(issuedId, reason)
  await call.write(async (stores, tell) => {
    const now = call.clock.now()
    const before = await presentOrdered(stores, id)
    tell({ kind: 'hosted_certificate', id, before })
    const { revocation } = before.ordered
    if (before.state !== 'REVOKING' || !revocation) return
    const after = afterEvent(before, 'revoked', now, {
      revocation: { ...revocation, revokedAt: now },
      renewsItself: false,
    })
    await stores.hostedCertificates.replace(after)
  })
}
