import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { freshnessOf } from '../../src/domain/model/list-freshness.ts'
import {
  alarmsOf,
  nothingPublished,
  type RevocationListProgress,
} from '../../src/domain/model/revocation-list.ts'

const start = Date.UTC(2026, 2, 1)
const minuteMs = 60_000
const dayMs = 86_400_000

/** Made at the start, for four days, published a second later, and seen a second after that. */
const seen: RevocationListProgress = {
  ...nothingPublished,
  number: start,
  thisUpdate: start,
  nextUpdate: start + 4 * dayMs,
  entries: 3,
  tookMs: 40,
  publishedAt: start + 1000,
  seenAt: start + 2000,
  seenThisUpdate: start,
  seenNextUpdate: start + 4 * dayMs,
}

const unseen = { ...seen, seenAt: null, seenThisUpdate: null, seenNextUpdate: null }

/** A renewal at half of the life that never got further than its number. */
const begun = { ...seen, number: start + 1, thisUpdate: start + 2 * dayMs, nextUpdate: start + 6 * dayMs }

const cases: readonly [
  what: string,
  progress: RevocationListProgress,
  afterMs: number,
  alarms: readonly string[],
][] = [
  ['nothing was ever asked for', nothingPublished, 9 * dayMs, []],
  ['a list that is seen', seen, 2000, []],
  ['a list of which a quarter and a millisecond are left', seen, 3 * dayMs - 1, []],
  ['a list of which a quarter is left', seen, 3 * dayMs, ['last-quarter']],
  ['a list that is over', seen, 5 * dayMs, ['last-quarter']],
  ['one that is begun does not make the one that is seen younger', begun, 3 * dayMs, ['last-quarter']],
  ['one that is begun is not there to be seen', begun, 2 * dayMs + 3 * minuteMs, []],
  ['a list that is not seen for two minutes after it was published', unseen, 2 * minuteMs + 1000, []],
  ['a list that is not seen for longer', unseen, 2 * minuteMs + 1001, ['not-seen']],
  [
    'a newer list that is not seen, beside an older that is',
    { ...begun, publishedAt: start + 2 * dayMs + 500 },
    2 * dayMs + 2 * minuteMs + 501,
    ['not-seen'],
  ],
  ['a revocation that waits for a minute', { ...seen, pendingSince: start + dayMs }, dayMs + minuteMs, []],
  [
    'a revocation that no list tells of after two minutes',
    { ...seen, pendingSince: start + dayMs },
    dayMs + 2 * minuteMs + 1,
    ['not-seen'],
  ],
  [
    'one that nobody sees, though lists are published again and again',
    { ...seen, publishedAt: start + dayMs, unseenSince: start + dayMs - 3 * minuteMs },
    dayMs + 1,
    ['not-seen'],
  ],
  ['a first list that fails', { ...nothingPublished, number: 1, failure: 'no room left' }, 1000, ['failing']],
  [
    'all of it at once',
    { ...seen, pendingSince: start, failure: 'no room left' },
    4 * dayMs,
    ['last-quarter', 'not-seen', 'failing'],
  ],
]

describe('a revocation list raises an alarm:', () => {
  for (const [what, progress, afterMs, alarms] of cases) {
    test(what, () => assert.deepEqual(alarmsOf(progress, start + afterMs), alarms))
  }
})

describe('how fresh a list is', () => {
  test('is told by the list that is seen, whatever was begun since', () => {
    assert.deepEqual(freshnessOf('ca', begun, start + dayMs), {
      authorityId: 'ca',
      ageMs: dayMs,
      remainingMs: 3 * dayMs,
      pendingMs: 0,
      unseenMs: 0,
      number: start + 1,
      entries: 3,
      tookMs: 40,
      alarms: [],
    })
  })

  test('is not known of a list that nobody saw', () => {
    const { ageMs, remainingMs } = freshnessOf('ca', unseen, start + dayMs)
    assert.deepEqual([ageMs, remainingMs], [null, null])
  })

  test('what waits to be told has not been seen either', () => {
    const waits = { ...seen, pendingSince: start + 5000 }
    const both = { ...waits, unseenSince: start + 3000 }
    const clockWentBack = freshnessOf('ca', waits, start)
    assert.deepEqual([clockWentBack.pendingMs, clockWentBack.unseenMs], [0, 0])
    const early = freshnessOf('ca', waits, start + 7000)
    assert.deepEqual([early.pendingMs, early.unseenMs], [2000, 2000])
    const late = freshnessOf('ca', both, start + 7000)
    assert.deepEqual([late.pendingMs, late.unseenMs], [2000, 4000])
  })
})
