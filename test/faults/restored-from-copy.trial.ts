import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, type TestContext, test } from 'node:test'
import { awaitJournal } from '../../src/domain/operations/journal/await-journals.ts'
import { encodePem } from '../../src/x509/pem.ts'
import { createRoot } from '../api/pca-v1/support.ts'
import { mark } from '../api/revocation/backups.ts'
import { startServer } from '../api/running-server.ts'
import { authorities, certificates, issueBody, subordinateBody } from '../api/samples.ts'
import { createRunningClock } from '../api/test-clock.ts'
import { skipWithout } from '../judges/programs.ts'
import { newFolder, removeFolder, stop } from '../start-up/program.ts'
import { listAll } from './journal.ts'
import { type Node, newBase, startNode } from './node.ts'
import { answered, createWatched, listAt, statusAt, type Watched } from './status.ts'
import { until } from './until.ts'

const readBackWithinMs = 60_000
const revocations = 100

/** A copy of the data folder is taken, then much is revoked; the buckets lie elsewhere and stay. */
async function begin(t: TestContext) {
  const folders = { data: newFolder(), copy: newFolder(), buckets: newFolder() }
  const base = await newBase()
  const nodes: Node[] = []
  t.after(async () => {
    for (const { program } of nodes) await stop(program, 'SIGKILL')
    for (const folder of Object.values(folders)) removeFolder(folder)
  })
  const start = async (folder: string, step?: string) => {
    const environment = { CHANCERY_DATA_DIR: folder, CHANCERY_BUCKETS_URL: `file:${folders.buckets}` }
    const node = await startNode(base, environment, step === undefined ? undefined : { step })
    nodes.push(node)
    return node
  }
  let node = await start(folders.data)
  const watched = await createWatched(base, node.api)
  const { ca_id: sub } = (await answered(node.api('POST', authorities, subordinateBody(watched.id)))).body
  const ids: string[] = []
  for (let count = 0; count < revocations; count += 1) ids.push(await issueOne(node, watched))
  const [held = '', ...others] = ids
  await revoke(node, held, 'CERTIFICATE_HOLD')
  const pems = new Map<string, string>()
  for (const id of others) pems.set(id, await pemOf(node, id))
  await stop(node.program)
  cpSync(folders.data, folders.copy, { recursive: true })

  node = await start(folders.data)
  // more than the copy knows of
  const late = await issueOne(node, watched)
  pems.set(late, await pemOf(node, late))
  await Promise.all([...others.slice(0, -1), late].map((id) => revoke(node, id, 'KEY_COMPROMISE')))
  await answered(node.api('POST', `${authorities}/${sub}/revoke`, { reason: 'SUPERSEDED' }))
  await answered(node.api('POST', `${certificates}/${held}/release`))
  const serials = new Map((await listAll(node.api)).map((one) => [one.certificate_id, one.serial_number]))
  const number = (await listAt(base, watched))?.number ?? 0
  // at once: what the list does not tell yet the journal must
  await stop(node.program, 'SIGKILL')
  return { base, start, folders, watched, sub, held, good: others.at(-1) ?? '', pems, serials, number }
}

type Scene = Awaited<ReturnType<typeof begin>>

const issueOne = async ({ api }: Node, { id }: Watched): Promise<string> =>
  (await answered(api('POST', certificates, issueBody(id)))).body.certificate_id

const revoke = ({ api }: Node, id: string, reason: string) =>
  answered(api('POST', `${certificates}/${id}/revoke`, { reason }))

const pemOf = async ({ api }: Node, id: string): Promise<string> =>
  (await answered(api('POST', `${certificates}/${id}/export`, { type: 'OTHER', is_compressed: 'false' })))
    .body.certificate

