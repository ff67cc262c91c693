import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, suite, test } from 'node:test'
import { createRoot, createSubordinate, done, issue, showAuthority } from '../pca-v1/support.ts'
import { authorities } from '../samples.ts'
import { dayMs } from '../test-clock.ts'
import { awaitList, enableList, fetchList, revokeCertificate, startWithAgency, until } from './lists.ts'
import { serialOf } from './statuses.ts'

const server = await startWithAgency()
after(() => server.close())
const { api, clock } = server
const accountId = server.credentials.domain.id
const buckets = join(server.dataFolder, 'buckets', accountId)
const parent = await createRoot(server)

/** The longest that a place which answers again waits to be asked, in ms, and that one which only takes no lists does. */
const longest = { look: 30_000, list: 120_000 }

let made = 0

/** A bucket of its own, which may be gone for a while. */
function newBucket() {
  made += 1
  const folder = join(buckets, `bucket-${made}`)
  mkdirSync(folder)
  const move = (from: string, to: string) => () => renameSync(from, to)
  return {
    name: `bucket-${made}`,
    folder,
    goes: move(folder, `${folder}-x`),
    returns: move(`${folder}-x`, folder),
  }
}

const progressOf = async (id: string) => {
  const progress = await server.world.database.read(accountId, (stores) =>
    stores.revocationLists.progress(id),
  )
  assert.ok(progress)
  return progress
}

const database = new DatabaseSync(join(server.dataFolder, 'chancery.db'), { readOnly: true })
after(() => database.close())
const jobs = database.prepare(
  "select id from job where kind = 'tend-authority' and subject = ? and owner is null",
)

/** Waits until the CA was looked after once more: each time has a job of its own. */
async function tended(id: string, work: () => Promise<void> | void): Promise<void> {
  const jobOf = () => jobs.get(`${accountId}/${id}`)?.['id'] as number | undefined
  const before = await until('rest', async () => jobOf())
  await work()
  await until('another look', async () => ((jobOf() ?? before) > before ? true : undefined))
}

/** Revokes something; its serial number. */
async function revokeOne(id: string): Promise<string> {
  const certificate = await issue(server, id)
  await revokeCertificate(server, certificate)
  return serialOf(server, certificate)
}

/** A CA with a list in that bucket, that has told of something. */
async function publishing(bucket: string) {
  const id = await createSubordinate(server, parent)
  const url = await enableList(server, id, { obs_bucket_name: bucket })
  await awaitTold(url, await revokeOne(id))
  return { id, url }
}

const awaitTold = (url: string, serial: string, patienceMs?: number) =>
  awaitList(url, serial, ({ reasons }) => reasons.has(serial), patienceMs)

const awaitFailure = (id: string) =>
  until('a failure', async () => ((await progressOf(id)).failure === null ? undefined : true))

