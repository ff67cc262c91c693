import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { createRoot } from '../pca-v1/support.ts'
import { enableList, firstBucket, startWithAgency } from './lists.ts'

const megabyte = 1_048_576
const length = 16 * megabyte
const readers = 50

const server = await startWithAgency()
after(() => server.close())

/** Puts a list of this length in the CA's place; what it says is nobody's concern here. */
async function placeLongList(filledWith: number): Promise<string> {
  const root = await createRoot(server)
  const url = await enableList(server, root)
  const folder = join(server.dataFolder, 'buckets', server.credentials.domain.id)
  const file = join(folder, await firstBucket(server.api), `${root}.crl`)
  await writeFile(file, new Uint8Array(length).fill(filledWith))
  return url
}

/** Asks, and takes no more than the beginning of the answer. */
async function readSlowly(url: string): Promise<Socket> {
  const { hostname, port, pathname } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`)
  await once(socket, 'readable')
  return socket
}

/** All octets behind the head of the answer. */
async function readOn(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = []
  let received = 0
  let wanted = Number.POSITIVE_INFINITY
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    received += chunk.length
    const head = wanted === Number.POSITIVE_INFINITY ? Buffer.concat(chunks).indexOf('\r\n\r\n') : -1
    if (head >= 0) wanted = head + 4 + length
    if (received >= wanted) break
  }
  return Buffer.concat(chunks).subarray(wanted - length)
}

suite('many who read a long list slowly', () => {
  test('share one copy of it, and each gets all of it', async () => {
    const url = await placeLongList(7)
    const before = process.memoryUsage().arrayBuffers
    const sockets = await Promise.all(Array.from({ length: readers }, () => readSlowly(url)))
    const more = await Promise.all(Array.from({ length: readers }, () => readSlowly(url)))
    const grown = process.memoryUsage().arrayBuffers - before
    assert.ok(grown < 8 * length, `${Math.round(grown / megabyte)} MB for ${2 * readers} readers`)
    for (const socket of more) socket.destroy()
    const [first, second] = [await readOn(sockets[0] as Socket), await readOn(sockets[49] as Socket)]
    assert.ok(first.equals(Buffer.alloc(length, 7)))
    assert.ok(second.equals(first))
    for (const socket of sockets) socket.destroy()
  })

  test('get the list that is there when they ask', async () => {
    const [one, other] = [await placeLongList(1), await placeLongList(2)]
    const sockets = [await readSlowly(one), await readSlowly(other), await readSlowly(one)]
    for (const [place, value] of [1, 2, 1].entries()) {
      const octets = await readOn(sockets[place] as Socket)
      assert.ok(octets.equals(Buffer.alloc(length, value)), `list ${place}`)
    }
    for (const socket of sockets) socket.destroy()
  })
})
