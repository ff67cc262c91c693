import { isOrganizationValidated } from '../../model/certificate-order.ts'
import { type DomainProof, pauseAfter } from '../../model/domain-proof.ts'
import { provenName } from '../../model/ordered-names.ts'
import type { Reading } from '../../ports/domain-prover.ts'
import type { InstallationStores } from '../../ports/doors.ts'
import { noticeOrder } from '../notice/notice-order.ts'
import { afterEvent } from '../order/ordered-certificate.ts'
import type { World } from '../world.ts'
import { askAuthority } from './ask-authority.ts'
import { type Carried, type NextLook, recordStep } from './carried.ts'
import { failIssuance } from './fail-issuance.ts'
import { mailConfirmations } from './mail-confirmations.ts'
import { placeRecords, removeRecords } from './place-records.ts'

/**
 * Looks itself whether the names are proven, rarer the longer they are not, for seven days; an authority elsewhere is asked
 * to look only when we have seen it (api-answers A18).
 */
export async function lookForProofs(carried: Carried): Promise<NextLook> {
  const { world, issuance } = carried
  const now = world.clock.now()
  if (issuance.proofs.every(({ seenAt }) => seenAt !== null)) return await proceed(carried)
  if (now >= issuance.endsAt) return await failIssuance(carried, unprovenReason(issuance.proofs))
  const { upstream } = issuance
  if (upstream?.expiresAt != null && upstream.expiresAt <= now) return await reopen(carried)
  await placeRecords(carried)
  await mailConfirmations(carried)
  const looked = await Promise.all(issuance.proofs.map((proof) => look(world, proof)))
  await recordStep(
    carried,
    (present) => ({
      issuance: {
        ...present.issuance,
        proofs: merged(present.issuance.proofs, looked),
        looks: present.issuance.looks + 1,
        hindrance: null,
      },
    }),
    (stores) => tellOfWaiting(carried, stores, looked),
  )
  return looked.every(({ seenAt }) => seenAt !== null) ? now : now + pauseAfter(issuance.looks)
}

/** Early: a renewal that nobody knows of waits in vain. */
async function tellOfWaiting(
  { world, accountId, certificate, issuance }: Carried,
  stores: InstallationStores,
  looked: readonly DomainProof[],
): Promise<void> {
  const { purpose, placesRecords, looks, failures } = issuance
  const isFirstLook = looks === 0 && failures === 0
  const proofs = looked.filter(({ seenAt }) => seenAt === null)
  if (purpose !== 'renewal' || placesRecords || !isFirstLook || proofs.length === 0) return
  await noticeOrder(world, stores, accountId, certificate, { type: 'RENEWAL_WAITING', reason: null, proofs })
}

/** What was recorded meanwhile stays: that mail was sent, and that it was confirmed. */
const merged = (present: readonly DomainProof[], looked: readonly DomainProof[]): DomainProof[] =>
  present.map((proof, place) => {
    const now = looked[place]
    if (proof.seenAt !== null || proof.method === 'EMAIL' || now?.recordValue !== proof.recordValue)
      return proof
    return { ...now, isPlacedByUs: proof.isPlacedByUs }
  })

async function look(world: World, proof: DomainProof): Promise<DomainProof> {
  if (proof.seenAt !== null || proof.method === 'EMAIL') return proof
  const reading =
    proof.method === 'DNS'
      ? await world.domainProver.readTextRecords(proof.recordName)
      : await world.domainProver.readFile(provenName(proof.domain), proof.recordName)
  const lookedAt = world.clock.now()
  const finding = findingIn(reading, proof)
  return { ...proof, lookedAt, finding, seenAt: finding === null ? lookedAt : null }
}

const shownLength = 100

/** Null where it is proven. */
function findingIn(reading: Reading, { method, recordValue }: DomainProof): string | null {
  if (!reading.isRead) return reading.reason
  // a file may end with a line end (RFC 8555 §8.3)
  const contents = method === 'DNS' ? reading.contents : reading.contents.map((content) => content.trimEnd())
  if (contents.includes(recordValue)) return null
  const [first] = contents
  if (first === undefined) return 'there is no such record'
  return `${contents.length === 1 ? 'holds' : `${contents.length} records, the first holds`} ${JSON.stringify(first.slice(0, shownLength))}`
}

function unprovenReason(proofs: readonly DomainProof[]): string {
  const missing = proofs.filter(({ seenAt }) => seenAt === null)
  const told = missing.map(({ domain, finding }) => (finding === null ? domain : `${domain} (${finding})`))
  return `not proven within 7 days: ${told.join(', ')}`.slice(0, 1000)
}

/** All is seen: the authority looks, and then the company is, or the certificate is made. */
async function proceed(carried: Carried): Promise<NextLook> {
  const { world, issuance } = carried
  if (issuance.upstream) {
    const next = await askAuthority(carried)
    if (next === 'invalid') return await reopen(carried)
    if (next !== 'proven') return world.clock.now() < issuance.endsAt ? next : await failUnseen(carried)
  }
  const isReviewed = issuance.purpose === 'first' && isOrganizationValidated(carried.certificate.ordered.type)
  const now = world.clock.now()
  // who reviews takes days, and nobody looks at the records again
  if (isReviewed) await removeRecords(world, issuance.proofs)
  await recordStep(carried, (present) => ({
    issuance: { ...present.issuance, step: isReviewed ? 'reviewing' : 'issuing', looks: 0, hindrance: null },
    certificate:
      issuance.purpose === 'first'
        ? afterEvent(present.certificate, isReviewed ? 'organization-to-be-reviewed' : 'names-proven', now)
        : present.certificate,
    operation: 'proveNames',
  }))
  return isReviewed ? undefined : now
}

const failUnseen = (carried: Carried) =>
  failIssuance(carried, 'not proven within 7 days: the authority does not say that it has seen the proofs')

const firstFailurePauseMs = 30_000
const longestFailurePauseMs = 3_600_000

/** An order that is past or refused is never valid again: the next one asks for other records (RFC 8555 §7.1.6). */
async function reopen(carried: Carried): Promise<NextLook> {
  const { world } = carried
  const now = world.clock.now()
  await removeRecords(world, carried.issuance.proofs)
  await recordStep(carried, ({ issuance }) => ({
    issuance: { ...issuance, step: 'opening', failures: issuance.failures + 1 },
    operation: 'reopenOrder',
  }))
  const pauseMs = firstFailurePauseMs * 2 ** Math.min(carried.issuance.failures, 10)
  return now + Math.min(pauseMs, longestFailurePauseMs)
}
