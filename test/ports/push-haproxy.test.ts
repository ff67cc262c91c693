import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, test } from 'node:test'
import { createHaproxyTarget } from '../../src/outbound/targets/haproxy/haproxy-target.ts'
import { newContent, placeOf } from './push-contents.ts'
import { rejectsWith } from './push-target.suite.ts'
import { tried } from './tried.ts'

/** Its good days are in test/judges. */
describe('a runtime API that fails', () => {
  for (const [what, code, reason, answer] of [
    ['hangs', 'target-unreachable', /within 0\.2 s/, () => undefined],
    ['resets', 'target-unreachable', /./, (socket: Socket) => socket.resetAndDestroy()],
    ['closes', 'target-unreachable', /without an answer/, (socket: Socket) => socket.end()],
    ['denies', 'target-denied', /level admin/, (socket: Socket) => socket.end('Permission denied\n\n')],
    [
      'says what nobody knows',
      'target-refused',
      /^of Sirius$/,
      (socket: Socket) => socket.end('of Sirius\n'),
    ],
    ['never ends', 'target-refused', /too much/, (socket: Socket) => socket.end('x'.repeat(2_000_000))],
  ] as const) {
    test(`since it ${what}`, { timeout: 5_000 }, async () => {
      const sockets: Socket[] = []
      const server = createServer((socket) => {
        sockets.push(socket)
        socket.on('error', () => undefined).once('data', () => answer(socket))
      }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const place = { socket: { host: '127.0.0.1', port }, certificate: 'a.pem', file: null, crtList: null }
      const target = createHaproxyTarget('edge', place, 200)
      try {
        const found = await tried(target)
        assert.equal(found.isFine, false)
        assert.equal(found.steps.length, 1)
        assert.match(found.steps[0]?.finding ?? '', reason)
        await rejectsWith(code, target.apply(placeOf(), await newContent(), 'push-1'), reason)
      } finally {
        for (const socket of sockets) socket.destroy()
        server.close()
      }
    })
  }
})
