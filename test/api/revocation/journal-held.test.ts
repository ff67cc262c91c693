import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, type TestContext, test } from 'node:test'
import { startS3Server } from '../../ports/s3-server.ts'
import { createRoot, issue, refused } from '../pca-v1/support.ts'
import { startServer } from '../running-server.ts'
import { certificates, issueBody } from '../samples.ts'
import { backUp, createWaitingClock, newFolder } from './backups.ts'
import { revokeCertificate, until } from './lists.ts'
import { serialOf, statusOf, switchResponder } from './statuses.ts'

/** A copy of the data folder from before a revocation that lies in a store, brought back without the restore's mark. */
async function begin(t: TestContext, buckets: readonly string[]) {
  const store = await startS3Server()
  t.after(() => store.close())
  const folders = { first: newFolder(t.after.bind(t)), copy: newFolder(t.after.bind(t)) }
  const keyFile = join(newFolder(t.after.bind(t)), 'key.json')
  const { accessKeyId: access_key_id, secretAccessKey: secret_access_key } = store.credentials
  writeFileSync(keyFile, JSON.stringify({ access_key_id, secret_access_key }), { mode: 0o600 })
  const start = async (dataFolder: string) => {
    const settings = {
      'data-dir': dataFolder,
      'buckets-url': store.endpoint,
      'buckets-credentials-file': keyFile,
    }
    const server = await startServer(settings, createWaitingClock())
    t.after(() => server.close())
    return server
  }
  for (const name of buckets) store.buckets.set(name, { createdAt: new Date(), objects: new Map() })
  const server = await start(folders.first)
  const root = await createRoot(server)
  await switchResponder(server, root, true)
  const id = await issue(server, root)
  const serial = await serialOf(server, id)
  backUp(folders.first, folders.copy)
  await revokeCertificate(server, id, 'KEY_COMPROMISE')
  await server.close()
  return { store, folders, start, root, serial }
}

const journalShown = async (base: string) =>
  until('a look at the journals', async () => {
    const shown = (await (await fetch(`${base}/healthz`)).json()) as {
      revocation_journal: { readonly reading_back: number; readonly failing: boolean } | null
    }
    return shown.revocation_journal ?? undefined
  })

suite('a database that was brought back without a word', () => {
  test('is compared before anything is asked of it', async (t) => {
    const { folders, start, root, serial } = await begin(t, ['journals'])
    const startedAt = performance.now()
    const server = await start(folders.copy)
    const tookMs = performance.now() - startedAt
    assert.notEqual(await statusOf(server, root, serial), 'good')
    assert.ok(tookMs < 2_000, `started after ${tookMs} ms`)
    await until('the revocation', async () =>
      typeof (await statusOf(server, root, serial)) === 'object' ? true : undefined,
    )
    await issue(server, root)
  })

  test('finds its journal in a bucket that is not the first, beside one that is closed to us', async (t) => {
    const { store, folders, start, root, serial } = await begin(t, ['journals'])
    for (const name of ['a-closed-one', 'another', 'before-it'])
      store.buckets.set(name, { createdAt: new Date(), objects: new Map() })
    store.closedBuckets.add('a-closed-one')
    const server = await start(folders.copy)
    assert.notEqual(await statusOf(server, root, serial), 'good')
    await until('the revocation', async () =>
      typeof (await statusOf(server, root, serial)) === 'object' ? true : undefined,
    )
    await issue(server, root)
  })

  test('while its bucket is silent it serves, says why, and signs nothing', async (t) => {
    const { store, folders, start, root, serial } = await begin(t, ['journals'])
    store.behaviour = 'silent'
    const startedAt = performance.now()
    const server = await start(folders.copy)
    const tookMs = performance.now() - startedAt
    assert.ok(tookMs < 6_000, `started after ${tookMs} ms`)
    assert.equal(await statusOf(server, root, serial), 'tryLater')
    const answer = await server.api('POST', certificates, issueBody(root))
    refused(answer, 403, 'PCA.00030201')
    assert.match(answer.body.error_msg, /was not compared with the database yet/)
    await until('a failure', async () => ((await journalShown(server.base)).failing ? true : undefined))
    assert.equal((await journalShown(server.base)).reading_back, 1)
    const { checks } = (await server.api('GET', '/v1/health')).body
    const check = checks.find(({ name }: { name: string }) => name === 'restore_read_back')
    assert.equal(check.severity, 'alarm')
    assert.match(
      check.finding,
      /1 CAs sign nothing on this server .*: the object store did not answer in time/,
    )

    store.behaviour = 'normal'
    await until('the revocation', async () => {
      const status = await statusOf(server, root, serial)
      assert.notEqual(status, 'good')
      return typeof status === 'object' ? true : undefined
    })
    await issue(server, root)
    assert.deepEqual(server.world.journalHolds.state(), { held: 0, heldFor: null })
  })
})
