import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { suite, test } from 'node:test'
import { DomainError } from '../../../src/domain/model/errors.ts'
import { createDnsConnectors } from '../../../src/outbound/dns/dns-connectors.ts'

const now = Date.UTC(2026, 10, 20, 12)
const secret = Buffer.from('the secret of the zone')
const name = '_acme-challenge.example.test'

/** What a server that we ask for an update says: octets of an answer, made of the question. */
type Say = (question: Buffer) => Uint8Array | undefined

async function reasonAgainst(say: Say): Promise<string | null> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', (framed: Buffer) => {
      const said = say(framed.subarray(2))
      if (!said) return void socket.end()
      const length = Buffer.alloc(2)
      length.writeUInt16BE(said.length)
      // in two parts, as it may come
      socket.write(length.subarray(0, 1))
      setImmediate(() => socket.end(Buffer.concat([length.subarray(1), said])))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const key = { name: 'key.test', algorithm: 'hmac-sha256', secret } as const
  const place = {
    kind: 'rfc2136',
    zones: ['example.test'],
    server: { host: '127.0.0.1', port },
    key,
  } as const
  const random = { octets: () => Uint8Array.of(0x12, 0x34) }
  const connector = createDnsConnectors([place], { clock: { now: () => now }, random }).find(name)
  try {
    await connector?.addText(name, 'value')
    return null
  } catch (error) {
    assert.ok(error instanceof DomainError && error.code === 'dns-refused', String(error))
    return error.facts.reason ?? ''
  } finally {
    server.close()
  }
}

/** An answer without records, to the question of the same id. */
const plain = (question: Buffer, { code = 0, id = question.readUInt16BE(0) } = {}): Buffer => {
  const answer = Buffer.alloc(12)
  answer.writeUInt16BE(id, 0)
  answer.writeUInt16BE(0xa800 | code, 2)
  return answer
}

const keyName = Buffer.from('\x03key\x04test\0')
const algorithm = Buffer.from('\x0bhmac-sha256\0')
const sixteen = (...fields: number[]) =>
  Buffer.concat(fields.map((field) => Buffer.of(field >> 8, field & 255)))
const timeOf = (seconds: number) => {
  const octets = Buffer.alloc(6)
  octets.writeUIntBE(seconds, 0, 6)
  return octets
}

/** Written from RFC 8945 §4.2, §4.3 and §5.3 alone. */
function signed(
  question: Buffer,
  { key = secret, seconds = now / 1000, body = plain(question), over = question } = {},
) {
  const questionMac = macIn(over)
  const rest = sixteen(300)
  const toSign = [
    sixteen(questionMac.length),
    questionMac,
    body,
    keyName,
    sixteen(255, 0, 0),
    algorithm,
    timeOf(seconds),
    rest,
    sixteen(0, 0),
  ]
  const mac = createHmac('sha256', key).update(Buffer.concat(toSign)).digest()
  const id = body.subarray(0, 2)
  const data = Buffer.concat([algorithm, timeOf(seconds), rest, sixteen(mac.length), mac, id, sixteen(0, 0)])
  const answer = Buffer.concat([body, keyName, sixteen(250, 255, 0, 0, data.length), data])
  answer.writeUInt16BE(1, 10)
  return answer
}

/** The MAC stands before id, error and the length of nothing more. */
const macIn = (message: Buffer) => message.subarray(-6 - 32, -6)

suite('what a name server says of an update', () => {
  test('counts where it is signed', async () => assert.equal(await reasonAgainst(signed), null))

  const unsigned = /without a signature of the key/
  const cases: readonly [what: string, say: Say, reason: RegExp][] = [
    ['nothing', () => undefined, /closed the connection without an answer/],
    ['yes, unsigned', (question) => plain(question), unsigned],
    ['yes, signed with another secret', (question) => signed(question, { key: Buffer.from('x') }), unsigned],
    ['yes, signed long ago', (question) => signed(question, { seconds: now / 1000 - 301 }), unsigned],
    [
      'yes, signed for another question',
      (question) => signed(question, { over: Buffer.alloc(64) }),
      unsigned,
    ],
    [
      'yes, where the signed answer was no',
      (question) => {
        const answer = signed(question, { body: plain(question, { code: 2 }) })
        answer.writeUInt16BE(0xa800, 2)
        return answer
      },
      unsigned,
    ],
    [
      'yes, to another question',
      (question) => signed(question, { body: plain(question, { id: 1 }) }),
      /another question/,
    ],
    [
      'no, signed',
      (question) => signed(question, { body: plain(question, { code: 2 }) }),
      /answers SERVFAIL$/,
    ],
    ['no, unsigned', (question) => plain(question, { code: 5 }), /\(REFUSED\)$/],
    ['a code of later days', (question) => plain(question, { code: 11 }), /answers code 11$/],
    ['a question', (question) => question, /no DNS message/],
    ['less than a header', () => Buffer.of(1, 2, 3), /no DNS message/],
    [
      'records that are not there',
      (question) => {
        const answer = plain(question)
        answer.writeUInt16BE(65_535, 10)
        return answer
      },
      /no DNS message/,
    ],
    [
      'a signature that is cut off',
      (question) => {
        const answer = Buffer.concat([plain(question), keyName, sixteen(250, 255, 0, 0, 1), Buffer.of(0)])
        answer.writeUInt16BE(1, 10)
        return answer
      },
      /name server/,
    ],
  ]
  for (const [what, say, reason] of cases)
    test(`does not when it is ${what}`, async () =>
      assert.match((await reasonAgainst(say)) ?? 'taken', reason))
})
