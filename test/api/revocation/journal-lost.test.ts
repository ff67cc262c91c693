import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, type TestContext, test } from 'node:test'
import { findSegment, putSegment } from '../../../src/domain/operations/journal/segments.ts'
import { auditRows } from '../../operations/audit-rows.ts'
import { chancery } from '../../start-up/program.ts'
import { createRoot, issue, ok, refused } from '../pca-v1/support.ts'
import type { RunningServer } from '../running-server.ts'
import { authorities, certificates, issueBody } from '../samples.ts'
import { backUp, mark, newFolder, startApart } from './backups.ts'
import { awaitList, enableList, firstBucket, listUrl, revokeCertificate, until } from './lists.ts'
import { serialOf, statusOf, switchResponder } from './statuses.ts'

/** A CA with three certificates, and a backup from before the first revocation. */
async function begin(t: TestContext) {
  const folders = { first: newFolder(t.after.bind(t)), copy: newFolder(t.after.bind(t)) }
  const buckets = newFolder(t.after.bind(t))
  const server = await startApart(folders.first, buckets)
  ok(await server.api('POST', `${authorities}/agencies`))
  const root = await createRoot(server)
  await enableList(server, root)
  await switchResponder(server, root, true)
  const ids = [await issue(server, root), await issue(server, root), await issue(server, root)] as const
  const serials = await Promise.all(ids.map((id) => serialOf(server, id)))
  const bucket = await firstBucket(server.api)
  await awaitList(listUrl(server, bucket, root), 'the first list')
  backUp(folders.first, folders.copy)
  const accountId = server.credentials.domain.id
  const lying = join(buckets, accountId, bucket)
  const segment = (number: number) => join(lying, `${root}.0000000${number}.journal`)
  const forgetList = () => rmSync(join(lying, `${root}.crl`), { force: true })
  return { server, folders, buckets, bucket, lying, root, ids, serials, segment, forgetList, accountId }
}

type Scene = Awaited<ReturnType<typeof begin>>

async function restore(t: TestContext, scene: Scene): Promise<RunningServer> {
  const server = await startApart(scene.folders.copy, scene.buckets)
  t.after(() => server.close())
  return server
}

const waiting = (server: RunningServer) =>
  until('a look at the journals', async () => {
    const shown = (await (await fetch(`${server.base}/healthz`)).json()) as {
      revocation_journal: { readonly reading_back: number; readonly failing: boolean } | null
    }
    return shown.revocation_journal ?? undefined
  })

async function command(dataFolder: string, ...words: string[]) {
  const said = chancery(words, { CHANCERY_DATA_DIR: dataFolder })
  const { code } = await said.ended
  return { code, stderr: said.stderr() }
}

const isRevoked = async (server: RunningServer, { root }: Scene, serial = '') =>
  typeof (await statusOf(server, root, serial)) === 'object'

