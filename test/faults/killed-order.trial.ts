import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { apply, buy, startSite } from '../api/scm-v3/orders.ts'
import { hosted, show } from '../api/scm-v3/support.ts'
import { query } from '../operations/audit-rows.ts'
import { newFolder, removeFolder, stop } from '../start-up/program.ts'
import { type Conditions, type Node, newBase, startNode } from './node.ts'
import { until } from './until.ts'

/** Between any two steps of an order with the built-in issuer, and of its revocation. */
const steps = [
  'order: key made, not sent',
  'issue: serial taken, not signed',
  'issue: signed, not recorded',
  'issue: recorded, not answered',
  'order: signed, not recorded',
]
const withinMs = 30_000

describe('killed on the way of an order', () => {
  const dataFolder = newFolder()
  let base: string
  let node: Node
  let site: Awaited<ReturnType<typeof startSite>>

  const start = async (conditions: Conditions = {}) => {
    const environment = { CHANCERY_DATA_DIR: dataFolder, CHANCERY_OUTBOUND_ALLOW: '127.0.0.0/8' }
    node = await startNode(base, environment, { ...conditions, httpPort: site.port })
  }
  const killed = () =>
    until('the process is gone', withinMs, () => node.program.process.signalCode === 'SIGKILL')
  const issuedHere = () =>
    query(dataFolder, `select id from certificate where account_id = '${'b'.repeat(32)}'`)
  const issued = (id: string) =>
    until('the certificate', withinMs, async () => (await show(node.api, id)).status === 'ISSUED')

  before(async () => {
    base = await newBase()
    site = await startSite()
    await start()
    await prove(await order())
    await stop(node.program)
  })
  afterEach(() => stop(node.program, 'SIGKILL'))
  after(() => {
    site.close()
    removeFolder(dataFolder)
  })

  async function order(): Promise<string> {
    const id = await buy(node.api)
    const answer = await apply(node.api, id, { domain: '127.0.0.1', domain_method: 'FILE' })
    assert.equal(answer.status, 200, answer.message ?? '')
    return id
  }
  async function prove(id: string): Promise<void> {
    const [{ record_name, record_value }] = (await show(node.api, id)).authentification
    site.files.set(record_name, record_value)
    await issued(id)
  }

  for (const step of steps) {
    test(step, async () => {
      await start()
      const count = issuedHere().length
      const id = await order()
      const [{ record_name, record_value }] = (await show(node.api, id)).authentification
      await stop(node.program)
      site.files.set(record_name, record_value)
      await start({ step })
      await killed()
      await start()
      await issued(id)
      assert.equal(issuedHere().length, count + 1, 'signed once')
      assert.deepEqual(query(dataFolder, 'select * from issuance'), [])
      assert.deepEqual(query(dataFolder, `select id from sealed_key where id = '${id}/coming'`), [])
      assert.equal(query(dataFolder, `select id from sealed_key where id = '${id}'`).length, 1)
      const told = query(
        dataFolder,
        `select operation from audit_record where object_id = '${id}' and operation = 'takeInCertificate'`,
      )
      assert.equal(told.length, 1)
      assert.deepEqual(query(dataFolder, 'pragma integrity_check'), [{ integrity_check: 'ok' }])
    })
  }

  test('revoke: recorded, not answered', async () => {
    await start()
    const id = await order()
    await prove(id)
    await stop(node.program)
    await start({ step: 'revoke: recorded, not answered' })
    await node.api('POST', `${hosted}/${id}/revoke`, {}).catch(() => undefined)
    await killed()
    await start()
    await until('the revocation', withinMs, async () => (await show(node.api, id)).status === 'REVOKED')
    const revoked = query(dataFolder, 'select revoked_at from issued_serial where revoked_at is not null')
    assert.equal(revoked.length, 1)
  })
})
