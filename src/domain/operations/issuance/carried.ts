import type { DomainProof } from '../../model/domain-proof.ts'
import type { Issuance } from '../../model/issuance.ts'
import type { InstallationStores, TenantReaders } from '../../ports/doors.ts'
import { systemRecord } from '../audit/system-record.ts'
import type { HeldJob } from '../jobs/held-job.ts'
import { type Ordered, presentOrdered } from '../order/ordered-certificate.ts'
import type { Authorities, World } from '../world.ts'

/** One certificate on its way, with all that a step works with. */
export interface Carried extends Authorities {
  readonly world: World
  readonly held: HeldJob
  readonly accountId: string
  readonly certificate: Ordered
  readonly issuance: Issuance
}

/** When the job is due again: at once for the next step, later to look again, never where it is done. */
export type NextLook = number | undefined

/** Another one is on its way by now, or none: what was done for this one no longer counts. */
export class SupersededError extends Error {}

/** As it stands in a transaction. Throws `SupersededError` where it is no longer the one that was carried. */
export async function presentCarried(
  stores: TenantReaders,
  { issuance: { id, certificateId } }: Carried,
): Promise<{ readonly certificate: Ordered; readonly issuance: Issuance }> {
  const certificate = await presentOrdered(stores, certificateId)
  const issuance = await stores.issuances.find(certificateId)
  if (issuance?.id !== id) throw new SupersededError()
  return { certificate, issuance }
}

/** Writes what a step came to, with its record in the trail where the certificate itself changes. */
export async function recordStep(
  carried: Carried,
  changed: (present: { readonly certificate: Ordered; readonly issuance: Issuance }) => {
    readonly issuance: Issuance
    readonly certificate?: Ordered
    readonly operation?: string
  },
  also: (stores: InstallationStores) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { world, held, accountId } = carried
  await held.record(accountId, async (stores) => {
    const present = await presentCarried(stores, carried)
    const { issuance, certificate = present.certificate, operation } = changed(present)
    await stores.issuances.set(issuance)
    const shown = withProofs(certificate, issuance.proofs)
    if (shown !== present.certificate) await stores.hostedCertificates.replace(shown)
    await also(stores)
    if (operation === undefined) return
    await stores.audit.append(
      systemRecord(world, accountId, {
        method: 'clock',
        operation,
        kind: 'hosted_certificate',
        id: certificate.id,
        before: present.certificate,
        after: shown,
      }),
    )
  })
}

/** Details show what is asked for now. */
const withProofs = (certificate: Ordered, proofs: readonly DomainProof[]): Ordered =>
  certificate.ordered.proofs === proofs
    ? certificate
    : { ...certificate, ordered: { ...certificate.ordered, proofs } }
