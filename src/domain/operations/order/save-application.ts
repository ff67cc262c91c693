import type { CertificateApplication } from '../../model/certificate-application.ts'
import type { Call } from '../world.ts'
import { afterEvent, presentOrdered } from './ordered-certificate.ts'

export interface SaveApplicationCommand extends CertificateApplication {
  readonly id: string
}

/**
 * Keeps what somebody has entered so far, to apply with it later (API reference 6.9); nothing of it is judged before. Its use
 * is agreed to again. Throws `certificate-not-found`, `state-forbids` where nothing can be applied for.
 */
export async function saveApplication(
  call: Call,
  { id, ...application }: SaveApplicationCommand,
): Promise<void> {
  await call.write(async (stores, tell) => {
    const before = await presentOrdered(stores, id)
    const now = call.clock.now()
    afterEvent(before, 'apply', now)
    const ordered = { ...before.ordered, isPrivacyWithdrawn: false }
    await stores.hostedCertificates.replace({ ...before, ordered, updatedAt: now })
    await stores.applications.set(id, application)
    tell({ kind: 'hosted_certificate', id, after: application })
  })
}
