import assert from 'node:assert/strict'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, suite, test } from 'node:test'
import { createRoot, issue, showCertificate } from '../pca-v1/support.ts'
import { dayMs } from '../test-clock.ts'
import {
  awaitList,
  enableList,
  type Fetched,
  fetchList,
  firstBucket,
  revokeCertificate,
  startWithAgency,
  until,
} from './lists.ts'

const server = await startWithAgency()
after(async () => {
  database.close()
  await server.close()
})
const { api, clock } = server
const accountId = server.credentials.domain.id
const hourMs = 3_600_000
const hour = { validity: { type: 'HOUR', value: 1 } }
const serialOf = async (id: string): Promise<string> => (await showCertificate(server, id)).serial_number

const progressOf = (id: string) =>
  server.world.database.read(accountId, ({ revocationLists }) => revocationLists.progress(id))

const database = new DatabaseSync(join(server.dataFolder, 'chancery.db'), { readOnly: true })
const heldJobs = database.prepare('select id from job where owner is not null')

/** Nobody is at work: a clock that jumps would let go of a job that is held, and have it done twice. */
const atRest = () => until('rest', async () => (heldJobs.all().length === 0 ? true : undefined))

/** Revokes a certificate of the CA, waits for the list that tells of it, and until that is recorded. */
async function revokeOne(id: string, url: string, changes: object = {}) {
  const certificate = await issue(server, id, changes)
  const serial = await serialOf(certificate)
  await revokeCertificate(server, certificate, 'SUPERSEDED')
  const fetched = await awaitList(url, serial, ({ reasons }) => reasons.has(serial))
  await atRest()
  return { serial, fetched }
}

suite('time passes', () => {
  test('a list is made anew at half of its life, and not before', async () => {
    const [id, other] = [await createRoot(server), await createRoot(server)]
    const url = await enableList(server, id, { valid_days: 8 })
    const otherUrl = await enableList(server, other, { valid_days: 8 })
    const first = await fetchList(url)
    assert.ok(first)
    clock.advance(4 * dayMs - hourMs)
    // what is due by now is done before what is asked for now
    await revokeOne(other, otherUrl)
    assert.equal((await fetchList(url))?.number, first.number)
    clock.advance(hourMs)
    const second = await awaitList(url, 'a new list', ({ number }) => number > first.number)
    assert.ok(second.list.thisUpdate - first.list.thisUpdate >= 4 * dayMs)
    assert.equal((second.list.nextUpdate ?? 0) - second.list.thisUpdate, 8 * dayMs)
  })

  test('an expired certificate stays in one list that is made after its end, and is in none later', async () => {
    const id = await createRoot(server)
    const url = await enableList(server, id)
    const { serial } = await revokeOne(id, url, hour)
    clock.advance(2 * hourMs)
    const { fetched: next } = await revokeOne(id, url)
    assert.ok(next.reasons.has(serial))
    const { fetched: last } = await revokeOne(id, url)
    assert.ok(!last.reasons.has(serial))
    assert.equal(last.reasons.size, 2)
  })

  test('a list that could not be written is none: the expired certificate is in the one that could', async () => {
    const id = await createRoot(server)
    const url = await enableList(server, id)
    const { serial } = await revokeOne(id, url, hour)
    const folder = join(server.dataFolder, 'buckets', accountId, await firstBucket(api))
    clock.advance(2 * hourMs)
    await rename(folder, `${folder}-away`)
    const [second, third] = [await issue(server, id), await issue(server, id)]
    await revokeCertificate(server, second)
    await awaitFailure(id)
    clock.advance(hourMs)
    await revokeCertificate(server, third)
    await rename(`${folder}-away`, folder)
    const serials = [await serialOf(second), await serialOf(third)]
    const { reasons } = await awaitList(url, 'both', (list) =>
      serials.every((each) => list.reasons.has(each)),
    )
    assert.ok(reasons.has(serial))
    await atRest()
    assert.equal((await progressOf(id))?.failure, null)
  })

  /** A number was taken, the list was not written, and what it was to tell still waits. */
  async function awaitFailure(id: string): Promise<void> {
    const number = (await progressOf(id))?.number ?? 0
    await until('a failure', async () => {
      const after = await progressOf(id)
      return after && after.number > number && after.pendingSince !== null ? true : undefined
    })
    await atRest()
  }
})

suite('a clock that was ahead by a day and is put right', () => {
  test('numbers grow on, and a revocation is told at once', async () => {
    const id = await createRoot(server)
    const url = await enableList(server, id)
    const { serial: short } = await revokeOne(id, url, { validity: { type: 'HOUR', value: 3 } })
    const numbers: bigint[] = []
    const note = ({ number, list }: Fetched) => {
      assert.ok((list.nextUpdate ?? 0) > clock.now())
      numbers.push(number)
    }
    note((await revokeOne(id, url)).fetched)
    clock.advance(dayMs)
    const { fetched: ahead } = await revokeOne(id, url)
    note(ahead)
    clock.advance(-dayMs)
    const { fetched: right } = await revokeOne(id, url)
    note(right)
    assert.ok(right.list.thisUpdate < ahead.list.thisUpdate)
    // it has not ended after all
    assert.ok(right.reasons.has(short))
    note((await revokeOne(id, url)).fetched)
    assert.deepEqual(
      numbers,
      numbers.toSorted((left, other) => Number(left - other)),
    )
    assert.equal(new Set(numbers).size, numbers.length)
  })
})
