import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import type { RevocationListProgress } from '../../src/domain/model/revocation-list.ts'
import { type RunningServer, startServer } from '../api/running-server.ts'
import { createRunningClock } from '../api/test-clock.ts'
import { type Behaviour, startS3Server } from '../ports/s3-server.ts'
import { newFolder, removeFolder } from '../start-up/program.ts'
import { Journal } from './journal.ts'
import { createWatched, type Watched } from './status.ts'
import { until } from './until.ts'

/** The longest back-off is 30 s; a list is then made within seconds. */
const backWithinMs = 40_000
/** A call that hangs is given up within 10 s, twice for what is read and written. */
const noticedWithinMs = 25_000
/** Many times what a revocation takes, and much less than any call that hangs. */
const revokedWithinMs = 500

interface Scene {
  readonly server: RunningServer
  readonly watched: Watched
  readonly journal: Journal
}

async function begin(t: TestContext, settings: Record<string, string>, bucket?: string): Promise<Scene> {
  const server = await startServer(settings, createRunningClock())
  t.after(() => server.close())
  const watched = await createWatched(server.base, server.api, bucket)
  const journal = new Journal(watched)
  for (let count = 0; count < 30; count += 1) await journal.issue(server.api)
  await journal.revoke(server.api, journal.issued[0] ?? '')
  await journal.check(server.base, server.api, 0)
  return { server, watched, journal }
}

async function progressOf({ server, watched }: Scene): Promise<RevocationListProgress> {
  const { id: accountId } = server.credentials.domain
  const read = server.world.database.read(accountId, (stores) => stores.revocationLists.progress(watched.id))
  const progress = await read
  assert.ok(progress)
  return progress
}

/** Revokes some, and how long the slowest took. */
async function revokeSome({ server, journal }: Scene): Promise<number> {
  let slowestMs = 0
  for (const id of journal.issued.filter(journal.isLeft).slice(0, 5)) {
    const started = performance.now()
    await journal.revoke(server.api, id)
    slowestMs = Math.max(slowestMs, performance.now() - started)
  }
  return slowestMs
}

interface Outage {
  readonly out: () => void
  readonly back: () => void
  readonly reason: RegExp
  /** It can be read: that it takes no list is only seen when there is one. */
  readonly isFull?: boolean
}

/** Out, noticed, some time passes, and back: revoking goes on, and the list then catches up. */
async function survive(
  t: TestContext,
  scene: Scene,
  { out, back, reason, isFull = false }: Outage,
): Promise<void> {
  const { server, journal } = scene
  const { number: numberBefore } = await progressOf(scene)
  out()
  let slowestMs = await revokeSome(scene)
  const failure = await until('a failure that can be seen', noticedWithinMs, async () => {
    const { failure: seen } = await progressOf(scene)
    return seen !== null && reason.test(seen) && seen
  })
  slowestMs = Math.max(slowestMs, await revokeSome(scene))
  assert.ok(slowestMs < revokedWithinMs, `revoking took ${slowestMs} ms`)
  const health = server.world.buckets.health()
  assert.match(health.failure?.reason ?? '', reason)
  // a second failure, so that the numbers of lists that came to nothing are seen too
  const failed = await progressOf(scene)
  const isTriedAgain = async () => (await progressOf(scene)).number > failed.number
  if (isFull) await until('another attempt', noticedWithinMs, isTriedAgain)
  else assert.equal(await isTriedAgain(), false, 'a list was made for a store that does not answer')
  back()
  const startedAt = performance.now()
  await until('the list again', backWithinMs, async () => {
    const list = await journal.see(server.base)
    return list !== undefined && list.number > failed.number && (await progressOf(scene)).failure === null
  })
  const tookMs = Math.round(performance.now() - startedAt)
  await journal.check(server.base, server.api, 0)
  assert.ok((await progressOf(scene)).number > numberBefore)
  assert.equal(server.world.buckets.health().failure, null)
  t.diagnostic(
    `"${failure}": slowest revocation ${Math.round(slowestMs)} ms, list ${tookMs} ms after its end`,
  )
}

const outages: Readonly<Record<string, readonly [Behaviour, RegExp]>> = {
  'hangs up': ['hangs-up', /could not be reached/],
  'is silent': ['silent', /did not answer in time/],
  'answers 500': ['answers-500', /answered 500/],
  'has no room left': ['is-full', /answered 507/],
}

describe('a bucket that fails', () => {
  for (const [name, [behaviour, reason]] of Object.entries(outages)) {
    test(`the store ${name}`, async (t) => {
      const store = await startS3Server()
      t.after(() => store.close())
      store.buckets.set('lists', { createdAt: new Date(), objects: new Map() })
      const settings = { 'buckets-url': store.endpoint, 'buckets-credentials-file': keyFile(t, store) }
      const scene = await begin(t, settings, 'lists')
      const behave = (next: Behaviour) => () => {
        store.behaviour = next
      }
      const isFull = behaviour === 'is-full'
      await survive(t, scene, { out: behave(behaviour), back: behave('normal'), reason, isFull })
    })
  }

  const onlyRoot = { skip: process.getuid?.() !== 0 && 'only root mounts' }
  test('the disk of the folder is full', onlyRoot, async (t) => {
    const folder = newFolder()
    const mount = ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder]
    if (spawnSync('mount', mount).status !== 0) return t.skip('no tmpfs')
    t.after(() => {
      spawnSync('umount', [folder])
      removeFolder(folder)
    })
    const filler = join(folder, 'filler')
    const scene = await begin(t, { 'buckets-url': `file:${folder}` })
    await survive(t, scene, {
      out: () => fill(filler),
      back: () => rmSync(filler),
      reason: /no room left \(ENOSPC\)/,
      isFull: true,
    })
  })
})

function fill(file: string): void {
  for (const size of [4096, 1]) {
    try {
      for (;;) writeFileSync(file, new Uint8Array(size), { flag: 'a' })
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC')
    }
  }
}

function keyFile(t: TestContext, { credentials }: Awaited<ReturnType<typeof startS3Server>>): string {
  const folder = newFolder()
  t.after(() => removeFolder(folder))
  const file = join(folder, 'key.json')
  const { accessKeyId: access_key_id, secretAccessKey: secret_access_key } = credentials
  writeFileSync(file, JSON.stringify({ access_key_id, secret_access_key }), { mode: 0o600 })
  return file
}
