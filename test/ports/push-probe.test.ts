import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer as listen, type Server, type Socket } from 'node:net'
import { describe, test } from 'node:test'
import { createServer } from 'node:tls'
import type { PushContent } from '../../src/domain/model/push-place.ts'
import { probe } from '../../src/outbound/targets/probe.ts'
import { createTestClock } from '../api/test-clock.ts'
import { newContent } from './push-contents.ts'

/** Looks once and again without waiting: pauses of this clock take no time. */
async function look(
  server: Server,
  content: PushContent,
  patienceMs: number,
  serverName: string | null = null,
) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    return await probe({ host: '127.0.0.1', port, serverName, patienceMs }, content, createTestClock())
  } finally {
    server.close()
  }
}
const pair = ({ certificatePem, privateKeyPem }: PushContent) => ({
  cert: certificatePem,
  key: privateKeyPem,
})

describe('a probe', () => {
  test('sees the certificate that a server presents, whoever vouches for it', async () => {
    const content = await newContent()
    const sight = await look(createServer(pair(content)), content, 1_000)
    assert.deepEqual(sight, { isSeen: true, how: 'presented in a TLS handshake' })
  })

  test('looks until it is there', async () => {
    const [former, content] = [await newContent(), await newContent()]
    const server = createServer(pair(former))
    let connections = 0
    server.on('connection', () => {
      connections += 1
      if (connections === 3) server.setSecureContext(pair(content))
    })
    assert.equal((await look(server, content, 3_000)).isSeen, true)
    assert.ok(connections >= 3)
  })

  test('tells which one there is when patience is over', async () => {
    const [former, content] = [await newContent(), await newContent()]
    const reason = `presents another certificate (SHA-256 ${former.fingerprint})`
    assert.deepEqual(await look(createServer(pair(former)), content, 500), { isSeen: false, reason })
  })

  for (const [serverName, domains, expected] of [
    [null, ['www.example.test'], 'www.example.test'],
    [null, ['*.example.test'], 'probe.example.test'],
    ['other.example.test', ['www.example.test'], 'other.example.test'],
  ] as const) {
    test(`asks for ${expected}`, async () => {
      const content = await newContent(domains)
      const asked: string[] = []
      const server = createServer({
        ...pair(content),
        SNICallback: (name, answer) => {
          asked.push(name)
          answer(null)
        },
      })
      assert.equal((await look(server, content, 1_000, serverName)).isSeen, true)
      assert.deepEqual(asked, [expected])
    })
  }

  for (const [what, answer] of [
    ['hangs', () => undefined],
    ['resets', (socket: Socket) => socket.resetAndDestroy()],
    ['speaks no TLS', (socket: Socket) => socket.end('hello')],
  ] as const) {
    test(`of what ${what} sees nothing`, { timeout: 5_000 }, async () => {
      const server = listen((socket) => {
        socket.on('error', () => undefined)
        answer(socket)
      })
      const sight = await look(server, await newContent(), 300)
      assert.ok(!sight.isSeen)
      assert.match(sight.reason, /^shows no certificate: /)
    })
  }
})
