import { stringsOf } from './text-value.ts'

/** Numbers of RFC 1035 §3.2 and of those that add to it: updates (RFC 2136 §2.4), signatures (RFC 8945 §4.2). */
export const types = { CNAME: 5, SOA: 6, TXT: 16, TSIG: 250 } as const
export const classes = { IN: 1, NONE: 254, ANY: 255 } as const

/** RFC 2136 §1.3: opcode UPDATE. */
const update = 5 << 11

/** What becomes of one TXT record. */
export interface TextChange {
  readonly zone: string
  readonly name: string
  readonly value: string
  /** What it lives in caches, in s; null takes the record away. */
  readonly timeToLive: number | null
}

/**
 * RFC 2136 §2: the zone, what must hold, what changes. Beside an alias nothing can be, and servers drop what is added
 * there without a word (§3.4.2.2), so adding demands that there is none.
 */
export function updateMessage(id: number, { zone, name, value, timeToLive }: TextChange): Buffer {
  const isAdding = timeToLive !== null
  const header = Buffer.alloc(12)
  for (const [place, field] of [id, update, 1, isAdding ? 1 : 0, 1, 0].entries())
    header.writeUInt16BE(field, place * 2)
  const strings = stringsOf(value).map((string) => Buffer.concat([Buffer.of(string.length), string]))
  return Buffer.concat([
    header,
    nameOctets(zone),
    numbers(types.SOA, classes.IN),
    ...(isAdding ? [record(name, types.CNAME, classes.NONE, 0, Buffer.alloc(0))] : []),
    record(name, types.TXT, isAdding ? classes.IN : classes.NONE, timeToLive ?? 0, Buffer.concat(strings)),
  ])
}

/** RFC 1035 §3.2.1. */
export function record(name: string, type: number, ofClass: number, ttl: number, data: Uint8Array): Buffer {
  const fixed = Buffer.alloc(10)
  fixed.writeUInt16BE(type, 0)
  fixed.writeUInt16BE(ofClass, 2)
  fixed.writeUInt32BE(ttl, 4)
  fixed.writeUInt16BE(data.length, 8)
  return Buffer.concat([nameOctets(name), fixed, data])
}

/** In lower case, never compressed: the canonical form (RFC 4034 §6.2), which is what is signed. Throws an Error for no name. */
export function nameOctets(name: string): Buffer {
  const labels = name.toLowerCase().replace(/\.$/, '').split('.')
  const octets = labels.filter((label) => label !== '').map((label) => Buffer.from(label))
  if (octets.some(({ length }) => length > 63)) throw new Error(`${name} has a label of more than 63 octets`)
  return Buffer.concat([...octets.flatMap((label) => [Buffer.of(label.length), label]), Buffer.of(0)])
}

export const numbers = (...fields: readonly number[]): Buffer => {
  const octets = Buffer.alloc(fields.length * 2)
  for (const [place, field] of fields.entries()) octets.writeUInt16BE(field, place * 2)
  return octets
}

/** As much of an answer as we look at. */
export interface AnswerMessage {
  readonly id: number
  /** RCODE. */
  readonly code: number
  /** The last record, where a signature is. */
  readonly last: LastRecord | null
}

export interface LastRecord {
  /** Where it begins. */
  readonly start: number
  readonly type: number
  readonly data: Buffer
}

/** Throws an Error for what is no answer. */
export function readAnswer(message: Buffer): AnswerMessage {
  try {
    const flags = message.readUInt16BE(2)
    if ((flags & 0x8000) === 0) throw new Error('a question')
    const [questions = 0, ...records] = [4, 6, 8, 10].map((place) => message.readUInt16BE(place))
    let place = 12
    for (let index = 0; index < questions; index += 1) place = endOfName(message, place) + 4
    const last = lastOf(
      message,
      place,
      records.reduce((sum, count) => sum + count, 0),
    )
    return { id: message.readUInt16BE(0), code: flags & 15, last }
  } catch (error) {
    throw new Error('answers what is no DNS message', { cause: error })
  }
}

/** Reading beyond the end throws, so it ends with the message whatever count is told. */
function lastOf(message: Buffer, from: number, count: number): LastRecord | null {
  let place = from
  let last: LastRecord | null = null
  for (let index = 0; index < count; index += 1) {
    const fixed = endOfName(message, place)
    const end = fixed + 10 + message.readUInt16BE(fixed + 8)
    if (end > message.length) throw new RangeError('too short')
    last = { start: place, type: message.readUInt16BE(fixed), data: message.subarray(fixed + 10, end) }
    place = end
  }
  return last
}

/** Behind a name, which ends with the root or with a pointer (RFC 1035 §4.1.4). */
export function endOfName(message: Buffer, start: number): number {
  let place = start
  for (;;) {
    const length = message.readUInt8(place)
    if (length === 0) return place + 1
    if (length >= 0xc0) return place + 2
    place += 1 + length
  }
}
