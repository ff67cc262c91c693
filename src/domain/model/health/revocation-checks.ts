import type { JournalLag } from '../journal.ts'
import type { ListFreshness } from '../list-freshness.ts'
import type { RevocationListAlarm } from '../revocation-list.ts'
import { authorityLabel } from './authority-label.ts'
import { count, ok, seconds, trouble, type Verdict } from './check.ts'
import type { BucketState } from './observations.ts'
import { spanText } from './spans.ts'

export function judgeListLives(lists: readonly ListFreshness[]): Verdict {
  const ending = alarmed(lists, 'last-quarter')
  const remaining = lists.map(({ remainingMs }) => remainingMs).filter((ms) => ms !== null)
  const measures = [
    count('publishing', lists.length),
    count('last_quarter', ending.length),
    seconds('nearest_end', remaining.length > 0 ? Math.min(...remaining) : null),
  ]
  if (ending.length === 0) return ok('every revocation list is renewed in time', measures)
  return trouble(
    'alarm',
    `revocation lists are in the last quarter of their life: ${idsOf(ending)}`,
    'look at bucket_store and jobs_failing: once a list is over, clients that ask for it trust nothing of its CA',
    measures,
  )
}

export function judgeListsSeen(lists: readonly ListFreshness[]): Verdict {
  const unseen = alarmed(lists, 'not-seen')
  const longestMs = Math.max(0, ...lists.map(({ unseenMs }) => unseenMs))
  const measures = [count('not_seen', unseen.length), seconds('longest_unseen', longestMs)]
  if (unseen.length === 0) return ok('what is revoked is soon seen at the public address', measures)
  return trouble(
    'alarm',
    `revocations or lists can't be seen at the public address: ${idsOf(unseen)}`,
    'fetch the list of such a CA from its address as a client would; look at public_address and bucket_store',
    measures,
  )
}

export function judgeListsPublished(lists: readonly ListFreshness[]): Verdict {
  const failing = alarmed(lists, 'failing')
  const longestMs = Math.max(0, ...lists.map(({ pendingMs }) => pendingMs))
  const measures = [count('failing', failing.length), seconds('longest_pending', longestMs)]
  if (failing.length === 0) return ok('every revocation list could be published', measures)
  return trouble(
    'alarm',
    `the last attempt to publish or to look failed: ${idsOf(failing)}`,
    'look at bucket_store and jobs_failing for the reason; it is tried again by itself',
    measures,
  )
}

/** A caller waits a second for its record to be written; what waits this long has a reason. */
const lateJournalMs = 60_000

export function judgeJournal({ queued, lagMs, failure }: JournalLag): Verdict {
  const measures = [count('queued', queued), seconds('lag', lagMs)]
  if (lagMs < lateJournalMs && failure === null) {
    return ok(
      queued === 0
        ? 'every revocation is in its journal'
        : 'revocations are on their way into their journals',
      measures,
    )
  }
  return trouble(
    lagMs < lateJournalMs ? 'warning' : 'alarm',
    `revocations are not in the journal in their bucket for ${spanText(lagMs)}: ${failure ?? 'they wait'}`,
    'look at bucket_store: a restore of a backup that is older than these revocations would not know them',
    measures,
  )
}

export function judgeReadBack({ awaited, failure, held, heldFor }: JournalLag): Verdict {
  const measures = [count('waiting', awaited), count('not_compared', held)]
  if (awaited > 0) {
    const what = `${awaited} CAs sign nothing until their journal is read back`
    return trouble('alarm', `${what}: ${failure ?? 'it is being read'}`, bringBack, measures)
  }
  if (held === 0) return ok('no CA waits for its journal', measures)
  const what = `${held} CAs sign nothing on this server until their journal was compared with the database`
  return trouble('alarm', `${what}: ${heldFor ?? 'it is being read'}`, bringBack, measures)
}

const bringBack =
  'look at bucket_store, and bring back what is missing there; then they go on by themselves; what is lost for good: chancery journal give-up'

export function judgeBucketStore(store: BucketState, now: number): Verdict {
  const failingMs = store.failure ? now - store.failure.since : 0
  const measures = [seconds('failing', failingMs)]
  if (store.failure) {
    return trouble(
      'alarm',
      `the bucket store has failed for ${spanText(failingMs)}: ${store.failure.reason}`,
      'bring the store back, or its credentials; what is to be published waits',
      measures,
    )
  }
  if (store.refusesStaleWrites !== false) return ok('the bucket store does its work', measures)
  return trouble(
    'warning',
    'the bucket store does not refuse a write over a version that is gone',
    'use one server, or a store that honours If-Match: two servers may overwrite each other',
    measures,
  )
}

const alarmed = (lists: readonly ListFreshness[], alarm: RevocationListAlarm) =>
  lists.filter(({ alarms }) => alarms.includes(alarm))

const mostNamed = 5

function idsOf(lists: readonly ListFreshness[]): string {
  const more = lists.length - mostNamed
  const ids = lists.slice(0, mostNamed).map(authorityLabel)
  return [...ids, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}
