import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { authorities, certificates } from '../api/samples.ts'
import { dayMs } from '../api/test-clock.ts'
import { query } from '../operations/audit-rows.ts'
import { newFolder, removeFolder, stop } from '../start-up/program.ts'
import { Journal, listAll, publishedWithinMs } from './journal.ts'
import { type Conditions, type Node, newBase, startNode } from './node.ts'
import { answered, createWatched, listAt, statusAt, type Watched } from './status.ts'
import { until } from './until.ts'

describe('killed while a CA ends', () => {
  const dataFolder = newFolder()
  let base: string
  let node: Node
  let watched: Watched
  let journal: Journal

  const start = async (conditions?: Conditions) => {
    node = await startNode(base, { CHANCERY_DATA_DIR: dataFolder }, conditions)
  }
  const isKeyThere = () =>
    query(dataFolder, `select id from sealed_key where id = '${watched.id}'`).length === 1

  before(async () => {
    base = await newBase()
    await start()
    watched = await createWatched(base, node.api)
    journal = new Journal(watched)
    for (let count = 0; count < 2; count += 1) await journal.issue(node.api)
    await journal.revoke(node.api, journal.issued[0] ?? '')
    await journal.check(base, node.api, 0)
    await answered(node.api('POST', `${authorities}/${watched.id}/disable`))
    await answered(node.api('DELETE', `${authorities}/${watched.id}?pending_days=7`))
    await stop(node.program)
  })
  afterEach(() => stop(node.program, 'SIGKILL'))
  after(() => removeFolder(dataFolder))

  test('destroy: last list published, key still there', async () => {
    const aheadMs = 8 * dayMs
    await start({ aheadMs, step: 'destroy: last list published, key still there' })
    await until('the process is gone', publishedWithinMs, () => node.program.process.signalCode === 'SIGKILL')
    assert.ok(isKeyThere())
    const before = await numbered(() => start({ aheadMs }))
    await until('the key is gone', publishedWithinMs, () => !isKeyThere())
    const last = await listAt(base, watched)
    assert.ok(last && last.number >= before)
    assert.equal(last.nextUpdate, watched.certificate.validToDate.getTime(), 'the last list ends with the CA')
    const all = await listAll(node.api)
    for (const { serial_number: serial, status } of all) {
      assert.equal(last.serials.has(serial), status === 'REVOKED')
      assert.equal(typeof (await statusAt(base, watched, serial)) === 'object', status === 'REVOKED')
    }
    const late = await node.api('POST', `${certificates}/${journal.issued[1]}/revoke`, {})
    assert.equal(`${late.status} ${late.code}`, '404 PCA.00030103')
    assert.deepEqual(query(dataFolder, 'pragma integrity_check'), [{ integrity_check: 'ok' }])
  })

  /** The number of the list that lies there once the server is up. */
  async function numbered(begin: () => Promise<void>): Promise<number> {
    await begin()
    return (await listAt(base, watched))?.number ?? 0
  }
})
