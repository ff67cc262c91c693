import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  judgeResponders,
  judgeServerCertificate,
  judgeTlsRoot,
} from '../../src/domain/model/health/authority-checks.ts'
import { type Severity, type Verdict, worstOf } from '../../src/domain/model/health/check.ts'
import {
  judgeClock,
  judgeKeyStock,
  judgeLoop,
  judgeMemory,
} from '../../src/domain/model/health/host-checks.ts'
import { judgeIssuing, judgeRenewals, judgeReviews } from '../../src/domain/model/health/order-checks.ts'
import { judgePushedRenewals, judgeRestoring } from '../../src/domain/model/health/push-checks.ts'
import {
  judgeListLives,
  judgeListsPublished,
  judgeListsSeen,
  judgeReadBack,
} from '../../src/domain/model/health/revocation-checks.ts'
import { dayMs, sizeText, spanText } from '../../src/domain/model/health/spans.ts'
import {
  judgeDisk,
  judgeMasterKey,
  judgeSize,
  judgeWrite,
  judgeWriteQueue,
} from '../../src/domain/model/health/storage-checks.ts'
import {
  judgeLocks,
  judgeRefusals,
  judgeSealing,
  judgeSinks,
} from '../../src/domain/model/health/trail-checks.ts'
import type { ListFreshness } from '../../src/domain/model/list-freshness.ts'

const now = Date.UTC(2026, 10, 20)
const gib = 2 ** 30
const disk = (freeGib: number, totalGib: number) =>
  judgeDisk({ mode: 0o700, freeBytes: freeGib * gib, totalBytes: totalGib * gib })
const database = {
  engine: 'sqlite',
  sizeBytes: 1,
  logBytes: 1,
  waitingWrites: 0,
  unknownMigrations: [],
  clockAheadMs: null,
} as const
const calm = { loopDelayMs: 1, residentBytes: 1, heapBytes: 1, heapLimitBytes: 100, clockSetMs: 0 }
const certificate = (isOwn: boolean, days: number, rootDays: number | null = null) => ({
  isOwn,
  notAfter: now + days * dayMs,
  rootNotAfter: rootDays === null ? null : now + rootDays * dayMs,
})
const responder = (leftDays: number, authorityDays: number) => ({
  authorityId: 'a-ca',
  notBefore: now + (leftDays - 30) * dayMs,
  notAfter: now + leftDays * dayMs,
  authorityNotAfter: now + authorityDays * dayMs,
})
const list = (alarms: ListFreshness['alarms']): ListFreshness => ({
  authorityId: 'a-ca',
  ageMs: 0,
  remainingMs: 0,
  pendingMs: 0,
  unseenMs: 0,
  number: 1,
  entries: 0,
  tookMs: 0,
  alarms,
})
const trail = {
  unsealed: 1,
  oldestUnsealedAt: null,
  lastSealedAt: null,
  lastPosition: 0,
  lastBlock: 0,
  checkpoint: null,
  sinks: [],
}
const orders = {
  hindered: 0,
  hinderedSince: null,
  reviews: 0,
  reviewSince: null,
  overdueRenewals: 0,
  renewalDueSince: null,
}
const pushes = { waiting: 0, waitingSince: null, givenUp: 0, restoring: 0, restoringSince: null }
const pushed = (changes: object) => judgePushedRenewals({ ...pushes, ...changes }, now)
const restoring = (ageMs: number) =>
  judgeRestoring({ ...pushes, restoring: 1, restoringSince: now - ageMs }, now)
const guessing = { lockedPairs: 0, refusedInMinute: 0, unrecordedInMinute: 0 }
const sink = (behind: number) => judgeSinks({ ...trail, sinks: [{ place: '1', behind }] })

const lag = { queued: 0, lagMs: 0, awaited: 0, failure: null, held: 0, heldFor: null }
const key = (mode: number, isOwn: boolean) => judgeMasterKey({ state: 'fits', mode, isOwn })

