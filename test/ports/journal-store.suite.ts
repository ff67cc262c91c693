import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JournalRecord } from '../../src/domain/model/journal.ts'
import type { Open } from './opened.ts'
import {
  aCertificate,
  anAuthority,
  dayMs,
  newId,
  newSerial,
  now,
  octets,
  ours,
  theirs,
} from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

const revoked = (changes: Partial<JournalRecord> = {}): JournalRecord => ({
  serialNumber: newSerial(),
  notAfter: now + dayMs,
  at: now,
  reason: 'KEY_COMPROMISE',
  ...changes,
})

const position = (records: number) => ({ bucket: 'lists', segment: 1, records })

/** What waits for the journals in the buckets, and how far those are. */
export function journalStoreSuite(name: string, open: Open): void {
  suite(`journals on ${name}`, open, (stage) => {
    queueTests(stage)
    positionTests(stage)
    lookUpTests(stage)
  })
  suite(`journals of all accounts on ${name}`, open, restoreTests)
}

function queueTests(stage: Stage): void {
  const queue = (id: string, record: JournalRecord, accountId = ours) =>
    stage.database.write(accountId, ({ journals }) => journals.queue(id, record, now))
  const queued = (id: string, limit = 10, accountId = ours) =>
    stage.database.read(accountId, ({ journals }) => journals.listQueued(id, limit))
  const without = (rows: Awaited<ReturnType<typeof queued>>) =>
    rows.map(({ serialNumber, notAfter, at, reason }) => ({ serialNumber, notAfter, at, reason }))

  test('records wait in their order until they are taken away, each CA’s and account’s by itself', async () => {
    const id = newId()
    const records = [
      revoked(),
      revoked({ reason: null, at: now + 1 }),
      revoked({ reason: 'CERTIFICATE_HOLD' }),
    ]
    for (const record of records) await queue(id, record)
    await queue(newId(), revoked())
    assert.deepEqual(without(await queued(id)), records)
    assert.deepEqual(without(await queued(id, 2)), records.slice(0, 2))
    assert.deepEqual(await queued(id, 10, theirs), [])
    const [first] = await queued(id)
    const remove = (accountId: string) =>
      stage.database.write(accountId, ({ journals }) => journals.removeQueued([first?.sequence ?? 0]))
    await remove(theirs)
    assert.equal((await queued(id)).length, 3)
    await remove(ours)
    assert.deepEqual(without(await queued(id)), records.slice(1))
  })

  test('all that is revoked and has not ended can be queued in place of what waits', async () => {
    const id = newId()
    const living = [revoked({ reason: 'SUPERSEDED' }), revoked({ at: now + 5, reason: 'CERTIFICATE_HOLD' })]
    await stage.database.write(ours, async ({ serials }) => {
      for (const { serialNumber, notAfter, at: revokedAt, reason } of [
        ...living,
        revoked({ notAfter: now }),
      ]) {
        await serials.register({ issuerId: id, serialNumber, notAfter })
        if (reason) await serials.revoke(id, serialNumber, { revokedAt, reason })
      }
      await serials.register({ issuerId: id, serialNumber: newSerial(), notAfter: now + dayMs })
    })
    await queue(id, revoked())
    await stage.database.write(ours, ({ journals }) => journals.queueRevoked(id, now))
    assert.deepEqual(without(await queued(id)), living)
  })
}

function positionTests(stage: Stage): void {
  const find = (id: string, accountId = ours) =>
    stage.database.read(accountId, ({ journals }) => journals.find(id))
  const version = () => stage.database.read(ours, ({ authorities }) => authorities.version())

  test('a journal advances, fails and recovers, and is the account’s own', async () => {
    const id = newId()
    assert.equal(await find(id), undefined)
    await stage.database.write(ours, ({ journals }) => journals.noteFailure(id, 'no room'))
    assert.deepEqual(await find(id), {
      position: null,
      awaitedSince: null,
      failure: 'no room',
      givenUpAt: null,
    })
    const before = await version()
    for (const records of [1, 7]) {
      assert.ok(await stage.database.write(ours, ({ journals }) => journals.advance(id, position(records))))
      assert.deepEqual(await find(id), {
        position: position(records),
        awaitedSince: null,
        failure: null,
        givenUpAt: null,
      })
    }
    assert.equal(await find(id, theirs), undefined)
    assert.equal(await version(), before, 'who issues has nothing to read anew')
  })

  test('one that was given up is so until it advances, or that is taken back', async () => {
    const id = newId()
    const giveUp = (at: number | null) =>
      stage.database.write(ours, ({ journals }) => journals.giveUp(id, at))
    const givenUpAt = async () => (await find(id))?.givenUpAt
    await giveUp(now)
    assert.equal(await givenUpAt(), now)
    await stage.database.write(ours, ({ journals }) => journals.settle(id, null))
    assert.equal(await givenUpAt(), now)
    await stage.database.write(ours, ({ journals }) => journals.advance(id, position(1)))
    assert.equal(await givenUpAt(), null)
    await giveUp(now)
    await giveUp(null)
    assert.equal(await givenUpAt(), null)
  })

  test('one that is awaited does not advance, and those who keep CAs in memory hear of it', async () => {
    const [id, other] = [newId(), newId()]
    const isAwaited = (accountId = ours) =>
      stage.database.read(accountId, ({ journals }) => journals.isAwaited([other, id]))
    let before = await version()
    const isNewer = async () => {
      const after = await version()
      assert.ok(after > before)
      before = after
    }
    assert.equal(await isAwaited(), false)
    await stage.database.write(ours, ({ journals }) => journals.await(id, now))
    await isNewer()
    assert.equal(await isAwaited(), true)
    assert.equal(await isAwaited(theirs), false)
    assert.equal(await stage.database.write(ours, ({ journals }) => journals.advance(id, position(1))), false)
    assert.deepEqual(await find(id), { position: null, awaitedSince: now, failure: null, givenUpAt: null })
    await stage.database.write(ours, ({ journals }) => journals.settle(id, position(3)))
    await isNewer()
    assert.equal(await isAwaited(), false)
    assert.deepEqual(await find(id), {
      position: position(3),
      awaitedSince: null,
      failure: null,
      givenUpAt: null,
    })
    await stage.database.write(ours, ({ journals }) => journals.settle(other, null))
    assert.equal((await find(other))?.position, null)
  })
}

