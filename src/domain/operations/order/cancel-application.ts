import { DomainError } from '../../model/errors.ts'
import { comingKeyId, type Issuance } from '../../model/issuance.ts'
import type { TenantStores } from '../../ports/doors.ts'
import { askForAdvance } from '../issuance/job-kinds.ts'
import type { Call } from '../world.ts'
import { afterEvent, type Ordered, presentOrdered } from './ordered-certificate.ts'

/**
 * Takes back an application, a supplement, or a revocation that was not sent (client contract 1.1, operation 11;
 * api-answers A1). Where an authority elsewhere has to be told, that is seen until it was. Throws
 * `certificate-not-found`, `state-forbids`.
 */
export async function cancelApplication(call: Call, { id }: { readonly id: string }): Promise<string> {
  const ended = await call.write(async (stores, tell) => {
    const now = call.clock.now()
    const before = await presentOrdered(stores, id)
    if (before.ordered.revocation?.sentAt) throw refused('the authority was told already')
    const issuance = await stores.issuances.find(id)
    const after = await cancel(stores, before, issuance, now)
    await stores.hostedCertificates.replace(after)
    await askForAdvance(stores.jobs, call.caller.account.id, id, now)
    tell({ kind: 'hosted_certificate', id, before, after })
    return issuance && after.state !== 'CANCELCHECKING' && after.state !== 'CANCELSUPPLEMENTING'
      ? issuance.purpose
      : undefined
  })
  if (ended) call.metrics.countIssuance(ended, 'cancelled')
  return id
}

async function cancel(
  stores: TenantStores,
  before: Ordered,
  issuance: Issuance | undefined,
  now: number,
): Promise<Ordered> {
  const cancelled = afterEvent(before, 'cancel', now)
  if (cancelled.state === 'CANCLEREVOKING')
    return afterEvent(cancelled, 'cancelled', now, { revocation: null })
  if (issuance && leavesTraces(issuance)) return cancelled
  await stores.issuances.remove(before.id)
  await stores.keys.remove(comingKeyId(before.id))
  return afterEvent(cancelled, 'cancelled', now, { proofs: [] })
}

/** Whether there is something outside that has to be ended or taken away. */
const leavesTraces = ({ upstream, proofs }: Issuance): boolean =>
  upstream !== null || proofs.some(({ isPlacedByUs }) => isPlacedByUs)

const refused = (reason: string) => new DomainError('state-forbids', { reason })
