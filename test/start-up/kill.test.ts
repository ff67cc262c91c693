import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type ApiClient, createClient } from '../api/client.ts'
import { authorities, certificates, issueBody, rootBody } from '../api/samples.ts'
import { createTestClock } from '../api/test-clock.ts'
import { query } from '../operations/audit-rows.ts'
import { credentialsIn, freePorts, newFolder, type Program, removeFolder, serve, stop } from './program.ts'

describe('kill -9 under load', () => {
  const dataFolder = newFolder()
  let base: string
  let program: Program
  let api: ApiClient
  let rootId: string

  const start = async () => {
    program = await serve({ CHANCERY_DATA_DIR: dataFolder, CHANCERY_LISTEN: base })
    const { access_key: accessKey, secret_key: secretKey } = credentialsIn(dataFolder)
    api = createClient(base, { accessKey, secretKey }, createTestClock(Date.now()))
  }

  before(async () => {
    base = `http://127.0.0.1:${await freePorts()}`
    await start()
    rootId = (await api('POST', authorities, rootBody('Killed Root'))).body.ca_id
  })
  after(() => {
    program.process.kill('SIGKILL')
    removeFolder(dataFolder)
  })

  /** Issues from so many at once until the server is gone; kills it when this many were acknowledged. */
  async function issueUntilKilled(acknowledgedBefore: number): Promise<string[]> {
    const acknowledged: string[] = []
    const issue = async () => {
      for (;;) {
        const answer = await api('POST', certificates, issueBody(rootId)).catch(() => undefined)
        if (answer?.status !== 200) return
        acknowledged.push(answer.body.certificate_id)
        if (acknowledged.length === acknowledgedBefore) program.process.kill('SIGKILL')
      }
    }
    await Promise.all(Array.from({ length: 16 }, issue))
    const { signal } = await program.ended
    assert.equal(signal, 'SIGKILL')
    return acknowledged
  }

  test('what was acknowledged is all there after a restart, with its key and its audit row', async () => {
    const all: string[] = []
    for (const count of [40, 75]) {
      all.push(...(await issueUntilKilled(count)))
      await start()
      for (const id of all) {
        const shown = await api('GET', `${certificates}/${id}`)
        assert.equal(shown.status, 200, `${id} was acknowledged and is gone`)
      }
    }
    assert.ok(all.length >= 115)
    assert.equal(new Set(all).size, all.length)
    const exported = await api('POST', `${certificates}/${all.at(-1)}/export`, {
      type: 'OTHER',
      is_compressed: false,
    })
    assert.match(exported.body.private_key, /PRIVATE KEY/)
  })

  test('records, keys, serials, audit rows and the quota agree with each other', async () => {
    const { total } = (await api('GET', certificates)).body
    const quota = (await api('GET', `${certificates}/quotas`)).body.quotas.resources[0]
    assert.equal(quota.used, total)
    await stop(program)
    const count = (sql: string) => query(dataFolder, sql)[0]?.['count']
    assert.equal(count('select count(*) as count from certificate'), total)
    assert.equal(count('select count(*) as count from certificate_der'), total)
    // the root's own serial is one of its own
    assert.equal(
      count(`select count(*) as count from issued_serial where issuer_id = '${rootId}'`),
      total + 1,
    )
    assert.equal(
      count(
        `select count(*) as count from audit_record where operation = 'issueCertificate' and result = 'success'`,
      ),
      total,
    )
    assert.equal(count('select count(*) as count from sealed_key k join certificate c on c.id = k.id'), total)
    const [integrity] = query(dataFolder, 'pragma integrity_check')
    assert.deepEqual(integrity, { integrity_check: 'ok' })
  })
})
