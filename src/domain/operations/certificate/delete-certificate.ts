import type { Call } from '../world.ts'
import { presentCertificate } from './read-certificates.ts'

/**
 * The record leaves the API and its key is destroyed, in any status (API reference 4.1.2.7). It is revoked by nothing
 * of this: issuer, serial and revocation stay in the registry until it expires (api-answers A6).
 */
export async function deleteCertificate(call: Call, { id }: { readonly id: string }): Promise<void> {
  await call.write(async (stores, tell) => {
    const before = await presentCertificate(stores, id)
    await stores.keys.remove(id)
    await stores.tags.removeAll('certificate', id)
    await stores.certificates.remove(id)
    await stores.quotas.giveBack('CERTIFICATE')
    tell({ kind: 'certificate', id, before })
  })
}
