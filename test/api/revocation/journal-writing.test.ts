import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { findSegment } from '../../../src/domain/operations/journal/segments.ts'
import { startS3Server } from '../../ports/s3-server.ts'
import { createRoot, issue } from '../pca-v1/support.ts'
import { startServer } from '../running-server.ts'
import { createWaitingClock, newFolder } from './backups.ts'
import { revokeCertificate, until } from './lists.ts'

const store = await startS3Server()
after(() => store.close())
const bucket = { createdAt: new Date(), objects: new Map() }
store.buckets.set('journals', bucket)
const keyFile = join(newFolder(after), 'key.json')
const { accessKeyId: access_key_id, secretAccessKey: secret_access_key } = store.credentials
writeFileSync(keyFile, JSON.stringify({ access_key_id, secret_access_key }), { mode: 0o600 })
const server = await startServer(
  { 'buckets-url': store.endpoint, 'buckets-credentials-file': keyFile },
  createWaitingClock(),
)
after(() => server.close())
const accountId = server.credentials.domain.id

const queued = async (authorityId: string) =>
  (await server.world.database.read(accountId, ({ journals }) => journals.listQueued(authorityId, 9999)))
    .length
const backlog = () => server.world.database.search('', ({ journalOverview }) => journalOverview.backlog())

/** The records of the CA's journal, segment by segment. */
async function journalOf(authorityId: string) {
  const segments = []
  for (let number = 1; number <= 3; number += 1) {
    const place = { accountId, authorityId, bucket: 'journals' }
    const segment = await findSegment(server.world, place, number)
    if (segment) segments.push(segment)
  }
  return segments
}

const many = (count: number, authorityId: string) =>
  Promise.all(Array.from({ length: count }, () => issue(server, authorityId)))

suite('the journal in the bucket', () => {
  test('a CA without a list has one, and what comes at once is written together', async () => {
    const root = await createRoot(server)
    const ids = await many(40, root)
    const before = store.requests.length
    await Promise.all(ids.map((id) => revokeCertificate(server, id, 'SUPERSEDED')))
    assert.equal(await queued(root), 0)
    const [journal] = await journalOf(root)
    assert.equal(journal?.records.length, 40)
    const writes = store.requests
      .slice(before)
      .filter((request) => request === `PUT /journals/${root}.00000001.journal`)
    assert.ok(writes.length < 20, `${writes.length} writes`)
  })

  test('a store that is silent holds an answer up for a second, and what is queued comes later', async () => {
    const root = await createRoot(server)
    const [first = '', second = ''] = await many(2, root)
    await revokeCertificate(server, first)
    store.behaviour = 'silent'
    const startedAt = Date.now()
    await revokeCertificate(server, second)
    const tookMs = Date.now() - startedAt
    assert.ok(tookMs >= 900, `answered after ${tookMs} ms: nobody waited for the bucket`)
    assert.equal(await queued(root), 1)
    assert.equal((await backlog()).queued, 1)
    store.behaviour = 'normal'
    await until('the journal', async () => ((await queued(root)) === 0 ? true : undefined))
    assert.equal((await journalOf(root))[0]?.records.length, 2)
  })

  test('a store that takes nothing is the job’s to ask: it is seen, nobody waits, and nothing is lost', async () => {
    const root = await createRoot(server)
    const ids = await many(3, root)
    store.behaviour = 'is-full'
    for (const id of ids) await revokeCertificate(server, id)
    await until('a failure', async () => (/507/.test((await backlog()).failure ?? '') ? true : undefined))
    assert.equal(await queued(root), 3)
    store.behaviour = 'normal'
    await until('the journal', async () => ((await queued(root)) === 0 ? true : undefined), 60_000)
    assert.equal((await backlog()).failure, null)
    assert.equal((await journalOf(root))[0]?.records.length, 3)
  })

  test('a journal that is gone is written anew, with all that is revoked', async () => {
    const root = await createRoot(server)
    const [first = '', second = ''] = await many(2, root)
    await revokeCertificate(server, first, 'SUPERSEDED')
    bucket.objects.delete(`${root}.00000001.journal`)
    await revokeCertificate(server, second, 'CERTIFICATE_HOLD')
    assert.equal(await queued(root), 0)
    const [anew, ...others] = await journalOf(root)
    assert.deepEqual([others, anew?.number, anew?.follows], [[], 2, 'anew'])
    assert.deepEqual(anew?.records.map(({ reason }) => reason).sort(), ['CERTIFICATE_HOLD', 'SUPERSEDED'])
  })

  test('one that somebody else wrote is not written over, and nothing is made of what it says', async () => {
    const root = await createRoot(server)
    const other = await createRoot(server)
    const ids = [await issue(server, root), await issue(server, other), await issue(server, root)]
    await revokeCertificate(server, ids[0] ?? '')
    await revokeCertificate(server, ids[1] ?? '')
    // of the same installation, and sealed for another CA
    const forged = bucket.objects.get(`${other}.00000001.journal`)
    bucket.objects.set(`${root}.00000001.journal`, forged)
    await revokeCertificate(server, ids[2] ?? '')
    assert.equal(await queued(root), 1)
    const { failure } = await backlog()
    assert.match(failure ?? '', /is damaged, or was not written by this installation/)
    assert.equal(bucket.objects.get(`${root}.00000001.journal`), forged)
  })
})
