import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Authority } from '../../src/domain/model/authority.ts'
import { nothingPublished } from '../../src/domain/model/revocation-list.ts'
import type { Open } from './opened.ts'
import { anAuthority, anAuthorityCertificate, dayMs, now, ours, theirs } from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

const progress = {
  ...nothingPublished,
  number: 7,
  thisUpdate: now,
  seenNextUpdate: now + dayMs,
  failure: 'x',
}

/** A CA that has claimed one place and named others. */
async function add(
  { database }: Stage,
  accountId: string,
  changes: Partial<Authority>,
  ...places: readonly { readonly name: string; readonly namedUntil?: number }[]
): Promise<string> {
  const authority = anAuthority(changes)
  await database.write(accountId, async ({ authorities, revocationLists }) => {
    await authorities.add(authority)
    for (const { name, namedUntil = 0 } of places) {
      const place = { bucket: 'lists', name }
      assert.ok(await revocationLists.claim(authority.id, place, now))
      await revocationLists.noteNamed(authority.id, place, namedUntil)
    }
  })
  return authority.id
}

const publishing = ({ database }: Stage, at = now) =>
  database.search('', ({ revocationOverview }) => revocationOverview.listPublishing(at))

const at = (name: string) => ({ revocationList: { bucket: 'lists', name, validDays: 7 } })

export function revocationOverviewSuite(name: string, open: Open): void {
  suite(`revocation lists of all accounts on ${name}`, open, (stage) => {
    test('are those that living certificates look for, once for each CA', async () => {
      const first = await add(stage, ours, at('a'), { name: 'a' }, { name: 'b', namedUntil: now + 5 })
      const second = await add(stage, theirs, {}, { name: 'c', namedUntil: now + 5 })
      await add(stage, ours, {}, { name: 'd', namedUntil: now })
      await add(stage, ours, at('elsewhere'), { name: 'e' })
      await add(stage, ours, {})
      await stage.database.write(theirs, ({ revocationLists }) =>
        revocationLists.setProgress(second, progress),
      )
      assert.deepEqual(await publishing(stage), [
        { authorityId: first, progress: nothingPublished },
        { authorityId: second, progress },
      ])
      const later = await publishing(stage, now + 5)
      assert.deepEqual(
        later.map(({ authorityId }) => authorityId),
        [first],
      )
    })
  })

  suite(`revocation lists that nobody renews on ${name}`, open, (stage) => {
    test('are not watched: of a CA that waits, is over, or whose key is gone', async () => {
      const over = anAuthorityCertificate({ notAfter: now })
      await add(stage, ours, { ...at('a'), state: 'PENDING', certificate: null }, { name: 'a' })
      await add(stage, ours, { ...at('b'), certificate: over }, { name: 'b' })
      await add(stage, ours, { ...at('c'), state: 'DESTROYED' }, { name: 'c', namedUntil: now + 5 })
      assert.deepEqual(await publishing(stage), [])
    })
  })
}
