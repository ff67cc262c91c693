import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { after, afterEach, before, describe, test } from 'node:test'
import { apply, buy } from '../api/scm-v3/orders.ts'
import { exported, hosted, show } from '../api/scm-v3/support.ts'
import { judgesFolder } from '../judges/judges-folder.ts'
import { type Pebble, startPebble } from '../judges/pebble.ts'
import { skipWithout } from '../judges/programs.ts'
import { query } from '../operations/audit-rows.ts'
import { newFolder, removeFolder, stop } from '../start-up/program.ts'
import { type Conditions, type Node, newBase, startNode } from './node.ts'
import { until } from './until.ts'

const withinMs = 120_000

/** Between any two steps of an order at an authority elsewhere, which knows more than we have recorded. */
describe('killed on the way of an order at Pebble', skipWithout('pebble', 'pebble-challtestsrv'), () => {
  const dataFolder = newFolder()
  const { write } = judgesFolder()
  const files = new Map<string, string>()
  let base: string
  let node: Node
  let pebble: Pebble
  let web: Server
  let issuersFile: string

  const start = async (conditions: Conditions = {}) => {
    const environment = {
      CHANCERY_DATA_DIR: dataFolder,
      CHANCERY_OUTBOUND_ALLOW: '127.0.0.0/8',
      CHANCERY_DNS_SERVERS: pebble.dns.address,
      CHANCERY_ISSUERS_FILE: issuersFile,
    }
    node = await startNode(base, environment, { ...conditions, httpPort: pebble.httpPort })
  }
  const killed = () =>
    until('the process is gone', withinMs, () => node.program.process.signalCode === 'SIGKILL')
  const untilStatus = (id: string, status: string) =>
    until(status, withinMs, async () => (await show(node.api, id)).status === status)
  const proofsOf = async (id: string): Promise<ShownProof[]> => (await show(node.api, id)).authentification
  const untilShown = (id: string) =>
    until('the proofs', withinMs, async () => (await proofsOf(id)).length > 0)
  const operations = (id: string): string[] =>
    query(
      dataFolder,
      `select operation from audit_record where object_id = '${id}' and method = 'clock' order by sequence`,
    ).map(({ operation }) => String(operation))

  before(async () => {
    base = await newBase()
    pebble = await startPebble()
    web = createServer(({ url = '' }, response) => {
      response.writeHead(files.has(url) ? 200 : 404).end(files.get(url))
    })
    await new Promise<void>((resolve) => web.listen(pebble.httpPort, '127.0.0.1', resolve))
    const corp = { kind: 'acme', directory: pebble.directoryUrl, ca_file: pebble.caFile }
    issuersFile = write('issuers.json', JSON.stringify({ issuers: { corp }, brands: { '*': 'corp' } }))
    await start()
  })
  afterEach(async () => {
    await stop(node.program, 'SIGKILL')
    await start()
  })
  after(async () => {
    await stop(node.program)
    web.close()
    web.closeAllConnections()
    await pebble.stop()
    removeFolder(dataFolder)
  })

  async function order(): Promise<string> {
    const id = await buy(node.api)
    const answer = await apply(node.api, id, { domain: 'killed.example.test', domain_method: 'FILE' })
    assert.equal(answer.status, 200, answer.message ?? '')
    return id
  }
  async function prove(id: string): Promise<void> {
    await untilShown(id)
    for (const { record_name, record_value } of await proofsOf(id)) files.set(record_name, record_value)
  }
  /** Meets its end at the step while it goes on with what is there, and is started again. */
  async function killedAt(step: string, act: () => Promise<unknown> = async () => undefined): Promise<void> {
    await stop(node.program)
    await start({ step })
    await act().catch(() => undefined)
    await killed()
    await start()
  }
  async function assertIssuedOnce(id: string): Promise<string> {
    await untilStatus(id, 'ISSUED')
    assert.deepEqual(operations(id), ['openOrder', 'proveNames', 'takeInCertificate'])
    assert.deepEqual(query(dataFolder, `select id from issuance where certificate_id = '${id}'`), [])
    assert.deepEqual(query(dataFolder, `select id from sealed_key where id = '${id}/coming'`), [])
    const { certificate, private_key } = await exported(node.api, id)
    assert.match(private_key, /PRIVATE KEY/)
    const { serialNumber } = new X509Certificate(certificate)
    assert.equal((await pebble.statusOf(serialNumber)).Status, 'Valid')
    return serialNumber
  }

  test('order: opened, not recorded', async () => {
    let id = ''
    await killedAt('order: opened, not recorded', async () => {
      id = await buy(node.api)
      await apply(node.api, id, { domain: 'killed.example.test', domain_method: 'FILE' })
    })
    await prove(id)
    await assertIssuedOnce(id)
  })

  for (const step of [
    'order: answered, not seen to be valid',
    'order: finalized, not fetched',
    'order: fetched, not recorded',
  ]) {
    test(step, async () => {
      const id = await order()
      await untilShown(id)
      await killedAt(step, () => prove(id))
      await assertIssuedOnce(id)
    })
  }

  test('revocation: confirmed, not recorded', async () => {
    const id = await order()
    await prove(id)
    const serialNumber = await assertIssuedOnce(id)
    await killedAt('revocation: confirmed, not recorded', () =>
      node.api('POST', `${hosted}/${id}/revoke`, { reason: 'SUPERSEDED' }),
    )
    await untilStatus(id, 'REVOKED')
    const { Status, Reason } = await pebble.statusOf(serialNumber)
    assert.deepEqual([Status, Reason], ['Revoked', 4])
    assert.equal(operations(id).filter((operation) => operation === 'confirmRevocation').length, 1)
    assert.deepEqual(query(dataFolder, 'pragma integrity_check'), [{ integrity_check: 'ok' }])
  })
})

interface ShownProof {
  readonly record_name: string
  readonly record_value: string
}
