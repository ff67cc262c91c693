import { DomainError } from '../../model/errors.ts'
import { type HostedStatus, hostedStatus } from '../../model/hosted-certificate.ts'
import { removeHosted } from '../hosted-certificate/delete-hosted-certificate.ts'
import { leaveNoTrace } from '../issuance/give-up.ts'
import type { Call } from '../world.ts'
import { presentOrdered } from './ordered-certificate.ts'

/** What is left alone, or was never begun, or is still the user's to cancel. */
const leavable: readonly HostedStatus[] = [
  'PAID',
  'UNPASSED',
  'ISSUED',
  'EXPIRED',
  'REVOKED',
  'CHECKING',
  'CHECKING_DOMAIN',
  'CHECKING_ORG',
]

/**
 * Gives back what was bought, with all that came of it (client contract 1.1, operation 13; api-answers A16). Throws
 * `certificate-not-found`, `state-forbids` for one that was imported, `in-flight` while something goes on that can't be
 * stopped.
 */
export async function unsubscribe(call: Call, { id }: { readonly id: string }): Promise<void> {
  const issuance = await call.write(async (stores, tell) => {
    const before = await presentOrdered(stores, id)
    const status = hostedStatus(before, call.clock.now())
    if (!leavable.includes(status)) {
      throw new DomainError('in-flight', { reason: `the certificate is ${status}: try again later` })
    }
    tell({ kind: 'hosted_certificate', id, before })
    return await removeHosted(stores, id)
  })
  await leaveNoTrace(call, issuance)
}