suite('a journal whose beginning is lost', () => {
  test('begun anew: a backup from before its first record still learns all of it', async (t) => {
    const scene = await begin(t)
    const { server, ids, serials, segment } = scene
    await revokeCertificate(server, ids[0], 'KEY_COMPROMISE')
    rmSync(segment(1))
    await revokeCertificate(server, ids[1], 'SUPERSEDED')
    assert.deepEqual(
      readdirSync(scene.lying).filter((name) => name.endsWith('.journal')),
      [`${scene.root}.00000002.journal`],
    )
    await server.close()
    scene.forgetList()
    const restored = await restore(t, scene)
    for (const serial of serials.slice(0, 2))
      assert.notEqual(await statusOf(restored, scene.root, serial), 'good')
    await until('read back', async () => ((await isRevoked(restored, scene, serials[0])) ? true : undefined))
    assert.ok(await isRevoked(restored, scene, serials[1]))
    assert.equal(await statusOf(restored, scene.root, serials[2] ?? ''), 'good')
  })

  test('not begun anew: the CA is silent until an operator gives it up, and then knows what is left', async (t) => {
    const scene = await begin(t)
    const { server, root, ids, serials, segment, bucket, accountId } = scene
    await revokeCertificate(server, ids[0], 'KEY_COMPROMISE')
    const place = { accountId, authorityId: root, bucket }
    const first = await findSegment(server.world, place, 1)
    assert.ok(first)
    await revokeCertificate(server, ids[1], 'KEY_COMPROMISE')
    const records = (await findSegment(server.world, place, 1))?.records.slice(1) ?? []
    assert.equal(await putSegment(server.world, place, 2, { follows: first.hash, records }, null), true)
    await server.close()
    rmSync(segment(1))
    scene.forgetList()
    const restored = await restore(t, scene)
    refused(await restored.api('POST', certificates, issueBody(root)), 403, 'PCA.00030201')
    for (const serial of serials) assert.equal(await statusOf(restored, root, serial), 'tryLater')
    await until('a failure', async () => ((await waiting(restored)).failing ? true : undefined))
    assert.equal((await waiting(restored)).reading_back, 1)

    const { code, stderr } = await command(scene.folders.copy, 'journal', 'give-up', root)
    assert.equal(code, 0, stderr)
    const act = auditRows(scene.folders.copy).find(({ operation }) => operation === 'giveUpJournal')
    assert.deepEqual([act?.object_id, act?.source_address], [root, 'local'])
    await until('a signature', async () =>
      (await statusOf(restored, root, serials[2] ?? '')) === 'good' ? true : undefined,
    )
    assert.ok(await isRevoked(restored, scene, serials[1]), 'what was left is taken over')
    assert.equal(await statusOf(restored, root, serials[0] ?? ''), 'good', 'what was lost is lost')
    await revokeCertificate(restored, ids[2])
    await until('the journal anew', async () => {
      const anew = await findSegment(restored.world, place, 3)
      return anew?.follows === 'anew' && anew.records.length === 2 ? true : undefined
    })
    await issue(restored, root)
  })

  test('a bucket that is gone for good silences its CAs until an operator gives it up', async (t) => {
    const scene = await begin(t)
    await revokeCertificate(scene.server, scene.ids[0], 'KEY_COMPROMISE')
    backUp(scene.folders.first, newFolder(t.after.bind(t)))
    await scene.server.close()
    rmSync(join(scene.folders.copy, 'chancery.db'))
    backUp(scene.folders.first, scene.folders.copy)
    mark(scene.folders.copy)
    renameSync(scene.lying, `${scene.lying}-gone`)
    rmSync(`${scene.lying}-gone`, { recursive: true })
    mkdirSync(join(scene.buckets, scene.accountId, 'another'), { recursive: true })
    const restored = await restore(t, scene)
    await until('a failure', async () => ((await waiting(restored)).failing ? true : undefined))
    refused(await restored.api('POST', certificates, issueBody(scene.root)), 403, 'PCA.00030201')
    assert.equal((await command(scene.folders.copy, 'journal', 'give-up', scene.root)).code, 0)
    await until('a signature', async () =>
      (await restored.api('POST', certificates, issueBody(scene.root))).status === 200 ? true : undefined,
    )
    await until('the journal anew', async () => {
      const place = { accountId: scene.accountId, authorityId: scene.root, bucket: 'another' }
      return (await findSegment(restored.world, place, 1))?.records.length === 1 ? true : undefined
    })
    assert.ok(await isRevoked(restored, scene, scene.serials[0]))
  })

  test('nothing is given up of a CA that is not there, or without the master key', async (t) => {
    const scene = await begin(t)
    await scene.server.close()
    const unknown = await command(scene.folders.first, 'journal', 'give-up', 'no-such')
    assert.deepEqual([unknown.code, /there is no CA no-such/.test(unknown.stderr)], [1, true])
    writeFileSync(join(scene.folders.first, 'master.key'), Buffer.alloc(32, 7).toString('base64'))
    const locked = await command(scene.folders.first, 'journal', 'give-up', scene.root)
    assert.equal(locked.code, 1)
    assert.ok(!auditRows(scene.folders.first).some(({ operation }) => operation === 'giveUpJournal'))
  })
})

suite('a certificate that only its serial number is known of', () => {
  test('is revoked on the machine: OCSP and the list tell of it, the journal keeps it', async (t) => {
    const scene = await begin(t)
    const lost = await issue(scene.server, scene.root)
    const serial = await serialOf(scene.server, lost)
    await scene.server.close()
    const restored = await restore(t, scene)
    const revoke = (...words: string[]) =>
      command(scene.folders.copy, 'revoke-lost', '--issuer', scene.root, ...words)
    assert.equal(await statusOf(restored, scene.root, serial), 'unknown')
    const hex = `0x${BigInt(serial).toString(16)}`
    const { code, stderr } = await revoke('--serial', hex, '--reason', 'KEY_COMPROMISE')
    assert.equal(code, 0, stderr)
    const status = await statusOf(restored, scene.root, serial)
    assert.equal((status as { readonly reason: string }).reason, 'KEY_COMPROMISE')
    const url = listUrl(restored, scene.bucket, scene.root)
    await awaitList(url, 'the revocation', ({ reasons }) => reasons.get(serial) === 'KEY_COMPROMISE')
    const place = { accountId: scene.accountId, authorityId: scene.root, bucket: scene.bucket }
    await until('the journal', async () => {
      const records = (await findSegment(restored.world, place, 1))?.records
      return records?.some(({ serialNumber }) => serialNumber === serial) || undefined
    })
    const act = auditRows(scene.folders.copy).find(({ operation }) => operation === 'revokeLost')
    assert.deepEqual([act?.object_kind, act?.object_id, act?.source_address], ['serial', serial, 'local'])

    const before = auditRows(scene.folders.copy).length
    for (const [words, why] of [
      [['--serial', serial], /is revoked already/],
      [['--serial', scene.serials[0] ?? ''], /the database has it: revoke the certificate .* over the API/],
      [['--serial', '12x'], /is no serial number/],
      [['--serial', '7', '--reason', 'CERTIFICATE_HOLD'], /--reason CERTIFICATE_HOLD is none of/],
      [['--serial', '7', '--ends', 'soon'], /is no date/],
      [['--serial', '7', '--ends', '2020-01-01'], /has ended already/],
    ] as const) {
      const refusal = await revoke(...words)
      assert.equal(refusal.code, 1)
      assert.match(refusal.stderr, why)
    }
    assert.equal(auditRows(scene.folders.copy).length, before, 'a refusal changed nothing')
  })
})
