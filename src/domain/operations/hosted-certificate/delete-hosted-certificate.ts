import { checkDeletable, encryptionKeyId } from '../../model/hosted-certificate.ts'
import { comingKeyId, type Issuance } from '../../model/issuance.ts'
import type { TenantStores } from '../../ports/doors.ts'
import { leaveNoTrace } from '../issuance/give-up.ts'
import type { Call } from '../world.ts'
import { presentHostedCertificate } from './read-hosted-certificates.ts'

/**
 * The certificate leaves and its keys are destroyed (API reference 4.4). It is revoked by nothing of this, and stays
 * where it was put to use. Throws `certificate-not-found`, and `state-forbids` while something is under way.
 */
export async function deleteHostedCertificate(call: Call, { id }: { readonly id: string }): Promise<void> {
  const issuance = await call.write(async (stores, tell) => {
    const before = await presentHostedCertificate(stores, id)
    checkDeletable(before, call.clock.now())
    tell({ kind: 'hosted_certificate', id, before })
    return await removeHosted(stores, id)
  })
  await leaveNoTrace(call, issuance)
}

/** Part of the transaction that gives it up: nothing of it stays here. Answers with what was on its way. */
export async function removeHosted(stores: TenantStores, id: string): Promise<Issuance | undefined> {
  const issuance = await stores.issuances.find(id)
  for (const keyId of [id, encryptionKeyId(id), comingKeyId(id)]) await stores.keys.remove(keyId)
  await stores.tags.removeAll('hosted_certificate', id)
  await stores.issuances.remove(id)
  await stores.applications.erase(id)
  await stores.pushes.forgetContents(id)
  await stores.hostedCertificates.remove(id)
  await stores.quotas.giveBack('HOSTED_CERTIFICATE')
  return issuance
}
