import type { InstallationStores } from '../../ports/doors.ts'
import { systemRecord } from '../audit/system-record.ts'
import type { JobHandler } from '../jobs/run-due-jobs.ts'
import { afterEvent, isOrdered, type Ordered } from '../order/ordered-certificate.ts'
import type { Authorities, World } from '../world.ts'
import { parseCertificateSubject } from './job-kinds.ts'

/**
 * Tells the authority, which is recorded before: what it was told can not be taken back. The state follows when it has
 * confirmed.
 */
export const revokesOrdered =
  (authorities: Authorities): JobHandler =>
  async (world, held) => {
    const { accountId, certificateId } = parseCertificateSubject(held.job.subject)
    const marked = await held.record(accountId, (stores) => markSent(world, stores, certificateId))
    if (!marked) return undefined
    await world.faults.reach('revocation: to be sent')
    await tellAuthority(world, authorities, accountId, marked)
    await world.faults.reach('revocation: confirmed, not recorded')
    await held.record(accountId, async (stores) => {
      const before = await stores.hostedCertificates.find(certificateId)
      if (before?.state !== 'REVOKING' || !isOrdered(before) || !before.ordered.revocation) return
      const now = world.clock.now()
      const revocation = { ...before.ordered.revocation, revokedAt: now }
      const after = afterEvent(before, 'revoked', now, { revocation, renewsItself: false })
      await stores.hostedCertificates.replace(after)
      const act = {
        method: 'clock',
        operation: 'confirmRevocation',
        kind: 'hosted_certificate',
        id: before.id,
      }
      await stores.audit.append(systemRecord(world, accountId, { ...act, before, after }))
    })
    return undefined
  }

async function markSent(
  world: World,
  { hostedCertificates }: InstallationStores,
  id: string,
): Promise<Ordered | undefined> {
  const certificate = await hostedCertificates.find(id)
  if (certificate?.state !== 'REVOKING' || !isOrdered(certificate)) return undefined
  const { revocation } = certificate.ordered
  if (!revocation || revocation.sentAt !== null) return certificate
  const sent = { ...revocation, sentAt: world.clock.now() }
  await hostedCertificates.replace({ ...certificate, ordered: { ...certificate.ordered, revocation: sent } })
  return certificate
}

async function tellAuthority(
  world: World,
  { builtInIssuer, acmeAccounts }: Authorities,
  accountId: string,
  { id, ordered }: Ordered,
): Promise<void> {
  const reason = ordered.revocation?.reason ?? 'UNSPECIFIED'
  if (ordered.issuedId !== null) return await builtInIssuer.revoke(ordered.issuedId, reason)
  const content = await world.database.read(accountId, ({ hostedCertificates }) =>
    hostedCertificates.findContent(id),
  )
  if (!content) return
  const { directory, account } = await acmeAccounts.find(ordered.issuer ?? '')
  await directory.revoke(account, content.certificateDer, reason)
}
