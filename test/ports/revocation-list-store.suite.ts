import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Authority } from '../../src/domain/model/authority.ts'
import { nothingPublished, type RevocationListProgress } from '../../src/domain/model/revocation-list.ts'
import type { TenantStores } from '../../src/domain/ports/doors.ts'
import type { Open } from './opened.ts'
import { anAuthority, newId, now, ours, theirs } from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

export function revocationListStoreSuite(name: string, open: Open): void {
  suite(`revocation list store on ${name}`, open, (stage) => {
    claimTests(stage)
    namedTests(stage)
    progressTests(stage)
  })
}

const aPlace = () => ({ bucket: 'bucket', name: newId() })
const write = <Result>(
  { database }: Stage,
  work: (stores: TenantStores) => Promise<Result>,
  accountId = ours,
) => database.write(accountId, work)
const claim = (stage: Stage, id: string, place: ReturnType<typeof aPlace>, accountId = ours, at = now) =>
  write(stage, ({ revocationLists }) => revocationLists.claim(id, place, at), accountId)
const locations = ({ database }: Stage, id: string, accountId = ours) =>
  database.read(accountId, ({ revocationLists }) => revocationLists.locations(id))
const noteNamed = (
  stage: Stage,
  id: string,
  place: ReturnType<typeof aPlace>,
  until: number,
  accountId = ours,
) => write(stage, ({ revocationLists }) => revocationLists.noteNamed(id, place, until), accountId)
const release = (stage: Stage, id: string, place: ReturnType<typeof aPlace>, accountId = ours, at = now) =>
  write(stage, ({ revocationLists }) => revocationLists.release(id, place, at), accountId)
const ownerOf = ({ database }: Stage, { bucket, name }: ReturnType<typeof aPlace>) =>
  database.read('', ({ publicAuthorities }) => publicAuthorities.findListOwner(bucket, name))

/** A CA that publishes at the place. */
async function publisher(stage: Stage, place: ReturnType<typeof aPlace>, changes: Partial<Authority> = {}) {
  const authority = anAuthority({ revocationList: { ...place, validDays: 7 }, ...changes })
  await write(stage, ({ authorities }) => authorities.add(authority))
  assert.equal(await claim(stage, authority.id, place), true)
  return authority
}

function claimTests(stage: Stage): void {
  test('a location is one CA’s, and its owner’s for those who fetch', async () => {
    const [place, id] = [aPlace(), newId()]
    assert.equal(await ownerOf(stage, place), undefined)
    assert.equal(await claim(stage, id, place), true)
    assert.deepEqual(await locations(stage, id), [{ ...place, namedUntil: 0 }])
    assert.deepEqual(await locations(stage, id, theirs), [])
    assert.equal(await ownerOf(stage, place), ours)
    assert.equal(await ownerOf(stage, { ...place, bucket: 'other' }), undefined)
  })

  test('taken while its CA publishes there, of whatever account; again by itself it changes nothing', async () => {
    const place = aPlace()
    const { id } = await publisher(stage, place)
    await noteNamed(stage, id, place, now - 1)
    for (const accountId of [ours, theirs]) {
      assert.equal(await claim(stage, newId(), place, accountId), false)
    }
    assert.equal(await claim(stage, id, place), true)
    assert.deepEqual(await locations(stage, id), [{ ...place, namedUntil: now - 1 }])
  })

  test('taken while a living certificate names it; free once the last one ended', async () => {
    const [place, id, next] = [aPlace(), newId(), newId()]
    await claim(stage, id, place)
    await noteNamed(stage, id, place, now + 5)
    assert.equal(await claim(stage, next, place, theirs, now + 4), false)
    assert.equal(await claim(stage, next, place, theirs, now + 5), true)
    assert.deepEqual(await locations(stage, id), [])
    assert.deepEqual(await locations(stage, next, theirs), [{ ...place, namedUntil: 0 }])
    assert.equal(await ownerOf(stage, place), theirs)
  })

  for (const [what, changes] of [
    ['moved', { revocationList: { bucket: 'bucket', name: 'elsewhere', validDays: 7 } }],
    ['was switched off', { revocationList: null }],
    ['is DESTROYED', { state: 'DESTROYED' }],
  ] as const) {
    test(`free when its CA ${what} and nothing names it`, async () => {
      const place = aPlace()
      const authority = await publisher(stage, place)
      await write(stage, ({ authorities }) => authorities.replace({ ...authority, ...changes }))
      assert.equal(await claim(stage, newId(), place, theirs), true)
      assert.deepEqual(await locations(stage, authority.id), [])
    })
  }

  test('of many that claim one location at once, one has it', async () => {
    const place = aPlace()
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () =>
        write(stage, async (stores) => {
          const authority = anAuthority({ revocationList: { ...place, validDays: 7 } })
          await stores.authorities.add(authority)
          return stores.revocationLists.claim(authority.id, place, now)
        }),
      ),
    )
    assert.equal(outcomes.filter(Boolean).length, 1)
  })
}

