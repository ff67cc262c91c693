import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  changeOf,
  type JournalRecord,
  readSegment,
  segmentOctets,
  type ToldStatus,
  tellAll,
  tellListed,
} from '../../src/domain/model/journal.ts'
import type { Revocation, RevocationReason } from '../../src/domain/model/revocation.ts'

const serialNumber = '85070591730234615865843651857942052864'
const notAfter = 1_800_000_000_000

const record = (at: number, reason: RevocationReason | null): JournalRecord => ({
  serialNumber,
  notAfter,
  at,
  reason,
})
const told = (...records: JournalRecord[]) => tellAll(new Map(), records).get(serialNumber)
const reasonOf = (status: ToldStatus | undefined) => status?.revocation?.reason ?? null
const revoked = (reason: RevocationReason, revokedAt = 5): Revocation => ({ revokedAt, reason })
const status = (revocation: Revocation | null, at = 5): ToldStatus => ({ notAfter, at, revocation })

suite('what a journal tells of a certificate', () => {
  for (const [name, records, expected] of [
    ['the last of holds and releases', [record(1, 'CERTIFICATE_HOLD'), record(2, null)], null],
    ['a hold after a release', [record(2, null), record(3, 'CERTIFICATE_HOLD')], 'CERTIFICATE_HOLD'],
    [
      'their order, not the clock, which may have been set back',
      [record(9, 'CERTIFICATE_HOLD'), record(9, null), record(4, 'CERTIFICATE_HOLD')],
      'CERTIFICATE_HOLD',
    ],
    ['for good, whatever follows', [record(1, 'KEY_COMPROMISE'), record(2, null)], 'KEY_COMPROMISE'],
    ['the first reason that is for good', [record(1, 'SUPERSEDED'), record(2, 'UNSPECIFIED')], 'SUPERSEDED'],
  ] as const) {
    test(name, () => assert.equal(reasonOf(told(...records)), expected))
  }

  for (const [name, records, entry, expected] of [
    ['who is on the list only', [], revoked('SUPERSEDED'), 'SUPERSEDED'],
    ['a list from before a release', [record(6, null)], revoked('CERTIFICATE_HOLD'), null],
    ['a hold after it', [record(4, null)], revoked('CERTIFICATE_HOLD'), 'CERTIFICATE_HOLD'],
    ['what is for good, also after a release', [record(6, null)], revoked('SUPERSEDED'), 'SUPERSEDED'],
    ['what became of a hold', [record(1, 'CERTIFICATE_HOLD')], revoked('SUPERSEDED'), 'SUPERSEDED'],
    ['nothing less than the journal', [record(1, 'SUPERSEDED')], revoked('CERTIFICATE_HOLD'), 'SUPERSEDED'],
  ] as const) {
    test(`beside the last published list: ${name}`, () => {
      const all = tellAll(new Map<string, ToldStatus>(), records)
      tellListed(all, serialNumber, entry, notAfter)
      assert.equal(reasonOf(all.get(serialNumber)), expected)
    })
  }
})

suite('what a database takes over', () => {
  const [hold, good, forGood] = [revoked('CERTIFICATE_HOLD'), null, revoked('KEY_COMPROMISE')]
  for (const [name, known, tells, isQueued, expected] of [
    ['a certificate that it never heard of, revoked', undefined, forGood, false, forGood],
    ['… or good', undefined, good, false, good],
    ['a revocation', { revocation: good }, forGood, false, forGood],
    ['a hold', { revocation: good }, hold, false, hold],
    ['a release', { revocation: hold }, good, false, good],
    ['the end of a hold for good', { revocation: hold }, forGood, false, forGood],
    ['no release of what was revoked for good', { revocation: forGood }, good, false, undefined],
    ['nothing that it knows', { revocation: good }, good, false, undefined],
    ['no other reason', { revocation: forGood }, revoked('SUPERSEDED'), false, undefined],
    ['no release where it has a newer record', { revocation: hold }, good, true, undefined],
    ['no hold where it has a newer record', { revocation: good }, hold, true, undefined],
    ['what is for good in any case', { revocation: good }, forGood, true, forGood],
  ] as const) {
    test(name, () => assert.deepEqual(changeOf(known, status(tells), isQueued), expected))
  }
})

suite('a segment', () => {
  test('is read as it was written', () => {
    for (const follows of ['anew', 'a'.repeat(64)]) {
      const segment = { follows, records: [record(1, 'AFFILIATION_CHANGED'), record(-2, null)] }
      assert.deepEqual(readSegment(segmentOctets(segment)), segment)
    }
  })

  for (const [name, text] of [
    ['another form', 'chancery revocation journal 2\nfollows anew\n'],
    ['a cut one', 'chancery revocation journal 1\nfollows anew\n1 2 SUPERSEDED 3'],
    ['a reason that is none', 'chancery revocation journal 1\nfollows anew\n1 2 toString 3\n'],
    ['a serial number that is none', 'chancery revocation journal 1\nfollows anew\n1 2 SUPERSEDED x\n'],
    ['nothing', ''],
  ] as const) {
    test(`is not ${name}`, () => assert.equal(readSegment(new TextEncoder().encode(text)), undefined))
  }
})
