import { pauseAfter } from '../../model/domain-proof.ts'
import { DomainError } from '../../model/errors.ts'
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
  const { certificate, issuance } = carried
  if (certificate.state === 'CANCELCHECKING' || certificate.state === 'CANCELSUPPLEMENTING')
    return giveUp(carried)
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

/** Refused for good it fails; what may pass is tried again until the time for it is over. */
async function hindered(carried: Carried, error: unknown): Promise<NextLook> {
  const now = carried.world.clock.now()
  if (error instanceof SupersededError) return now
  if (!(error instanceof DomainError)) throw error
  const reason = error.facts.reason ?? error.code
  if (error.code === 'issuer-refused') return await failIssuance(carried, reason)
  if (error.code !== 'issuer-unreachable' && error.code !== 'dns-refused') throw error
  const { endsAt, step, looks } = carried.issuance
  if (now >= endsAt && step !== 'issuing') return await failIssuance(carried, reason)
  await recordStep(carried, ({ issuance }) => ({
    issuance: { ...issuance, hindrance: reason, looks: looks + 1 },
  }))
  return Math.max(error.facts.retryAt ?? 0, now + pauseAfter(looks))
}
