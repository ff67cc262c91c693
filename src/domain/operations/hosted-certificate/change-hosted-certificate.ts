import type { HostedCertificate } from '../../model/hosted-certificate.ts'
import type { Call } from '../world.ts'
import { presentHostedCertificate } from './read-hosted-certificates.ts'

/** What is absent stays. */
export interface ChangeHostedCertificateCommand
  extends Partial<Pick<HostedCertificate, 'name' | 'description'>> {
  readonly id: string
}

/** Another name or description (API reference 6.4). Throws `certificate-not-found`. */
export async function changeHostedCertificate(
  call: Call,
  { id, ...changes }: ChangeHostedCertificateCommand,
): Promise<void> {
  await call.write(async (stores, tell) => {
    const before = await presentHostedCertificate(stores, id)
    const after = { ...before, ...changes, updatedAt: call.clock.now() }
    await stores.hostedCertificates.replace(after)
    tell({ kind: 'hosted_certificate', id, before, after })
  })
}
