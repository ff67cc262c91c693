import { createSocket } from 'node:dgram'
import { EventEmitter, once } from 'node:events'
import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'

/** Something on loopback that receives, in the order of arrival. */
export interface Receiver<Received> {
  readonly port: number
  readonly received: readonly Received[]
  /** Resolves once so many arrived. */
  has(count: number): Promise<void>
  close(): Promise<void>
}

function collector<Received>() {
  const received: Received[] = []
  const events = new EventEmitter()
  return {
    received,
    add: (item: Received) => {
      received.push(item)
      events.emit('arrival')
    },
    has: async (count: number) => {
      while (received.length < count) await once(events, 'arrival')
    },
  }
}

/** What arrives on each connection, as a whole. */
export async function receiveTcp(port = 0): Promise<Receiver<string>> {
  const { add, ...collected } = collector<string>()
  const server = createServer((socket) => {
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
    })
    socket.on('end', () => add(text))
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    ...collected,
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

export async function receiveUdp(): Promise<Receiver<string>> {
  const { add, ...collected } = collector<string>()
  const socket = createSocket('udp4', (message) => add(message.toString('latin1')))
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return {
    ...collected,
    port: socket.address().port,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}

export interface Delivery {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Answers each delivery with the next of these statuses, then with 204. */
export async function receiveHttp(statuses: number[] = []): Promise<Receiver<Delivery>> {
  const { add, ...collected } = collector<Delivery>()
  const server = createHttpServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      response.writeHead(statuses.shift() ?? 204, { connection: 'close', location: '/elsewhere' }).end()
      add({ path: request.url ?? '', headers: request.headers, body })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    ...collected,
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
