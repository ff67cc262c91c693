import { hasPeriodLeft } from '../../model/certificate-order.ts'
import { hostedStatus } from '../../model/hosted-certificate.ts'
import type { Issuance } from '../../model/issuance.ts'
import { renewAt } from '../../model/renewal.ts'
import type { TenantStores } from '../../ports/doors.ts'
import { systemRecord } from '../audit/system-record.ts'
import type { HeldJob } from '../jobs/held-job.ts'
import type { JobHandler } from '../jobs/run-due-jobs.ts'
import { isOrdered, type Ordered } from '../order/ordered-certificate.ts'
import type { World } from '../world.ts'
import { beginIssuance } from './begin-issuance.ts'
import { askForAdvance, parseCertificateSubject } from './job-kinds.ts'

/**
 * Begins the next certificate when the present one has had two thirds of its life, or when its authority wants it renewed
 * (RFC 9773). The present one stays until that has come.
 */
export const renewCertificate: JobHandler = async (world, held) => {
  const { accountId, certificateId } = parseCertificateSubject(held.job.subject)
  const certificate = await world.database.read(accountId, ({ hostedCertificates }) =>
    hostedCertificates.find(certificateId),
  )
  if (!certificate || !isOrdered(certificate) || !isRenewable(certificate, world.clock.now()))
    return undefined
  const due = await dueAt(world, accountId, certificate)
  if (due.at > world.clock.now()) return Math.min(due.at, due.lookAgainAt)
  if (!certificate.ordered.renewsItself) return undefined
  await begin(world, held, accountId, certificateId)
  return undefined
}

/** In use, of our own making, and with time left that was bought. */
export function isRenewable(certificate: Ordered, now: number): boolean {
  const { inHand, ordered } = certificate
  const status = hostedStatus(certificate, now)
  if (!inHand || (status !== 'ISSUED' && status !== 'EXPIRED')) return false
  return ordered.keyAlgorithm !== null && hasPeriodLeft(ordered, inHand, now)
}

interface Due {
  readonly at: number
  /** When the authority may say otherwise. */
  readonly lookAgainAt: number
}

async function dueAt(world: World, accountId: string, { id, inHand, ordered }: Ordered): Promise<Due> {
  if (!inHand) throw new Error('no certificate to renew')
  const usual = renewAt(inHand)
  const issuer = world.certificateIssuers.find(ordered.issuer ?? '')
  if (issuer?.kind !== 'acme') return { at: usual, lookAgainAt: usual }
  const content = await world.database.read(accountId, ({ hostedCertificates }) =>
    hostedCertificates.findContent(id),
  )
  const now = world.clock.now()
  const window = content && (await findWindow(world, issuer.directory, content.certificateDer))
  if (!window) return { at: usual, lookAgainAt: now + dayMs }
  return {
    at: momentIn(window, inHand.fingerprint),
    lookAgainAt: Math.max(window.lookAgainAt, now + minuteMs),
  }
}

const dayMs = 86_400_000
const minuteMs = 60_000

type Directory = Extract<
  NonNullable<ReturnType<World['certificateIssuers']['find']>>,
  { kind: 'acme' }
>['directory']

/** What can't be asked now is asked again tomorrow. */
const findWindow = (world: World, directory: Directory, certificateDer: Uint8Array) =>
  directory.findRenewalWindow(certificateDer, world.clock.now()).catch(() => null)

/** A moment of the window that is the same at each look, and another for each certificate (RFC 9773 §4.2). */
function momentIn(
  { start, end }: { readonly start: number; readonly end: number },
  fingerprint: string,
): number {
  const fraction = Number.parseInt(fingerprint.slice(0, 8), 16) / 0x1_0000_0000
  return Math.floor(start + (end - start) * fraction)
}

async function begin(world: World, held: HeldJob, accountId: string, certificateId: string): Promise<void> {
  await held.record(accountId, async (stores) => {
    const certificate = await stores.hostedCertificates.find(certificateId)
    if (!certificate || !isOrdered(certificate) || !isRenewable(certificate, world.clock.now())) return
    if (await stores.issuances.find(certificateId)) return
    await addRenewal(world, stores, accountId, certificate)
    const act = { method: 'clock', operation: 'beginRenewal', kind: 'hosted_certificate', id: certificateId }
    await stores.audit.append(systemRecord(world, accountId, { ...act, after: certificate }))
  })
}

/** Part of the transaction that begins it; the certificate stays what it is. */
export async function addRenewal(
  world: Pick<World, 'random' | 'publicSuffixes' | 'clock' | 'certificateIssuers'>,
  { issuances, jobs }: Pick<TenantStores, 'issuances' | 'jobs'>,
  accountId: string,
  certificate: Ordered,
): Promise<Issuance> {
  const { ordered, domain, otherDomains } = certificate
  const { method, keyAlgorithm, placesRecords, brand, proofs } = ordered
  if (method === null) throw new Error('a certificate that was never applied for')
  const renewal = beginIssuance(world, world.certificateIssuers.ofBrand(brand), {
    id: world.random.uuid(),
    certificateId: certificate.id,
    purpose: 'renewal',
    names: [...(domain === null ? [] : [domain]), ...otherDomains],
    method,
    placesRecords,
    keyAlgorithm,
    requestDer: null,
    hasKey: true,
    formerProofs: proofs,
  })
  await issuances.set(renewal)
  await askForAdvance(jobs, accountId, certificate.id, world.clock.now())
  return renewal
}