suite('the place of a list', () => {
  test('that is gone has no lists made for it, whatever is revoked, until it is back', async () => {
    const bucket = newBucket()
    const { id, url } = await publishing(bucket.name)
    bucket.goes()
    const serials = [await revokeOne(id)]
    await awaitFailure(id)
    const { number } = await progressOf(id)
    for (let minute = 0; minute < 3; minute += 1) {
      await tended(id, async () => void serials.push(await revokeOne(id)))
      await tended(id, () => clock.advance(longest.look))
    }
    const waiting = await progressOf(id)
    assert.equal(waiting.number, number)
    assert.notEqual(waiting.pendingSince, null)
    bucket.returns()
    clock.advance(longest.look)
    const { reasons } = await awaitTold(url, serials.at(-1) ?? '', 10_000)
    for (const serial of serials) assert.ok(reasons.has(serial))
  })

  test('that takes no list is tried less and less often, whatever is revoked', async () => {
    const bucket = newBucket()
    const { id, url } = await publishing(bucket.name)
    const file = join(bucket.folder, `${id}.crl`)
    const list = readFileSync(file)
    writeFileSync(file, 'somebody else’s')
    const triedAfter = ({ number }: { readonly number: number }) =>
      until('another attempt', async () => {
        const progress = await progressOf(id)
        return progress.number > number && progress.pendingSince !== null ? progress : undefined
      })
    let tried = await progressOf(id)
    await revokeOne(id)
    for (let attempt = 0; attempt < 8; attempt += 1) {
      tried = await triedAfter(tried)
      clock.advance(longest.list)
    }
    tried = await triedAfter(tried)
    for (let times = 0; times < 3; times += 1) {
      await tended(id, async () => void (await revokeOne(id)))
      clock.advance(longest.list / 5)
    }
    assert.equal((await progressOf(id)).number, tried.number)
    clock.advance(longest.list)
    await triedAfter(tried)
    writeFileSync(file, list)
    clock.advance(longest.list)
    await awaitTold(url, await revokeOne(id))
  })

  test('that is gone keeps nothing from the other places of the CA', async () => {
    const [gone, other] = [newBucket(), newBucket()]
    const { id, url: goneUrl } = await publishing(gone.name)
    const url = await enableList(server, id, { obs_bucket_name: other.name })
    gone.goes()
    await awaitTold(url, await revokeOne(id), 10_000)
    await awaitTold(url, await revokeOne(id), 10_000)
    await awaitFailure(id)
    const { number } = await progressOf(id)
    for (let times = 0; times < 3; times += 1) await tended(id, () => clock.advance(longest.look))
    const since = await progressOf(id)
    assert.equal(since.number, number, 'nothing was new')
    assert.notEqual(since.failure, null)
    const last = await revokeOne(id)
    const told = await awaitTold(url, last, 10_000)
    clock.advance((told.list.nextUpdate ?? 0) / 2 - told.list.thisUpdate / 2)
    const renewed = await awaitList(url, 'half of its life', (list) => list.number > told.number)
    gone.returns()
    clock.advance(longest.look)
    assert.ok((await awaitTold(goneUrl, last)).number > renewed.number)
    await until('all is well', async () => ((await progressOf(id)).failure === null ? true : undefined))
    assert.equal((await fetchList(url))?.number, (await fetchList(goneUrl))?.number)
  })
})

suite('the end of a CA', () => {
  const status = async (id: string) => (await api('GET', `${authorities}/${id}`)).status

  test('waits a week for a place that is gone, and no longer', async () => {
    const [gone, other] = [newBucket(), newBucket()]
    const { id } = await publishing(gone.name)
    const url = await enableList(server, id, { obs_bucket_name: other.name })
    const { not_after: notAfter } = await showAuthority(server, id)
    gone.goes()
    done(await api('POST', `${authorities}/${id}/disable`))
    done(await api('DELETE', `${authorities}/${id}?pending_days=7`))
    clock.advance(7 * dayMs)
    await awaitList(url, 'the last list', ({ list }) => list.nextUpdate === notAfter)
    await awaitFailure(id)
    const { number } = await progressOf(id)
    await tended(id, () => clock.advance(6 * dayMs))
    assert.equal(await status(id), 200)
    assert.equal((await progressOf(id)).number, number)
    clock.advance(dayMs)
    await until('the end', async () => ((await status(id)) === 404 ? true : undefined))
    assert.equal((await fetchList(url))?.list.nextUpdate, notAfter)
  })

  test('waits as long for the only place that it has', async () => {
    const bucket = newBucket()
    const { id } = await publishing(bucket.name)
    bucket.goes()
    done(await api('POST', `${authorities}/${id}/disable`))
    done(await api('DELETE', `${authorities}/${id}?pending_days=7`))
    await tended(id, () => clock.advance(14 * dayMs))
    assert.equal(await status(id), 200, 'no restart meets a pause for a place that is gone')
    clock.advance(3_600_000)
    await until('the end', async () => ((await status(id)) === 404 ? true : undefined))
  })
})
