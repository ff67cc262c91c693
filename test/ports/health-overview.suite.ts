import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { HealthOverview } from '../../src/domain/ports/health-overview.ts'
import { examineStored } from '../../src/storage/examine-stored.ts'
import type { Open, Opened } from './opened.ts'
import { aCertificate, anAuthority, dayMs, now, octets, ours } from './sample-nouns.ts'

/** What health is judged by, over all accounts, and what the database tells of itself. */
export function healthOverviewSuite(name: string, open: Open): void {
  describe(`${name}: the overview for health`, () => {
    let opened: Opened

    before(async () => {
      opened = await open()
    })
    after(() => opened.close())

    const look = <Result>(work: (overview: HealthOverview) => Promise<Result>) =>
      opened.database.search('', ({ healthOverview }) => work(healthOverview))

    test('of an empty database there is nothing to tell', async () => {
      assert.deepEqual(await look((overview) => overview.listJobs(now)), [])
      assert.deepEqual(await look((overview) => overview.listAuthorityEnds(now)), [])
      assert.deepEqual(await look((overview) => overview.listResponderEnds(now)), [])
      assert.deepEqual(await look((overview) => overview.listQuotaUsage()), [])
      assert.deepEqual(await look((overview) => overview.countOrders(now)), {
        hindered: 0,
        hinderedSince: null,
        reviews: 0,
        reviewSince: null,
        overdueRenewals: 0,
        renewalDueSince: null,
      })
      assert.deepEqual(await look((overview) => overview.countPushes(now)), {
        waiting: 0,
        waitingSince: null,
        givenUp: 0,
        restoring: 0,
        restoringSince: null,
      })
      assert.equal(await look((overview) => overview.oldestUnsealedAt()), null)
    })

    test('jobs: what is due and since when, what fails and why, what nobody holds any more', async () => {
      await opened.database.write('', async ({ jobs }) => {
        await jobs.enqueue('waits', 'a', now - 5000)
        await jobs.enqueue('waits', 'b', now - 9000)
        await jobs.enqueue('waits', 'c', now + 9000)
        await jobs.enqueue('fails', '', now - 1)
        const failing = await jobs.take(['fails'], 'a node', now, now + 1)
        assert.ok(failing)
        await jobs.fail(failing, now + dayMs, 'no route')
        await jobs.enqueue('held', '', now - 7000)
        assert.ok(await jobs.take(['held'], 'a node that ended', now - 6000, now - 3000))
      })
      const nothing = {
        due: 0,
        dueSince: null,
        failing: 0,
        mostAttempts: 0,
        failure: null,
        abandoned: 0,
        abandonedSince: null,
      }
      assert.deepEqual(await look((overview) => overview.listJobs(now)), [
        { ...nothing, kind: 'fails', failing: 1, mostAttempts: 1, failure: 'no route' },
        {
          ...nothing,
          kind: 'held',
          due: 1,
          dueSince: now - 7000,
          abandoned: 1,
          abandonedSince: now - 3000,
        },
        { ...nothing, kind: 'waits', due: 2, dueSince: now - 9000 },
      ])
    })

    test('CAs that may issue, with what ends on their last day', async () => {
      const authority = anAuthority()
      const disabled = anAuthority({ state: 'DISABLED' })
      const notAfter = authority.certificate?.notAfter ?? 0
      await opened.database.write(ours, async ({ authorities, certificates }) => {
        await authorities.add(authority)
        await authorities.add(disabled)
        await certificates.add(aCertificate({ issuerId: authority.id, notAfter }), octets(1))
        await certificates.add(
          aCertificate({ issuerId: authority.id, notAfter: notAfter - 3 * dayMs }),
          octets(1),
        )
      })
      const ends = await look((overview) => overview.listAuthorityEnds(now))
      assert.deepEqual(ends, [
        { authorityId: authority.id, notBefore: authority.certificate?.notBefore, notAfter, endingWithIt: 1 },
      ])
      assert.deepEqual(await look((overview) => overview.listAuthorityEnds(notAfter)), [])
    })

    test('a program beside the server finds the schema, the end of the trail, and what it asks for', async () => {
      const value = octets(1, 2)
      await opened.database.write('', ({ installation }) => installation.setValue('asked for', value))
      const found = await examineStored(opened.url, ['asked for', 'absent'])
      assert.ok(found)
      assert.equal(found.engine, (await opened.database.vitals()).engine)
      assert.match(found.version, /^\d+\.\d+/)
      const { damage, unknownMigrations, pendingMigrations, lastBlock } = found
      assert.deepEqual([damage, unknownMigrations, pendingMigrations, lastBlock], [[], [], [], null])
      assert.deepEqual([...found.values.keys()], ['asked for'])
      assert.deepEqual(new Uint8Array(found.values.get('asked for') ?? []), value)
    })

    test('the database tells its size, its schema and its clock', async () => {
      const vitals = await opened.database.vitals()
      assert.equal(vitals.engine, name.toLowerCase().includes('postgres') ? 'postgres' : 'sqlite')
      assert.ok((vitals.sizeBytes ?? 0) > 10_000)
      assert.deepEqual(vitals.unknownMigrations, [])
      assert.equal(vitals.waitingWrites, 0)
      if (vitals.engine === 'sqlite') assert.equal(vitals.clockAheadMs, null)
      // the suite's clock stands at another time than the server's
      else assert.ok(Math.abs((vitals.clockAheadMs ?? 0) - (Date.now() - now)) < 60_000)
      await opened.query(`insert into kysely_migration (name, timestamp) values ('9999-newer', '2030')`)
      assert.deepEqual((await opened.database.vitals()).unknownMigrations, ['9999-newer'])
      await opened.query(`delete from kysely_migration where name = '9999-newer'`)
    })
  })
}
