import { DomainError } from '../../model/errors.ts'
import type { Call } from '../world.ts'
import { presentOrdered } from './ordered-certificate.ts'

/**
 * Erases every personal word and every document of an order (API reference 6.19). What somebody is just looking at has to be
 * cancelled first. Throws `certificate-not-found`, `state-forbids`.
 */
export async function withdrawPrivacy(call: Call, { id }: { readonly id: string }): Promise<void> {
  await call.write(async (stores, tell) => {
    const before = await presentOrdered(stores, id)
    if (await stores.issuances.find(id)) {
      throw new DomainError('state-forbids', { reason: 'the application is under way: cancel it first' })
    }
    const after = {
      ...before,
      ordered: { ...before.ordered, isPrivacyWithdrawn: true },
      updatedAt: call.clock.now(),
    }
    await stores.applications.erase(id)
    await stores.hostedCertificates.replace(after)
    tell({ kind: 'hosted_certificate', id, before, after })
  })
}