function lookUpTests(stage: Stage): void {
  test('serial numbers and certificates are found by many at once', async () => {
    const issuerId = newId()
    const [held, good, unknown] = [newSerial(), newSerial(), newSerial()]
    const revocation = { revokedAt: now, reason: 'CERTIFICATE_HOLD' } as const
    const certificate = aCertificate({ issuerId, serialNumber: good })
    await stage.database.write(ours, async ({ serials, certificates }) => {
      for (const serialNumber of [held, good]) {
        await serials.register({ issuerId, serialNumber, notAfter: now + dayMs })
      }
      await serials.revoke(issuerId, held, revocation)
      await certificates.add(certificate, octets(1))
    })
    const find = (accountId: string) =>
      stage.database.read(accountId, async ({ serials, certificates }) => [
        await serials.findEach(issuerId, [held, good, unknown]),
        await certificates.idsBySerial(issuerId, [held, good, unknown]),
      ])
    assert.deepEqual(await find(ours), [
      new Map([
        [held, { revocation }],
        [good, { revocation: null }],
      ]),
      new Map([[good, certificate.id]]),
    ])
    assert.deepEqual(await find(theirs), [new Map(), new Map()])
  })
}

function restoreTests(stage: Stage): void {
  test('after a restore every CA that has its key is awaited, and told to who looks', async () => {
    const [first, second] = [anAuthority(), anAuthority()]
    const [pending, gone, kept] = [
      anAuthority({ state: 'PENDING', certificate: null }),
      anAuthority({ state: 'DESTROYED' }),
      anAuthority({ generationMode: 'CSR' }),
    ]
    const add = (accountId: string, authorities: readonly (typeof first)[], withKey = true) =>
      stage.database.write(accountId, async (stores) => {
        for (const authority of authorities) {
          await stores.authorities.add(authority)
          if (withKey) await stores.keys.add(authority.id, octets(1))
        }
      })
    await add(ours, [first, pending, gone])
    await add(ours, [kept], false)
    await add(theirs, [second])
    const overview = () =>
      stage.database.search('', async ({ journalOverview }) => ({
        backlog: await journalOverview.backlog(),
        late: await journalOverview.listLate(now + 1, 10),
        awaited: await journalOverview.listAwaited('', 10),
        signing: await journalOverview.listSigning('', 10),
      }))
    const owners = [
      { accountId: ours, authorityId: first.id },
      { accountId: theirs, authorityId: second.id },
      // what is to be activated may have been before, after the backup
      { accountId: ours, authorityId: pending.id },
    ]
    const nothing = { queued: 0, oldestQueuedAt: null, awaited: 0, failure: null }
    assert.deepEqual(await overview(), { backlog: nothing, late: [], awaited: [], signing: owners })

    await stage.database.write(ours, async ({ journals }) => {
      await journals.queue(first.id, revoked(), now)
      await journals.queue(first.id, revoked(), now + 1)
      await journals.advance(first.id, position(2))
      await journals.noteFailure(first.id, 'silent')
    })
    const waiting = { queued: 2, oldestQueuedAt: now, awaited: 0, failure: 'silent' }
    assert.deepEqual(await overview(), {
      backlog: waiting,
      late: owners.slice(0, 1),
      awaited: [],
      signing: owners,
    })
    const versions = () =>
      Promise.all(
        [ours, theirs].map((account) =>
          stage.database.read(account, ({ authorities }) => authorities.version()),
        ),
      )
    const before = await versions()
    await stage.database.write('', ({ journals }) => journals.awaitAll(now + 9))
    for (const [index, version] of (await versions()).entries()) assert.ok(version > (before[index] ?? 0))
    assert.deepEqual(await overview(), {
      backlog: { ...waiting, awaited: 3 },
      late: [],
      awaited: owners,
      signing: owners,
    })
    const journal = await stage.database.read(ours, ({ journals }) => journals.find(first.id))
    assert.deepEqual(journal, {
      position: position(2),
      awaitedSince: now + 9,
      failure: 'silent',
      givenUpAt: null,
    })
  })
}
