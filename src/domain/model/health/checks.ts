import {
  judgeAuthorityLives,
  judgeResponders,
  judgeRunway,
  judgeServerCertificate,
  judgeTlsRoot,
} from './authority-checks.ts'
import { judgeBackup, judgeVerifiedBackup } from './backup-checks.ts'
import { type HealthCheck, type Observed, trouble, type Verdict } from './check.ts'
import {
  judgeClock,
  judgeKeyStock,
  judgeLoop,
  judgeMemory,
  judgePublicAddress,
  judgeTransport,
} from './host-checks.ts'
import { judgeFailing, judgeHolds, judgeQueue } from './job-checks.ts'
import type { Observations } from './observations.ts'
import { judgeIssuing, judgeRenewals, judgeReviews } from './order-checks.ts'
import { judgePushedRenewals, judgeRestoring } from './push-checks.ts'
import {
  judgeBucketStore,
  judgeJournal,
  judgeListLives,
  judgeListsPublished,
  judgeListsSeen,
  judgeReadBack,
} from './revocation-checks.ts'
import {
  judgeDisk,
  judgeFirstCredentials,
  judgeFolder,
  judgeMasterKey,
  judgeSchema,
  judgeSize,
  judgeWrite,
  judgeWriteQueue,
} from './storage-checks.ts'
import {
  judgeCheckpoint,
  judgeLocks,
  judgeQuotas,
  judgeRefusals,
  judgeSealing,
  judgeSinks,
} from './trail-checks.ts'

export type Observation = { readonly [Group in keyof Observations]: Observed<Observations[Group]> }

/** One thing that is looked at: what it is about, for readers, and how what was observed is judged. */
export interface CheckDefinition {
  readonly name: string
  readonly about: string
  readonly judge: (observation: Observation, now: number) => Verdict
}

/** A check of one group: where that could not be looked at, nothing is known, or worse. */
function check<Group extends keyof Observations>(
  name: string,
  about: string,
  group: Group,
  judge: (value: Observations[Group], observed: { now: number; observation: Observation }) => Verdict,
  severityOfFailure: 'unknown' | 'alarm' = 'unknown',
): CheckDefinition {
  return {
    name,
    about,
    judge(observation, now) {
      const observed: Observed<Observations[Group]> = observation[group]
      if ('value' in observed) return judge(observed.value, { now, observation })
      const advice =
        severityOfFailure === 'alarm' ? 'bring it back: nothing can be changed now' : failureAdvice
      return trouble(severityOfFailure, `it could not be measured: ${observed.failure}`, advice)
    },
  }
}

const failureAdvice = 'look at the checks of the database first, then into the log'

