import {
  advance,
  type ExpiryNotice,
  type ExpiryWatch,
  stepAt,
  typeOfStep,
} from '../../model/expiry-notice.ts'
import type { HostedCertificate } from '../../model/hosted-certificate.ts'
import type { Account } from '../../model/identity.ts'
import type { InstallationReaders } from '../../ports/doors.ts'
import type { DueWatch } from '../../ports/notice-store.ts'
import type { HeldJob } from '../jobs/held-job.ts'
import type { JobHandler } from '../jobs/run-due-jobs.ts'
import type { World } from '../world.ts'
import { addDeliveries } from './add-deliveries.ts'
import { findRecipients, type Recipient } from './find-recipients.ts'

const batch = 100
const pauseMs = 10 * 60_000
/** What became of a notice can be looked up for so long. */
const keptMs = 90 * 86_400_000

/**
 * Tells of certificates that came to a step: the step is told and the deliveries are there in one commit, so that
 * neither a crash nor another node makes it none or two.
 */
export const findExpiring: JobHandler = async (world, held) => {
  const now = world.clock.now()
  for (;;) {
    const due = await world.database.search('', ({ notices }) => notices.listDue(now, batch))
    for (const watch of due) await tellOf(world, held, watch)
    if (due.length < batch) break
  }
  while ((await held.record('', ({ notices }) => notices.removeFinished(now - keptMs, batch))) === batch);
  return now + pauseMs
}

async function tellOf(world: World, held: HeldJob, { accountId, certificateId }: DueWatch): Promise<void> {
  const now = world.clock.now()
  const { account, recipients } = await world.database.read(accountId, async (stores) => {
    const found = await stores.directory.findAccount({ id: accountId })
    return { account: found, recipients: await recipientsOf(world, stores, found, certificateId) }
  })
  await held.record(accountId, async (stores) => {
    // locked in this order everywhere: the certificate, then what is watched of it
    const certificate = await stores.hostedCertificates.find(certificateId)
    const watch = await stores.notices.findWatch(certificateId)
    if (!certificate?.inHand || !watch) return
    const { step, next } = advance(watch, certificate.inHand.notAfter, now)
    // it was asked for just now: the next look knows whom to tell
    if (step !== undefined && account && recipients === undefined) return
    await stores.notices.setWatch(next)
    if (step === undefined || !account) return
    const notice = noticeOf(account, certificate, certificate.inHand, step, now)
    await addDeliveries(world, stores, notice, recipients ?? [])
  })
}

/** Undefined where nothing is to be told: most looks are for a step that nobody wants to know of. */
async function recipientsOf(
  world: World,
  stores: InstallationReaders,
  account: Account | undefined,
  certificateId: string,
): Promise<Recipient[] | undefined> {
  const certificate = await stores.hostedCertificates.find(certificateId)
  const watch = await stores.notices.findWatch(certificateId)
  if (!account || !certificate?.inHand || !isWanted(watch, certificate.inHand.notAfter, world))
    return undefined
  return account.isEnabled ? await findRecipients(world, stores, account, certificate) : []
}

function isWanted(watch: ExpiryWatch | undefined, notAfter: number, { clock }: World): boolean {
  const step = stepAt(notAfter, clock.now())
  return step !== undefined && watch?.types.includes(typeOfStep(step)) === true
}

const noticeOf = (
  account: Account,
  { id, name, domain, otherDomains }: HostedCertificate,
  { fingerprint, notAfter }: NonNullable<HostedCertificate['inHand']>,
  step: number,
  now: number,
): ExpiryNotice => ({
  type: typeOfStep(step),
  step,
  accountId: account.id,
  accountName: account.name,
  certificate: { id, name, domain, otherDomains, fingerprint, notAfter },
  noticedAt: now,
})
