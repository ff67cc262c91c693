import type { ApplicationDocument } from '../../model/application-document.ts'
import type { AuditRecord } from '../../model/audit-record.ts'
import type { Caller } from '../../model/caller.ts'
import { DomainError } from '../../model/errors.ts'
import { comingKeyId, type Issuance } from '../../model/issuance.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { InstallationStores } from '../../ports/doors.ts'
import type { WaitingReview } from '../../ports/issuance-store.ts'
import { systemRecord } from '../audit/system-record.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'
import { signInRecord } from '../identity/sign-in-record.ts'
import { askForAdvance } from '../issuance/job-kinds.ts'
import { noticeOrder } from '../notice/notice-order.ts'
import { afterEvent, type Ordered, presentOrdered } from './ordered-certificate.ts'
import { type CertificateDetails, detailsOf } from './show-order.ts'

/** An application that somebody is to look at: the reviewer sees what the applicant showed, whoever's it is. */
export interface Review extends CertificateDetails {
  readonly accountId: string
  readonly accountName: string
  readonly documents: readonly ApplicationDocument[]
}

/** For the installation's administrators: the oldest first. */
export async function listReviews(
  world: IdentityWorld,
  _caller: Caller,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ readonly total: number; readonly items: readonly Review[] }> {
  const { total, waiting } = await world.database.read('', async ({ issuances }) => ({
    total: await issuances.countReviews(),
    waiting: await issuances.listReviews(page),
  }))
  const items: Review[] = []
  for (const one of waiting) items.push(...(await readIfThere(world, one)))
  return { total, items }
}

/** None where it was given back meanwhile. */
const readIfThere = (world: IdentityWorld, waiting: WaitingReview): Promise<readonly Review[]> =>
  readReview(world, waiting).then(
    (review) => [review],
    (error: unknown) => {
      if (error instanceof DomainError && error.code === 'certificate-not-found') return []
      throw error
    },
  )

/** Throws `certificate-not-found` for what waits for no reviewer. */
export const showReview = async (
  world: IdentityWorld,
  _caller: Caller,
  { id }: { readonly id: string },
): Promise<Review> => readReview(world, await presentWaiting(world, id))

export interface ReadDocumentCommand {
  readonly id: string
  readonly documentId: string
}

export interface ReadDocument {
  readonly document: ApplicationDocument
  readonly content: Uint8Array
}

/** What an applicant showed, opened for the reviewer; recorded before it leaves. Throws `certificate-not-found`. */
export async function readReviewDocument(
  world: IdentityWorld,
  caller: Caller,
  { id, documentId }: ReadDocumentCommand,
): Promise<ReadDocument> {
  const { accountId } = await presentWaiting(world, id)
  const found = await world.database.read(accountId, ({ applications }) =>
    applications.findDocument(id, documentId),
  )
  if (!found) throw new DomainError('certificate-not-found')
  const record = sealedRecords.applicationDocument(accountId, id, documentId)
  const content = world.vault.unseal({ record, sealed: found.sealed })
  await world.database.write(accountId, ({ audit }) =>
    audit.append(reviewRecord(world, caller, 'readReviewDocument', id, { after: found.document })),
  )
  return { document: found.document, content }
}

/** The company is who it says it is: the certificate is made. Throws `certificate-not-found`, `state-forbids`. */
export const approveReview = (
  world: IdentityWorld,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<void> =>
  decide(world, caller, id, 'approveReview', async (stores, { before, issuance, accountId }) => {
    await stores.issuances.set({ ...issuance, step: 'issuing', looks: 0 })
    await askForAdvance(stores.jobs, accountId, id, world.clock.now())
    return afterEvent(before, 'approve', world.clock.now())
  })

export interface RejectReviewCommand {
  readonly id: string
  readonly reason: string
}

/** Nothing comes of the application, and the applicant is told why. Throws `certificate-not-found`, `state-forbids`. */
export const rejectReview = (
  world: IdentityWorld,
  caller: Caller,
  { id, reason }: RejectReviewCommand,
): Promise<void> =>
  decide(world, caller, id, 'rejectReview', async (stores, { before, accountId }) => {
    await stores.issuances.remove(id)
    await stores.keys.remove(comingKeyId(id))
    const after = afterEvent(before, 'fail', world.clock.now(), { failure: reason })
    await noticeOrder(world, stores, accountId, after, { type: 'ORDER_UNPASSED', reason })
    return after
  }).then(() => world.metrics.countIssuance('first', 'failed'))

/** What is decided on, as it stands in the transaction. */
interface Decided {
  readonly before: Ordered
  readonly issuance: Issuance
  readonly accountId: string
}

async function decide(
  world: IdentityWorld,
  caller: Caller,
  id: string,
  operation: string,
  decision: (stores: InstallationStores, decided: Decided) => Promise<Ordered>,
): Promise<void> {
  const { accountId } = await presentWaiting(world, id)
  await world.database.write(accountId, async (stores) => {
    const before = await presentOrdered(stores, id)
    const issuance = await stores.issuances.find(id)
    // somebody else may have decided since
    if (issuance?.step !== 'reviewing') throw new DomainError('certificate-not-found')
    const after = await decision(stores, { before, issuance, accountId })
    await stores.hostedCertificates.replace(after)
    await stores.audit.append(reviewRecord(world, caller, operation, id, { before, after }))
    if (accountId === caller.account.id) return
    // whose it is reads its own trail alone
    const act = { method: 'review', operation, kind: 'hosted_certificate', id, before, after }
    await stores.audit.append(systemRecord(world, accountId, act))
  })
}

async function presentWaiting({ database }: IdentityWorld, id: string): Promise<WaitingReview> {
  const waiting = await database.read('', ({ issuances }) => issuances.findReview(id))
  if (!waiting) throw new DomainError('certificate-not-found')
  return waiting
}

const readReview = (
  { database }: IdentityWorld,
  { accountId, certificateId }: WaitingReview,
): Promise<Review> =>
  database.read(accountId, async (stores) => ({
    ...(await detailsOf(stores, certificateId)),
    accountId,
    accountName: (await stores.directory.findAccount({ id: accountId }))?.name ?? '',
    documents: await stores.applications.listDocuments(certificateId),
  }))

/** In the trail of the reviewer's own account. */
const reviewRecord = (
  { clock, digest }: IdentityWorld,
  caller: Caller,
  operation: string,
  objectId: string,
  { before, after }: { readonly before?: unknown; readonly after: unknown },
): AuditRecord => ({
  ...signInRecord(caller, caller, {
    at: clock.now(),
    method: caller.method,
    operation,
    objectKind: 'hosted_certificate',
    objectId,
  }),
  beforeDigest: before === undefined ? null : digest.of(before),
  afterDigest: digest.of(after),
})