/** Every check, in the order in which people should read them. */
export const checkDefinitions: readonly CheckDefinition[] = [
  check(
    'database_writable',
    'a durable write of one row, and how long it took',
    'write',
    judgeWrite,
    'alarm',
  ),
  check('database_schema', 'migrations that this program does not know', 'database', judgeSchema),
  check('database_size', "the database's size, and that of SQLite's write-ahead log", 'database', judgeSize),
  check('database_queue', 'writes that wait for their turn', 'database', judgeWriteQueue),
  check('disk_space', 'room left on the disk of the data folder', 'folder', judgeDisk),
  check('data_folder', 'who may enter the data folder', 'folder', judgeFolder),
  check(
    'master_key',
    'whether the master key file is there, fits, and is closed to others',
    'masterKey',
    judgeMasterKey,
  ),
  check(
    'first_credentials',
    'whether `credentials.json` is still there',
    'firstCredentials',
    judgeFirstCredentials,
  ),
  check('backup_made', 'age of the last backup', 'backups', (value, { now }) => judgeBackup(value, now)),
  check(
    'backup_verified',
    'when a backup was last read back as a whole, its keys too',
    'backups',
    (value, { now }) => judgeVerifiedBackup(value, now),
  ),
  check('authority_lives', 'active CAs that end within 90 or 30 days', 'authorities', (value, { now }) =>
    judgeAuthorityLives(value, now),
  ),
  check('authority_runway', 'CAs that end before what they issue would', 'authorities', (value, { now }) =>
    judgeRunway(value, now),
  ),
  check(
    'revocation_lists',
    'lists in the last quarter of their life as they are seen',
    'lists',
    judgeListLives,
  ),
  check('revocation_visible', 'revocations and lists that nobody can see in time', 'lists', judgeListsSeen),
  check('revocation_publishing', "lists that can't be published or read back", 'lists', judgeListsPublished),
  check('revocation_journal', 'revocations that are not in the journal yet', 'journals', judgeJournal),
  check(
    'restore_read_back',
    'CAs that wait for their journal: to be compared at the start, or read back after a restore',
    'journals',
    judgeReadBack,
  ),
  check(
    'bucket_store',
    'whether the bucket store works, and refuses stale writes',
    'bucketStore',
    (value, { now }) => judgeBucketStore(value, now),
  ),
  check(
    'status_responders',
    'certificates of OCSP responders that were not renewed',
    'responders',
    (value, { now }) => judgeResponders(value, now),
  ),
  check('jobs_queue', 'age of the oldest job that is due', 'jobs', (value, { now }) =>
    judgeQueue(value, now),
  ),
  check('jobs_failing', 'jobs that fail again and again, by kind', 'jobs', (value) => judgeFailing(value)),
  check('jobs_holds', 'jobs that are held by nobody who lives', 'jobs', (value, { now }) =>
    judgeHolds(value, now),
  ),
  check('orders_issuing', 'certificates of orders that something hinders', 'orders', (value, { now }) =>
    judgeIssuing(value, now),
  ),
  check('orders_renewals', 'certificates that were to be renewed days ago', 'orders', (value, { now }) =>
    judgeRenewals(value, now),
  ),
  check('orders_reviews', 'applications that wait for a reviewer', 'orders', (value, { now }) =>
    judgeReviews(value, now),
  ),
  check(
    'pushes_renewals',
    'renewed certificates that did not reach where the former ones are',
    'pushes',
    (value, { now }) => judgePushedRenewals(value, now),
  ),
  check(
    'pushes_restoring',
    'failed pushes that have yet to put back what was there',
    'pushes',
    (value, { now }) => judgeRestoring(value, now),
  ),
  check('audit_sealing', 'audit records that wait to be sealed', 'trail', (value, { now }) =>
    judgeSealing(value, now),
  ),
  check('audit_sinks', 'how far audit sinks are behind', 'trail', (value) => judgeSinks(value)),
  check(
    'audit_checkpoint',
    'the checkpoint in the data folder against the trail',
    'trail',
    (value, { now }) => judgeCheckpoint(value, now),
  ),
  check('tls_certificate', "the end of the API's certificate", 'serverCertificate', (value, { now }) =>
    judgeServerCertificate(value, now),
  ),
  check('tls_root', "the end of the installation's own TLS root", 'serverCertificate', (value, { now }) =>
    judgeTlsRoot(value, now),
  ),
  check(
    'public_address',
    'whether clients can reach what certificates carry',
    'addresses',
    judgePublicAddress,
  ),
  check('transport', 'whether the API is served in the clear off loopback', 'addresses', judgeTransport),
  check(
    'clock',
    "the clock against the database's and against itself",
    'process',
    (value, { observation }) => {
      const { database } = observation
      return judgeClock(value, 'value' in database ? database.value : undefined)
    },
  ),
  check('event_loop', 'how late turns of the event loop are', 'process', judgeLoop),
  check('memory', 'the heap against its limit', 'process', judgeMemory),
  check('keys', 'RSA keys in stock, and who waits for keys or signatures', 'keyStock', judgeKeyStock),
  check('refusals', 'calls that this node refused within a minute', 'guessing', judgeRefusals),
  check('sign_in_locks', 'credentials that this node locked after failures', 'guessing', judgeLocks),
  check('quotas', 'accounts that have nearly used a quota', 'quotas', judgeQuotas),
]

export const judgeAll = (observation: Observation, now: number): HealthCheck[] =>
  checkDefinitions.map(({ name, judge }) => ({ name, ...judge(observation, now) }))
