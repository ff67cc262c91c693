import { pauseAfter } from '../../model/domain-proof.ts'
import { DomainError, type ErrorCode } from '../../model/errors.ts'
import type { JobHandler } from '../jobs/run-due-jobs.ts'
import { isOrdered } from '../order/ordered-certificate.ts'
import type { Authorities } from '../world.ts'
import { type Carried, type NextLook, recordStep, SupersededError } from './carried.ts'
import { failIssuance } from './fail-issuance.ts'
import { giveUp } from './give-up.ts'
import { issueByAcme } from './issue-by-acme.ts'
import { issueByOurselves } from './issue-by-ourselves.ts'
import { parseCertificateSubject } from './job-kinds.ts'
import { lookForProofs } from './look-for-proofs.ts'
import { openOrder } from './open-order.ts'

/**
 * Takes one step on a certificate's way, and says when the next is due. Each step leaves in one commit what it came to, so
 * that whoever takes the job after a crash goes on where it ended, and nothing is done twice.
 */
export const advancesIssuances =
  (authorities: Authorities): JobHandler =>
  async (world, held) => {
    const { accountId, certificateId } = parseCertificateSubject(held.job.subject)
    const { certificate, issuance } = await world.database.read(accountId, async (stores) => ({
      certificate: await stores.hostedCertificates.find(certificateId),
      issuance: await stores.issuances.find(certificateId),
    }))
    if (!certificate || !issuance || !isOrdered(certificate)) return undefined
    const carried: Carried = { ...authorities, world, held, accountId, certificate, issuance }
    try {
      return await takeStep(carried)
    } catch (error) {
      return await hindered(carried, error)
    }
  }

function takeStep(carried: Carried): Promise<NextLook> {
  const { issuance } = carried
  if (isCancelled(carried)) return giveUp(carried)
  switch (issuance.step) {
    case 'opening':
      return openOrder(carried)
    case 'proving':
      return lookForProofs(carried)
    case 'reviewing':
      return Promise.resolve(undefined)
    case 'issuing':
      return issuance.issuer === 'built-in' ? issueByOurselves(carried) : issueByAcme(carried)
  }
}

const isCancelled = ({ certificate: { state } }: Carried): boolean =>
  state === 'CANCELCHECKING' || state === 'CANCELSUPPLEMENTING'

/** The same again would be refused again. */
const final: readonly ErrorCode[] = [
  'issuer-refused',
  'parameter-invalid',
  'distinguished-name-invalid',
  'domain-name-invalid',
  'ip-address-invalid',
  'alternative-name-type-invalid',
  'key-algorithm-invalid',
  'validity-invalid',
  'certificate-request-invalid',
]

/** What others did meanwhile: the next look sees it. */
const overtaken: readonly ErrorCode[] = ['unexpected', 'certificate-not-found', 'state-forbids']

/**
 * Refused for good it fails; what may pass outside is tried again until the time for it is over. What fails here is shown,
 * and fails as a job, so that health tells of it.
 */
async function hindered(carried: Carried, error: unknown): Promise<NextLook> {
  const now = carried.world.clock.now()
  if (error instanceof SupersededError) return now
  if (!(error instanceof DomainError) || overtaken.includes(error.code)) throw error
  if (error.code === 'issuer-refused' && error.facts.reason?.includes('accountDoesNotExist')) {
    return await beginAtNewAccount(carried)
  }
  const isOutside = error.code === 'issuer-unreachable' || error.code === 'dns-refused'
  const { endsAt, step, looks } = carried.issuance
  const isFinal = final.includes(error.code)
  const reason = isOutside || isFinal ? (error.facts.reason ?? error.code) : `failed here: ${error.code}`
  const isOver = isFinal || (isOutside && now >= endsAt && step !== 'issuing')
  if (isOver && !isCancelled(carried)) return await failIssuance(carried, reason)
  await recordStep(carried, ({ issuance }) => ({
    issuance: { ...issuance, hindrance: reason, looks: looks + 1 },
  }))
  if (!isOutside) throw error
  return Math.max(error.facts.retryAt ?? 0, now + pauseAfter(looks))
}

/** What was ordered by an account that the authority has lost is lost, too. */
async function beginAtNewAccount(carried: Carried): Promise<NextLook> {
  const { world, acmeAccounts, issuance } = carried
  await acmeAccounts.forget(issuance.issuer)
  await recordStep(carried, (present) => ({
    issuance: {
      ...present.issuance,
      step: 'opening',
      upstream: null,
      failures: present.issuance.failures + 1,
      hindrance: 'the authority no longer knew our account: a new one is made',
    },
    operation: 'reopenOrder',
  }))
  return world.clock.now() + pauseAfter(issuance.failures)
}