function namedTests(stage: Stage): void {
  test('the end of what names it never comes nearer', async () => {
    const [place, id] = [aPlace(), newId()]
    await claim(stage, id, place)
    for (const until of [now + 2, now + 1, now + 3])
      assert.equal(await noteNamed(stage, id, place, until), true)
    assert.deepEqual(await locations(stage, id), [{ ...place, namedUntil: now + 3 }])
  })

  test('of another CA’s, another account’s or no location it is not noted', async () => {
    const [place, id] = [aPlace(), newId()]
    await claim(stage, id, place)
    assert.equal(await noteNamed(stage, newId(), place, now), false)
    assert.equal(await noteNamed(stage, id, aPlace(), now), false)
    assert.equal(await noteNamed(stage, id, place, now, theirs), false)
    assert.deepEqual(await locations(stage, id), [{ ...place, namedUntil: 0 }])
  })

  test('it is given back by its own CA only, and not while a living certificate names it', async () => {
    const [place, id] = [aPlace(), newId()]
    await claim(stage, id, place)
    await noteNamed(stage, id, place, now + 1)
    await release(stage, id, place)
    await release(stage, newId(), place, ours, now + 1)
    await release(stage, id, place, theirs, now + 1)
    assert.equal((await locations(stage, id)).length, 1)
    await release(stage, id, place, ours, now + 1)
    assert.deepEqual(await locations(stage, id), [])
    assert.equal(await noteNamed(stage, id, place, now), false)
  })
}

function progressTests(stage: Stage): void {
  const progress = (id: string, accountId = ours) =>
    stage.database.read(accountId, ({ revocationLists }) => revocationLists.progress(id))
  const full: RevocationListProgress = {
    number: now + 1,
    thisUpdate: now,
    nextUpdate: now + 2,
    entries: 3,
    tookMs: 4,
    publishedAt: now + 5,
    pendingSince: now + 6,
    unseenSince: now + 7,
    seenAt: now + 8,
    seenThisUpdate: now + 9,
    seenNextUpdate: now + 9 + 1,
    failure: 'because',
  }

  test('is kept whole, replaced whole, and the account’s own', async () => {
    const id = newId()
    assert.equal(await progress(id), undefined)
    for (const each of [nothingPublished, full, nothingPublished]) {
      await write(stage, ({ revocationLists }) => revocationLists.setProgress(id, each))
      assert.deepEqual(await progress(id), each)
    }
    assert.equal(await progress(id, theirs), undefined)
  })

  test('the oldest that waits is kept, and nothing else is changed by it', async () => {
    const id = newId()
    const notePending = (since: number) =>
      write(stage, ({ revocationLists }) => revocationLists.notePending(id, since))
    await notePending(now)
    assert.deepEqual(await progress(id), { ...nothingPublished, pendingSince: now })
    await write(stage, ({ revocationLists }) =>
      revocationLists.setProgress(id, { ...full, pendingSince: null }),
    )
    await notePending(now + 1)
    await notePending(now + 2)
    assert.deepEqual(await progress(id), { ...full, pendingSince: now + 1 })
  })
}