const cases: readonly [what: string, verdict: Verdict, severity: Severity][] = [
  ['a master key of its own for all of the group', key(0o640, true), 'alarm'],
  ['one that is given to our group alone', key(0o440, false), 'ok'],
  ['one that is given to all', key(0o444, false), 'alarm'],
  ['no CA that waits for its journal', judgeReadBack(lag), 'ok'],
  ['a journal to be read back', judgeReadBack({ ...lag, awaited: 1 }), 'alarm'],
  ['a journal that was not compared', judgeReadBack({ ...lag, held: 1, heldFor: 'silent' }), 'alarm'],
  ['a quick write', judgeWrite({ tookMs: 3 }), 'ok'],
  ['a slow one', judgeWrite({ tookMs: 600 }), 'warning'],
  ['a stuck one', judgeWrite({ tookMs: 6_000 }), 'alarm'],
  ['a log that nobody starts anew', judgeSize({ ...database, logBytes: gib }), 'warning'],
  ['PostgreSQL without such a log', judgeSize({ ...database, logBytes: null }), 'ok'],
  ['a queue of writes', judgeWriteQueue({ ...database, waitingWrites: 2_000 }), 'warning'],
  ['a large disk with a twentieth left', disk(50, 1_000), 'ok'],
  ['a small disk with half of it left', disk(1, 2), 'ok'],
  ['a disk with 1 GiB of 100', disk(1, 100), 'warning'],
  ['a disk with 0.3 GiB of 100', disk(0.3, 100), 'alarm'],
  ['a tiny disk with 100 MiB left of 150', disk(0.1, 0.15), 'alarm'],
  ['a clock as all others', judgeClock(calm, { ...database, clockAheadMs: 900 }), 'ok'],
  ["the database's clock ahead", judgeClock(calm, { ...database, clockAheadMs: 6_000 }), 'warning'],
  ["the database's clock far behind", judgeClock(calm, { ...database, clockAheadMs: -90_000 }), 'alarm'],
  ['a clock that was set back', judgeClock({ ...calm, clockSetMs: -7_200_000 }, undefined), 'alarm'],
  ['a late event loop', judgeLoop({ ...calm, loopDelayMs: 300 }), 'warning'],
  ['an event loop that stands', judgeLoop({ ...calm, loopDelayMs: 3_000 }), 'alarm'],
  ['a heap that fills', judgeMemory({ ...calm, heapBytes: 85 }), 'warning'],
  ['a heap that is full', judgeMemory({ ...calm, heapBytes: 95 }), 'alarm'],
  [
    'an empty stock with nobody waiting',
    judgeKeyStock({ sizes: [{ bits: 2048, ready: 0, wanted: 16, waiting: 0 }], engineWaiting: 0 }),
    'ok',
  ],
  [
    'many waiting for keys',
    judgeKeyStock({ sizes: [{ bits: 2048, ready: 0, wanted: 16, waiting: 60 }], engineWaiting: 0 }),
    'warning',
  ],
  ['many waiting for signatures', judgeKeyStock({ sizes: [], engineWaiting: 5_000 }), 'warning'],
  ['no certificate over plain HTTP', judgeServerCertificate(null, now), 'ok'],
  ['an own certificate with 29 days', judgeServerCertificate(certificate(true, 29), now), 'warning'],
  ['an own certificate with 6 days', judgeServerCertificate(certificate(true, 6), now), 'alarm'],
  ['an own certificate that is over', judgeServerCertificate(certificate(true, -1), now), 'alarm'],
  ['a made certificate before its renewal', judgeServerCertificate(certificate(false, 29), now), 'ok'],
  ['a made certificate that was not renewed', judgeServerCertificate(certificate(false, 13), now), 'warning'],
  ['a TLS root with 80 days', judgeTlsRoot(certificate(false, 60, 80), now), 'warning'],
  ['a TLS root with 8 days', judgeTlsRoot(certificate(false, 8, 8), now), 'alarm'],
  ['no TLS root', judgeTlsRoot(certificate(true, 60), now), 'ok'],
  ['a responder before its renewal', judgeResponders([responder(16, 900)], now), 'ok'],
  ['a responder that was not renewed', judgeResponders([responder(7, 900)], now), 'alarm'],
  ['a responder that ends with its CA', judgeResponders([responder(7, 7)], now), 'ok'],
  ['a list in its last quarter', judgeListLives([list([]), list(['last-quarter'])]), 'alarm'],
  ['a list that nobody sees', judgeListsSeen([list(['not-seen'])]), 'alarm'],
  ['a list that fails', judgeListsPublished([list(['failing'])]), 'alarm'],
  ['lists that fail otherwise', judgeListLives([list(['failing', 'not-seen'])]), 'ok'],
  [
    'a record that waits 2 minutes',
    judgeSealing({ ...trail, oldestUnsealedAt: now - 120_000 }, now),
    'warning',
  ],
  [
    'a record that waits an hour',
    judgeSealing({ ...trail, oldestUnsealedAt: now - 3_600_000 }, now),
    'alarm',
  ],
  ['a sink that is near', sink(9_000), 'ok'],
  ['a sink that is far behind', sink(11_000), 'warning'],
  ['orders that get on', judgeIssuing({ ...orders, hindered: 1, hinderedSince: now - 60_000 }, now), 'ok'],
  ['an order hindered for hours', judgeIssuing({ ...orders, hinderedSince: now - dayMs }, now), 'warning'],
  ['an order hindered for days', judgeIssuing({ ...orders, hinderedSince: now - 4 * dayMs }, now), 'alarm'],
  ['no renewal that is overdue', judgeRenewals(orders, now), 'ok'],
  [
    'a renewal overdue for days',
    judgeRenewals({ ...orders, overdueRenewals: 1, renewalDueSince: now - 4 * dayMs }, now),
    'warning',
  ],
  [
    'a renewal overdue for weeks',
    judgeRenewals({ ...orders, overdueRenewals: 1, renewalDueSince: now - 30 * dayMs }, now),
    'alarm',
  ],
  ['a review of today', judgeReviews({ ...orders, reviews: 1, reviewSince: now - 60_000 }, now), 'ok'],
  [
    'a review of days ago',
    judgeReviews({ ...orders, reviews: 1, reviewSince: now - 2 * dayMs }, now),
    'warning',
  ],
  ['a renewal whose target is away for minutes', pushed({ waiting: 1, waitingSince: now - 600_000 }), 'ok'],
  ['a renewal whose target is away for a day', pushed({ waiting: 1, waitingSince: now - dayMs }), 'warning'],
  ['a renewal whose target is away for days', pushed({ waiting: 1, waitingSince: now - 4 * dayMs }), 'alarm'],
  ['a renewal that never came where it is used', pushed({ givenUp: 1 }), 'alarm'],
  ['a target that is just put back', restoring(60_000), 'ok'],
  ['a target that waits to be put back', restoring(600_000), 'warning'],
  ['a target that is not put back for hours', restoring(7_200_000), 'alarm'],
  ['many refusals', judgeRefusals({ ...guessing, refusedInMinute: 200 }), 'warning'],
  ['many locks', judgeLocks({ ...guessing, lockedPairs: 11 }), 'warning'],
]

describe('what is judged how', () => {
  for (const [what, verdict, severity] of cases) {
    test(`${what}: ${severity}`, () => {
      assert.equal(verdict.severity, severity, verdict.finding)
      assert.equal(verdict.advice === null, severity === 'ok')
    })
  }

  test('the worst of all is the status; what is not known is no warning', () => {
    const worst = (...severities: Severity[]) => worstOf(severities.map((severity) => ({ severity })))
    assert.equal(worst(), 'ok')
    assert.equal(worst('ok', 'unknown', 'ok'), 'unknown')
    assert.equal(worst('unknown', 'warning', 'ok'), 'warning')
    assert.equal(worst('warning', 'alarm', 'unknown'), 'alarm')
  })

  test('spans and sizes are told in the largest unit of which there are two', () => {
    assert.deepEqual([90, 1_999, 119_999, 7_200_000, 3 * dayMs].map(spanText), [
      '90 ms',
      '1999 ms',
      '119 seconds',
      '2 hours',
      '3 days',
    ])
    assert.deepEqual([300 * 2 ** 20, 3 * gib].map(sizeText), ['300 MiB', '3.0 GiB'])
  })
})
