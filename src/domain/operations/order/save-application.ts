import type { CertificateApplication } from '../../model/certificate-application.ts'
import type { Call } from '../world.ts'
import { afterEvent, presentOrdered } from './ordered-certificate.ts'

export interface SaveApplicationCommand extends CertificateApplication {
  readonly id: string
}

/**
 * Keeps what somebody has entered so far, to apply with it later (API reference 6.9); nothing of it is judged before. Throws
 * `certificate-not-found`, `state-forbids` where nothing can be applied for.
 */
export async function saveApplication(
  call: Call,
  { id, ...application }: SaveApplicationCommand,
): Promise<void> {
  await call.write(async (stores, tell) => {
    const certificate = await presentOrdered(stores, id)
    afterEvent(certificate, 'apply', call.clock.now())
    await stores.applications.set(id, application)
    tell({ kind: 'hosted_certificate', id, after: application })
  })
}
