import { askForFeeding, feedSink, feedSinkJob } from '../audit/feed-sink.ts'
import { removeOldRecords } from '../audit/remove-old-records.ts'
import { askForSealing, sealTrail, sealTrailJob } from '../audit/seal-trail.ts'
import { advancesIssuances } from '../issuance/advance-issuance.ts'
import { advanceIssuanceJob, renewCertificateJob, revokeOrderedJob } from '../issuance/job-kinds.ts'
import { renewCertificate } from '../issuance/renew-certificate.ts'
import { revokesOrdered } from '../issuance/revoke-ordered.ts'
import { askForReadingBack } from '../journal/await-journals.ts'
import { appendToJournal, askForAppending } from '../journal/follow-journals.ts'
import { JournalHeads } from '../journal/journal-heads.ts'
import { readBackJournal } from '../journal/read-back.ts'
import { findExpiring } from '../notice/find-expiring.ts'
import { findExpiringJob, mailNoticeJob, postNoticesJob } from '../notice/job-kinds.ts'
import { mailsNotices } from '../notice/mail-notice.ts'
import { postsNotices } from '../notice/post-notices.ts'
import { revocationJobs } from '../revocation/job-subject.ts'
import { looksAtRevocationLists } from '../revocation/look-at-revocation-list.ts'
import { renewStatusResponder } from '../revocation/renew-status-responder.ts'
import { tendsAuthorities } from '../revocation/tend-authority.ts'
import type { Authorities, World } from '../world.ts'
import { removeExpiredTokens } from './remove-expired-tokens.ts'
import { type JobHandler, JobLanes, type Report } from './run-due-jobs.ts'

/** Jobs that are always there, one of each. */
const standing = {
  'remove-expired-tokens': removeExpiredTokens,
  'remove-old-audit-records': removeOldRecords,
  [findExpiringJob]: findExpiring,
} as const satisfies Record<string, JobHandler>

const createHandlers = (heads: JournalHeads): Readonly<Record<string, JobHandler>> => ({
  ...standing,
  [revocationJobs.tend]: tendsAuthorities(heads),
  [revocationJobs.look]: looksAtRevocationLists(),
  [revocationJobs.renewResponder]: renewStatusResponder,
  [sealTrailJob]: sealTrail,
})

/** They wait for others' machines, and have lanes of their own: nothing else waits for those. */
const feeding: Readonly<Record<string, JobHandler>> = { [feedSinkJob]: feedSink }

/** A bucket that hangs must keep nobody's lists from others, nor journals from one another for long. */
const journaling: Readonly<Record<string, JobHandler>> = {
  [revocationJobs.append]: appendToJournal,
  [revocationJobs.readBack]: readBackJournal,
}

/** They wait for authorities, name servers and mail of others. */
const ordering = (authorities: Authorities): Readonly<Record<string, JobHandler>> => ({
  [advanceIssuanceJob]: advancesIssuances(authorities),
  [renewCertificateJob]: renewCertificate,
  [revokeOrderedJob]: revokesOrdered(authorities),
})

export const jobKinds: readonly string[] = [
  ...Object.keys(standing),
  ...Object.values(revocationJobs),
  sealTrailJob,
  feedSinkJob,
  mailNoticeJob,
  postNoticesJob,
  advanceIssuanceJob,
  renewCertificateJob,
  revokeOrderedJob,
]

export interface BoundJobs {
  /** Frees jobs that were under way when the process before this ended, and puts the standing ones where they are missing. */
  plan(): Promise<void>
  /** Looks for what is due; returns at once. */
  look(): void
  /** Has what was recorded sealed, and what was sealed sent to sinks, where there is something. */
  followTrail(): Promise<void>
  /** Has what was revoked written to the journals in the buckets, where that could not be done at once. */
  followJournals(): Promise<void>
  /** Compares the ends of the journals with what the database knows, until that is done. */
  checkJournals(): Promise<void>
  stop(): void
}

/** `owner` names this node among those that share the database. */
export function bindJobs(
  world: World,
  authorities: Authorities,
  { owner, report }: { readonly owner: string; readonly report: Report },
): BoundJobs {
  const heads = new JournalHeads(world)
  const mailing = { [mailNoticeJob]: mailsNotices(report) }
  // whoever answers tenants' notices slowly delays no mail
  const posting = { [postNoticesJob]: postsNotices(report) }
  const lanes = [createHandlers(heads), feeding, journaling, mailing, posting, ordering(authorities)].map(
    (kinds) => new JobLanes(world, kinds, { owner, report }),
  )
  const look = () => {
    for (const lane of lanes) lane.look()
  }
  const plan = async () => {
    await world.database.write('', async ({ jobs }) => {
      await jobs.freeAbandoned()
      for (const kind of Object.keys(standing)) await jobs.enqueue(kind, '', world.clock.now())
    })
    await askForReadingBack(world)
  }
  const followTrail = async () => {
    await askForSealing(world)
    await askForFeeding(world)
    look()
  }
  const followJournals = async () => {
    if (await askForAppending(world)) look()
  }
  const checkJournals = () => heads.checkAll()
  const stop = () => {
    heads.stop()
    for (const lane of lanes) lane.stop()
  }
  return { plan, look, followTrail, followJournals, checkJournals, stop }
}
