import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { suite, type TestContext, test } from 'node:test'
import { createRoot, issue, ok } from '../pca-v1/support.ts'
import type { RunningServer } from '../running-server.ts'
import { authorities } from '../samples.ts'
import { dayMs } from '../test-clock.ts'
import { backUp, newFolder, startApart } from './backups.ts'
import {
  awaitList,
  enableList,
  type Fetched,
  firstBucket,
  listUrl,
  revokeCertificate,
  until,
} from './lists.ts'
import { serialOf, statusOf, switchResponder } from './statuses.ts'

async function begin(t: TestContext) {
  const folders = { first: newFolder(t.after.bind(t)), copy: newFolder(t.after.bind(t)) }
  const buckets = newFolder(t.after.bind(t))
  const server = await startApart(folders.first, buckets)
  ok(await server.api('POST', `${authorities}/agencies`))
  const bucket = await firstBucket(server.api)
  const restore = async () => {
    await server.close()
    const restored = await startApart(folders.copy, buckets)
    t.after(() => restored.close())
    return restored
  }
  return { server, bucket, folders, lying: join(buckets, server.credentials.domain.id, bucket), restore }
}

const failureOf = async ({ world, credentials }: RunningServer, id: string) => {
  const read = world.database.read(credentials.domain.id, (stores) => stores.revocationLists.progress(id))
  return (await read)?.failure ?? undefined
}

suite('a list that lies where a restored database never wrote', () => {
  test('is of a CA that it does not know, and stays until it ends', async (t) => {
    const { server, bucket, folders, lying, restore } = await begin(t)
    backUp(folders.first, folders.copy)
    const later = await createRoot(server, {}, 'Made After The Backup')
    await enableList(server, later, { crl_name: 'taken' })
    const victim = await issue(server, later)
    await revokeCertificate(server, victim)
    const serial = await serialOf(server, victim)
    await awaitList(listUrl(server, bucket, 'taken'), serial, ({ reasons }) => reasons.has(serial))
    const restored = await restore()
    const lain = readFileSync(join(lying, 'taken.crl'))

    const root = await createRoot(restored, {}, 'Takes The Name Anew')
    const path = `${authorities}/${root}/crl/enable`
    const body = { obs_bucket_name: bucket, valid_days: 7, crl_name: 'taken' }
    assert.equal((await restored.api('POST', path, body)).status, 204)
    const failure = await until('a refusal', () => failureOf(restored, root))
    assert.match(failure, /holds the list of a CA that this database does not know; it stays there until 20/)
    assert.deepEqual(readFileSync(join(lying, 'taken.crl')), lain)

    restored.clock.advance(40 * dayMs)
    const isTheirs = ({ list }: Fetched) =>
      Buffer.from(list.issuerNameDer).includes(Buffer.from('Takes The Name Anew'))
    await awaitList(listUrl(restored, bucket, 'taken'), 'a list of the new CA', isTheirs, 150_000)
  })

  test('is its own and newer: the CA reads it back before it signs another', async (t) => {
    const { server, bucket, folders, lying, restore } = await begin(t)
    const root = await createRoot(server)
    const url = await enableList(server, root)
    await switchResponder(server, root, true)
    const [forgotten, kept] = [await issue(server, root), await issue(server, root)]
    const serials = [await serialOf(server, forgotten), await serialOf(server, kept)] as const
    await awaitList(url, 'the first list')
    backUp(folders.first, folders.copy)
    await revokeCertificate(server, forgotten, 'KEY_COMPROMISE')
    const { number } = await awaitList(url, 'the list', ({ reasons }) => reasons.has(serials[0]))
    const restoring = restore()
    // nothing but the list tells
    rmSync(join(lying, `${root}.00000001.journal`))
    const restored = await restoring
    await until('compared', async () => (restored.world.journalHolds.isHeld(root) ? undefined : true))
    await revokeCertificate(restored, kept, 'SUPERSEDED')
    const list = await awaitList(
      listUrl(restored, bucket, root),
      'a list that tells of both',
      ({ reasons }) => reasons.has(serials[0]) && reasons.has(serials[1]),
    )
    assert.ok(list.number > number)
    assert.equal(list.reasons.get(serials[0]), 'KEY_COMPROMISE')
    assert.equal(typeof (await statusOf(restored, root, serials[0])), 'object')
    const { records } = ok(await restored.api('GET', '/v1/audit/records?operation=awaitJournal'))
    assert.deepEqual(
      records.map(({ object_id }: { object_id: string }) => object_id),
      [root],
    )
    await issue(restored, root)
  })
})
