import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Kysely } from 'kysely'
import type { HostedCertificate } from '../../src/domain/model/hosted-certificate.ts'
import { type Push, placeKey, pushStates } from '../../src/domain/model/push.ts'
import type { PushResource } from '../../src/domain/model/push-place.ts'
import type { ListedPush, PushFilter, PushPage } from '../../src/domain/ports/push-store.ts'
import type { Engine } from '../../src/storage/engine.ts'
import { migrateDatabase } from '../../src/storage/migrate.ts'
import { migrationProvider } from '../../src/storage/migrations/index.ts'
import { pushRow } from '../../src/storage/push-row.ts'
import type { Schema } from '../../src/storage/schema.ts'
import type { Open } from './opened.ts'
import { aHostedCertificate, aPush, newId, now, ours, theirs } from './sample-nouns.ts'
import { SeededRandom } from './seeded-random.ts'
import { suite } from './suite.ts'

const aResource = (changes: Partial<PushResource>): PushResource => ({
  id: null,
  hostType: null,
  domainName: null,
  enterpriseProjectId: null,
  ...changes,
})

/** Places that differ in one part each, and in what the engines' JSON might spell another way. */
const resources = [
  null,
  aResource({ id: 'a' }),
  aResource({ id: 'a', hostType: 'cloud' }),
  aResource({ domainName: 'a' }),
  aResource({ id: '"ä/\\\u0001 ' }),
] as const

const whole: PushPage = { offset: 0, limit: 1000 }

/** The list of all pushes, against its rules over the same pushes in memory. */
export function pushListSuite(name: string, open: Open): void {
  olderPushesSuite(name, open)
  suite(`lists of pushes on ${name}`, open, (stage) => {
    const random = new SeededRandom(11)
    const certificates = ['0', 'a', 'b'].map((enterpriseProjectId) =>
      aHostedCertificate({ name: `site-${enterpriseProjectId}`, enterpriseProjectId }),
    )
    const deleted = aHostedCertificate()
    const all = Array.from({ length: 120 }, () => somePush(random, [...certificates, deleted]))

    before(async () => {
      await stage.database.write(ours, async ({ hostedCertificates, pushes }) => {
        for (const certificate of certificates) await hostedCertificates.add(certificate)
        for (const push of all) await pushes.add(push)
      })
      await stage.database.write(theirs, ({ pushes }) =>
        // to the same place, and younger than all of ours
        pushes.add(aPush(certificates[0]?.id ?? '', { id: newId(), startedAt: now + 1e9 })),
      )
    })

    const list = (filter: PushFilter, page = whole) =>
      stage.database.search(ours, ({ pushes }) => pushes.list(filter, page))

    const filters: Record<string, PushFilter> = {
      'all of the account': {},
      ...Object.fromEntries(pushStates.map((state) => [state, { state }])),
      'the last to each place': { isCurrent: true },
      'the last to each place, where it failed': { isCurrent: true, state: 'failed' },
      'enterprise projects': { enterpriseProjectIds: ['a', 'b'] },
      'no enterprise project': { enterpriseProjectIds: [] },
      'several conditions': { isCurrent: true, state: 'done', enterpriseProjectIds: ['0'] },
    }
    for (const [what, filter] of Object.entries(filters)) {
      test(`${what}, the youngest first`, async () => {
        const expected = sorted(all.filter((push) => fits(push, all, certificates, filter)))
        const { total, items } = await list(filter)
        assert.deepEqual(
          items,
          expected.map((push) => listed(push, certificates)),
        )
        assert.equal(total, expected.length)
      })
    }

    test('pages follow one another, and past the end there is nothing but the total', async () => {
      const seen: string[] = []
      for (let offset = 0; offset < all.length; offset += 7) {
        const { total, items } = await list({}, { limit: 7, offset })
        assert.equal(total, all.length)
        seen.push(...items.map(({ push }) => push.id))
      }
      assert.deepEqual(
        seen,
        sorted(all).map(({ id }) => id),
      )
      assert.deepEqual((await list({}, { limit: 7, offset: Number.MAX_SAFE_INTEGER })).items, [])
    })

    test('texts that no JSON of an engine takes are made well-formed', async () => {
      const push = aPush('', { id: newId(), failure: { kind: 'refused', reason: 'cut \ud83d, and \0' } })
      await stage.database.write(ours, ({ pushes }) => pushes.add(push))
      const found = await stage.database.read(ours, ({ pushes }) => pushes.find(push.id))
      assert.equal(found?.failure?.reason, 'cut \uFFFD, and \uFFFD')
      await stage.opened.query(`delete from push where id = '${push.id}'`)
    })

    test('places are told apart as the domain tells them', async () => {
      const rows = await stage.opened.query(`select id, place from push where account_id = '${ours}'`)
      assert.deepEqual(
        new Map(rows.map(({ id, place }) => [id, place])),
        new Map(all.map((push) => [push.id, placeKey(push)])),
      )
    })
  })
}

/** What a program before places may have written. */
function olderPushesSuite(name: string, open: Open): void {
  const reason = 'cut \ud83d, \0, and in words: \\ud83d \\u0000 \\\\ud83d'
  const resource = aResource({ id: '\\ud83d' })
  const older = aPush('scs', { id: newId(), resource, failure: { kind: 'refused', reason } })
  const prepare = async (db: Kysely<Schema>, engine: Engine['name']) => {
    const every = await migrationProvider(engine).getMigrations()
    const before = Object.entries(every).filter(([key]) => key < '0020')
    await migrateDatabase(db, { getMigrations: async () => Object.fromEntries(before) })
    const row = { ...pushRow(older), content: JSON.stringify(older), account_id: ours, snapshot_sealed: null }
    await db.insertInto('push').values(row).execute()
  }
  suite(
    `pushes of an older database on ${name}`,
    () => open({ prepare }),
    (stage) => {
      test('get their places, whatever their texts hold', async () => {
        const rows = await stage.opened.query('select place from push')
        assert.deepEqual(rows, [{ place: placeKey(older) }])
        const found = await stage.database.read(ours, ({ pushes }) => pushes.find(older.id))
        assert.equal(found?.failure?.reason, reason)
      })
    },
  )
}

const somePush = (random: SeededRandom, certificates: readonly HostedCertificate[]): Push =>
  aPush(random.of(certificates).id, {
    id: newId(),
    state: random.of(pushStates),
    service: random.of(['ELB', 'CDN']),
    resource: random.of(resources),
    // many at the very same moment
    startedAt: now + random.below(20),
  })

function fits(
  push: Push,
  all: readonly Push[],
  certificates: readonly HostedCertificate[],
  { state, isCurrent, enterpriseProjectIds }: PushFilter,
): boolean {
  const project = certificates.find(({ id }) => id === push.certificateId)?.enterpriseProjectId
  const rivals = all.filter(
    (other) => other.certificateId === push.certificateId && placeKey(other) === placeKey(push),
  )
  return (
    (state === undefined || push.state === state) &&
    (!isCurrent || sorted(rivals)[0]?.id === push.id) &&
    (!enterpriseProjectIds || (project !== undefined && enterpriseProjectIds.includes(project)))
  )
}

const listed = (push: Push, certificates: readonly HostedCertificate[]): ListedPush => ({
  push,
  certificateName: certificates.find(({ id }) => id === push.certificateId)?.name ?? null,
})

const sorted = (pushes: readonly Push[]): Push[] =>
  pushes.toSorted((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1))
