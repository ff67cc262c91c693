import { DomainError } from '../../model/errors.ts'
import { comingKeyId, type Issuance } from '../../model/issuance.ts'
import { systemRecord } from '../audit/system-record.ts'
import { afterEvent } from '../order/ordered-certificate.ts'
import type { Authorities, Call } from '../world.ts'
import { type Carried, type NextLook, presentCarried } from './carried.ts'
import { removeRecords } from './place-records.ts'

/** So long an authority is told that nobody wants the certificate any more; then it is cancelled in any case. */
const patienceMs = 86_400_000

/** Ends what was cancelled: authorizations that still wait are given up (RFC 8555 §7.5.2). */
export async function giveUp(carried: Carried): Promise<NextLook> {
  const { world, held, accountId, certificate, issuance } = carried
  const isLate = world.clock.now() - certificate.updatedAt >= patienceMs
  await deactivate(carried, issuance, () => held.confirm()).catch((error: unknown) => {
    // what was refused for good is not asked for again
    const isOver = isLate || (error instanceof DomainError && error.code === 'issuer-refused')
    if (!isOver || !(error instanceof DomainError)) throw error
  })
  await removeRecords(world, issuance.proofs)
  await held.record(accountId, async (stores) => {
    const { certificate: before } = await presentCarried(stores, carried)
    const after = afterEvent(before, 'cancelled', world.clock.now(), { proofs: [] })
    await stores.hostedCertificates.replace(after)
    await stores.issuances.remove(before.id)
    await stores.keys.remove(comingKeyId(before.id))
    const act = { method: 'clock', operation: 'endCancelled', kind: 'hosted_certificate', id: before.id }
    await stores.audit.append(systemRecord(world, accountId, { ...act, before, after }))
  })
  world.metrics.countIssuance(issuance.purpose, 'cancelled')
  return undefined
}

async function deactivate(
  { acmeAccounts }: Pick<Authorities, 'acmeAccounts'>,
  { upstream, issuer }: Issuance,
  confirm: () => Promise<void>,
): Promise<void> {
  if (!upstream) return
  const { directory, account } = await acmeAccounts.find(issuer)
  for (const { authorizationUrl } of upstream.challenges) {
    await confirm()
    await directory.deactivate(account, authorizationUrl)
  }
}

/**
 * Of a certificate that is gone with all that was on its way: what stands outside is ended and taken away as far as that can
 * be done at once. An authorization ends by itself, too.
 */
export async function leaveNoTrace(
  call: Pick<Call, 'acmeAccounts' | 'dnsConnectors'>,
  issuance: Issuance | undefined,
): Promise<void> {
  if (!issuance) return
  await removeRecords(call, issuance.proofs)
  await deactivate(call, issuance, () => Promise.resolve()).catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error
  })
}
