import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, createServer as listen } from 'node:net'
import { suite, test } from 'node:test'
import { compileOutboundRule } from '../../src/domain/model/outbound-address.ts'
import { createWebhookSender } from '../../src/outbound/webhook/webhook-sender.ts'
import { receiveHttp } from './sink-receivers.ts'

const now = Date.UTC(2026, 10, 20, 12)
const message = { id: 'a'.repeat(32), secret: 'the secret', body: '{"domain":"bücher.test"}' }
const sender = (...allowed: string[]) => createWebhookSender(compileOutboundRule(allowed), { now: () => now })

suite('a webhook', () => {
  test('gets what can be verified with the secret', async () => {
    const receiver = await receiveHttp()
    const outcome = await sender('127.0.0.0/8').post({
      ...message,
      url: `http://127.0.0.1:${receiver.port}/hook?a=b`,
    })
    assert.deepEqual(outcome, { isTaken: true })
    const [delivery] = receiver.received
    assert.ok(delivery)
    assert.deepEqual([delivery.path, delivery.body], ['/hook?a=b', message.body])
    const { headers } = delivery
    assert.equal(headers['content-type'], 'application/json')
    assert.equal(headers['x-chancery-notice-id'], message.id)
    const [, time = '', signature] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-chancery-signature'])) ?? []
    assert.equal(Number(time), now / 1000)
    assert.equal(
      signature,
      createHmac('sha256', 'the secret').update(`${time}.${delivery.body}`).digest('hex'),
    )
    await receiver.close()
  })

  for (const [status, isFinal] of [
    [302, false],
    [307, false],
    [500, false],
    [404, false],
    [410, true],
  ] as const) {
    test(`that answers ${status} has not taken it, and nobody goes elsewhere`, async () => {
      const receiver = await receiveHttp([status])
      const url = `http://127.0.0.1:${receiver.port}/`
      const outcome = await sender('127.0.0.1').post({ ...message, url })
      assert.deepEqual(outcome, { isTaken: false, isFinal, reason: `answers ${status}` })
      assert.equal(receiver.received.length, 1)
      await receiver.close()
    })
  }

  for (const [what, answer, reason] of [
    [
      'changes the protocol',
      'HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n',
      /^answers 101$/,
    ],
    ['hangs up', '', /./],
  ] as const) {
    test(`that ${what} has not taken it`, { timeout: 5_000 }, async () => {
      const server = listen((socket) => socket.once('data', () => socket.end(answer)))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
      const outcome = await sender('127.0.0.1').post({ ...message, url })
      assert.equal(outcome.isTaken, false)
      assert.match('reason' in outcome ? outcome.reason : '', reason)
      server.close()
    })
  }

  test('that answers without end is left after its status', { timeout: 5_000 }, async () => {
    const left = Promise.withResolvers<void>()
    const server = createServer((_, response) => {
      response.on('close', () => left.resolve())
      response.writeHead(200)
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      }
      response.on('drain', pour)
      response.on('error', () => undefined)
      pour()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    assert.deepEqual(await sender('127.0.0.1').post({ ...message, url }), { isTaken: true })
    await left.promise
    await new Promise((resolve) => server.close(resolve))
  })

  for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433']) {
    test(`at ${host} is not connected to unless the administrator allows`, async () => {
      let connections = 0
      const server = listen((socket) => {
        connections += 1
        socket.destroy()
      })
      await new Promise<void>((resolve) => server.listen(0, resolve))
      const { port } = server.address() as AddressInfo
      const outcome = await sender('10.0.0.0/8').post({ ...message, url: `http://${host}:${port}/` })
      assert.ok(!outcome.isTaken)
      assert.match(outcome.reason, /is no public address/)
      // one connection more, so that those before it were heard of
      const last = connect(port, '127.0.0.1')
      await once(last, 'close')
      assert.equal(connections, 1)
      await new Promise((resolve) => server.close(resolve))
    })
  }

  test('with a name is connected to where the name stands for what is allowed', async () => {
    const receiver = await receiveHttp()
    const outcome = await sender('127.0.0.0/8').post({
      ...message,
      url: `http://localhost:${receiver.port}/`,
    })
    assert.deepEqual(outcome, { isTaken: true })
    await receiver.close()
  })
})

suite('addresses that tenants may name', () => {
  const rule = compileOutboundRule(['10.1.0.0/16', 'fd00::/8'])
  for (const address of ['8.8.8.8', '192.0.1.1', '223.255.255.255', '10.1.2.3', '2606:4700::1', 'fd12::1'])
    test(`${address} is one`, () => assert.equal(rule(address), true))
  for (const address of [
    '10.2.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '168.63.129.16',
    '100.100.100.200',
    '192.0.0.192',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'ff02::1',
    '::ffff:8.8.8.8'.replace('8.8.8.8', '192.168.0.1'),
    '64:ff9b::a00:1',
    '2002:a00:1::',
    '2001:db8::1',
    'example.test',
    '',
  ])
    test(`${address || 'nothing'} is none`, () => assert.equal(rule(address), false))
})
