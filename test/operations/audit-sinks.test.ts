import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { PlacedRecord } from '../../src/domain/model/audit-block.ts'
import { createAuditSinks, type SinkPlace } from '../../src/outbound/audit-sinks/create-audit-sinks.ts'
import { anAuditRecord, now } from '../ports/sample-nouns.ts'
import { receiveHttp, receiveTcp, receiveUdp } from './sink-receivers.ts'

const webhookSecret = 'a secret of the webhook'
const host = '127.0.0.1'

function sinkAt(place: SinkPlace) {
  const [sink] = createAuditSinks([place], {
    clock: { now: () => now },
    webhookSecret,
    ownHost: 'host.example',
  })
  assert.ok(sink)
  return sink
}

const records: readonly PlacedRecord[] = [
  { ...anAuditRecord({ operation: 'createAuthority', userId: 'Jürgen 王\n<1>' }), position: 7 },
  { ...anAuditRecord({ operation: 'pca:ca:create', result: 'action-denied', objectId: null }), position: 8 },
]

/** What every sink tells of the first. */
const first = {
  position: 7,
  time: '2026-03-01T00:00:00.000Z',
  account_id: records[0]?.accountId,
  user_id: 'Jürgen 王\n<1>',
  method: 'token',
  access_key_id: null,
  source_address: '127.0.0.1',
  request_id: records[0]?.requestId,
  operation: 'createAuthority',
  object_kind: 'certificate',
  object_id: records[0]?.objectId,
  result: 'success',
  before_digest: null,
  after_digest: 'f'.repeat(64),
  count: 1,
}

const positionsIn = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).position)

describe('a file', () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'chancery-sink-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  test('gets a line for each record, for nobody else to read', async () => {
    const path = join(folder, 'audit.log')
    const sink = sinkAt({ kind: 'file', path })
    await sink.deliver(records)
    await sink.deliver(records)
    assert.deepEqual(positionsIn(readFileSync(path, 'utf8')), [7, 8, 7, 8])
    assert.deepEqual(JSON.parse(readFileSync(path, 'utf8').split('\n')[0] ?? ''), first)
    assert.equal(statSync(path).mode & 0o777, 0o600)
  })

  test('goes on in a new line behind one that was torn off', async () => {
    const path = join(folder, 'torn.log')
    writeFileSync(path, '{"position":7}\n{"posit')
    await sinkAt({ kind: 'file', path }).deliver(records)
    const [, torn, ...rest] = readFileSync(path, 'utf8').trimEnd().split('\n')
    assert.equal(torn, '{"posit')
    assert.deepEqual(positionsIn(rest.join('\n')), [7, 8])
  })

  test('that can not be written fails the delivery', async () => {
    const sink = sinkAt({ kind: 'file', path: join(folder, 'missing', 'audit.log') })
    await assert.rejects(sink.deliver(records), /ENOENT/)
  })
})

describe('syslog', () => {
  const form = /^<(\d+)>1 2026-03-01T00:00:00\.000Z host\.example chancery - (\S+) - (\{.*\})$/

  function checkMessages(messages: readonly string[]): void {
    assert.equal(messages.length, 2)
    const [[, priority, id, json = ''] = [], [, warning] = []] = messages.map((text) => form.exec(text) ?? [])
    assert.deepEqual([priority, id, warning], ['110', 'createAuthority', '108'])
    assert.deepEqual(JSON.parse(json), first)
    for (const message of messages) assert.match(message, /^[\x20-\x7e]+$/)
  }

  test('over TCP: octets counted, on a connection that ends with the delivery', async () => {
    const receiver = await receiveTcp()
    await sinkAt({ kind: 'syslog', transport: 'tcp', host, port: receiver.port }).deliver(records)
    let [text = ''] = receiver.received
    const messages: string[] = []
    while (text !== '') {
      const [count = '', length] = /^(\d+) /.exec(text) ?? []
      messages.push(text.slice(count.length, count.length + Number(length)))
      text = text.slice(count.length + Number(length))
    }
    checkMessages(messages)
    await receiver.close()
  })

  test('over UDP: a datagram for each', async () => {
    const receiver = await receiveUdp()
    await sinkAt({ kind: 'syslog', transport: 'udp', host, port: receiver.port }).deliver(records)
    await receiver.has(2)
    checkMessages(receiver.received)
    await receiver.close()
  })

  test('that does not listen fails the delivery', async () => {
    const receiver = await receiveTcp()
    await receiver.close()
    const sink = sinkAt({ kind: 'syslog', transport: 'tcp', host, port: receiver.port })
    await assert.rejects(sink.deliver(records), /ECONNREFUSED/)
    assert.equal(sink.name, `syslog+tcp://127.0.0.1:${receiver.port}`)
  })
})

describe('a webhook', () => {
  test('gets the records in one body, signed with the time', async () => {
    const receiver = await receiveHttp()
    const sink = sinkAt({ kind: 'webhook', url: `http://127.0.0.1:${receiver.port}/secret-path?a=b` })
    await sink.deliver(records)
    const [delivery] = receiver.received
    assert.ok(delivery)
    assert.equal(delivery.path, '/secret-path?a=b')
    const told = JSON.parse(delivery.body).records
    assert.deepEqual(told[0], first)
    assert.equal(told.length, 2)
    const [, time = '', signature] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(delivery.headers['x-chancery-signature'])) ?? []
    assert.equal(Number(time), now / 1000)
    const expected = createHmac('sha256', webhookSecret).update(`${time}.${delivery.body}`).digest('hex')
    assert.equal(signature, expected)
    assert.ok(!sink.name.includes('secret-path'), sink.name)
    await receiver.close()
  })

  for (const status of [302, 404, 500]) {
    test(`that answers ${status} fails the delivery`, async () => {
      const receiver = await receiveHttp([status])
      const sink = sinkAt({ kind: 'webhook', url: `http://127.0.0.1:${receiver.port}/` })
      await assert.rejects(sink.deliver(records))
      assert.equal(receiver.received.length, 1)
      await receiver.close()
    })
  }
})
