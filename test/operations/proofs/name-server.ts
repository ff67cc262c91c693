import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { type Answer, decode, encode, type Packet } from 'dns-packet'

/** Records by type and name, or what goes wrong with the question. */
export type Told = readonly Answer[] | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'NOTIMP' | 'silence'
/** What a server knows; `undefined` is no record of that type. */
export type Knowledge = (type: string, name: string) => Told | undefined

export interface NameServer {
  /** `TXT _acme-challenge.example.test`, of every question. */
  readonly asked: string[]
  close(): void
}

const codes = { SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const

/** A name server on a loopback address that tells exactly what the test says. */
export async function startNameServer(address: string, port: number, know: Knowledge): Promise<NameServer> {
  const socket = createSocket('udp4')
  const asked: string[] = []
  socket.on('message', (message, { address: client, port: clientPort }) => {
    const question = decode(message)
    const { type, name } = question.questions?.[0] ?? { type: '', name: '' }
    asked.push(`${type} ${name.toLowerCase()}`)
    const told = know(type, name.toLowerCase()) ?? []
    if (told !== 'silence') socket.send(reply(question, told), clientPort, client)
  })
  socket.bind(port, address)
  await once(socket, 'listening')
  return { asked, close: () => socket.close() }
}

function reply({ id = 0, questions = [] }: Packet, told: Exclude<Told, 'silence'>): Buffer {
  const code = typeof told === 'string' ? codes[told] : 0
  return encode({
    type: 'response',
    id,
    // what the server says is its own word (RFC 1035 §4.1.1); the code is in the low bits
    flags: 0x0400 | code,
    questions,
    answers: typeof told === 'string' ? [] : [...told],
  })
}

/** `TXT name`: data. */
export const knowing =
  (records: Readonly<Record<string, readonly string[] | Exclude<Told, readonly Answer[]>>>): Knowledge =>
  (type, name) => {
    const data = records[`${type} ${name}`]
    if (data === undefined || typeof data === 'string') return data
    return data.map((one) => ({ type, name, ttl: 60, data: one }) as Answer)
  }

/** A port that is free on all of these addresses. */
export async function freeOn(...addresses: readonly string[]): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const sockets: Socket[] = []
    try {
      let port = 0
      for (const address of addresses) {
        const socket = createSocket('udp4')
        sockets.push(socket)
        socket.bind(port, address)
        await once(socket, 'listening')
        port = socket.address().port
      }
      return port
    } catch {
      // taken on one of them
    } finally {
      for (const socket of sockets) socket.close()
    }
  }
  throw new Error('no port is free')
}
