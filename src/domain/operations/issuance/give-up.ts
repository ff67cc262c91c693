import { DomainError } from '../../model/errors.ts'
import { comingKeyId } from '../../model/issuance.ts'
import { systemRecord } from '../audit/system-record.ts'
import { afterEvent } from '../order/ordered-certificate.ts'
import { type Carried, type NextLook, presentCarried } from './carried.ts'
import { removeRecords } from './place-records.ts'

/** So long an authority is told that nobody wants the certificate any more; then it is cancelled in any case. */
const patienceMs = 86_400_000

/** Ends what was cancelled: authorizations that still wait are given up (RFC 8555 §7.5.2). */
export async function giveUp(carried: Carried): Promise<NextLook> {
  const { world, held, accountId, certificate, issuance } = carried
  const isLate = world.clock.now() - certificate.updatedAt >= patienceMs
  await deactivate(carried).catch((error: unknown) => {
    if (isLate && error instanceof DomainError) return
    throw error
  })
  await removeRecords(carried, issuance.proofs)
  await held.record(accountId, async (stores) => {
    const { certificate: before } = await presentCarried(stores, carried)
    const after = afterEvent(before, 'cancelled', world.clock.now(), { proofs: [] })
    await stores.hostedCertificates.replace(after)
    await stores.issuances.remove(before.id)
    await stores.keys.remove(comingKeyId(before.id))
    const act = { method: 'clock', operation: 'endCancelled', kind: 'hosted_certificate', id: before.id }
    await stores.audit.append(systemRecord(world, accountId, { ...act, before, after }))
  })
  return undefined
}

async function deactivate({ acmeAccounts, held, issuance }: Carried): Promise<void> {
  if (!issuance.upstream) return
  const { directory, account } = await acmeAccounts.find(issuance.issuer)
  for (const { authorizationUrl } of issuance.upstream.challenges) {
    await held.confirm()
    await directory.deactivate(account, authorizationUrl)
  }
}