/** Nothing that the restored installation says makes one of them good again. */
async function judge(scene: Scene, node: Node): Promise<void> {
  const { base, watched, serials, held, good, pems } = scene
  const isGood = (id: string) => id === held || id === good
  const list = await until('a list of the restored installation', readBackWithinMs, async () => {
    const seen = await listAt(base, watched)
    const isWhole = [...serials].every(([id, serial]) => isGood(id) || seen?.serials.has(serial))
    return isWhole && seen && seen.number > scene.number && seen
  })
  assert.equal(list.serials.size, serials.size - 2 + 1)
  for (const [id, serial] of serials) {
    const status = await statusAt(base, watched, serial)
    assert.equal(status === 'good', isGood(id), `${id} is ${JSON.stringify(status)}`)
  }
  const { status } = (await answered(node.api('GET', `${authorities}/${scene.sub}`))).body
  assert.equal(status, 'REVOKED')
  await issueOne(node, watched)

  const folder = newFolder()
  try {
    writeFileSync(join(folder, 'root.pem'), watched.certificate.toString())
    writeFileSync(join(folder, 'list.pem'), encodePem('X509 CRL', list.der))
    for (const [id, pem] of pems) {
      writeFileSync(join(folder, 'one.pem'), pem)
      const verify = ['verify', '-crl_check', '-CAfile', 'root.pem', '-CRLfile', 'list.pem', 'one.pem']
      const byList = spawnSync('openssl', verify, { cwd: folder, encoding: 'utf8' })
      assert.match(byList.stdout + byList.stderr, isGood(id) ? /one.pem: OK/ : /certificate revoked/)
      const question = ['-issuer', 'root.pem', '-cert', 'one.pem', '-CAfile', 'root.pem']
      const ask = ['ocsp', ...question, '-url', `${base}/ocsp/${watched.id}`]
      const byStatus = spawnSync('openssl', ask, { cwd: folder, encoding: 'utf8' })
      assert.match(byStatus.stdout + byStatus.stderr, isGood(id) ? /one.pem: good/ : /one.pem: revoked/)
    }
  } finally {
    removeFolder(folder)
  }
}

describe('a data folder that is restored from a copy', skipWithout('openssl'), () => {
  for (const [name, isMarked, steps] of [
    ['by hand', false, []],
    [
      'by the restore command, and killed while it reads back',
      true,
      ['read back: nothing taken over', 'read back: taken over, not settled'],
    ],
  ] as const) {
    test(name, async (t) => {
      const scene = await begin(t)
      if (isMarked) mark(scene.folders.copy)
      for (const step of steps) {
        const node = await scene.start(scene.folders.copy, step)
        assert.equal((await node.program.ended).signal, 'SIGKILL')
      }
      await judge(scene, await scene.start(scene.folders.copy))
    })
  }
})

describe('a journal of 10,000 records', () => {
  test('is written, read back, and all of it is taken over', async (t) => {
    const server = await startServer({}, createRunningClock())
    after(() => server.close())
    const owner = { accountId: server.credentials.domain.id, authorityId: await createRoot(server) }
    const { database, clock } = server.world
    const notAfter = clock.now() + 86_400_000
    const serials = Array.from({ length: 10_000 }, (_, index) => ((1n << 126n) + BigInt(index)).toString())
    await database.write(owner.accountId, async ({ journals }) => {
      for (const serialNumber of serials) {
        const record = { serialNumber, notAfter, at: clock.now(), reason: 'SUPERSEDED' } as const
        await journals.queue(owner.authorityId, record, clock.now() - 10_000)
      }
    })
    const backlog = () => database.read('', ({ journalOverview }) => journalOverview.backlog())
    await until('the journal', readBackWithinMs, async () => (await backlog()).queued === 0)
    const startedAt = performance.now()
    await awaitJournal(server.world, owner)
    await until('read back', readBackWithinMs, async () => (await backlog()).awaited === 0)
    t.diagnostic(`read back in ${Math.round(performance.now() - startedAt)} ms`)
    const found = await database.read(owner.accountId, (stores) =>
      stores.serials.findEach(owner.authorityId, serials),
    )
    assert.equal(found.size, serials.length)
    for (const { revocation } of found.values()) assert.equal(revocation?.reason, 'SUPERSEDED')
  })
})
