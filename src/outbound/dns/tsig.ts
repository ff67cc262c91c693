import { createHmac, timingSafeEqual } from 'node:crypto'
import { type AnswerMessage, classes, endOfName, nameOctets, numbers, record, types } from './message.ts'

/** A secret that a name server and we know (RFC 8945 §6). */
export interface TsigKey {
  readonly name: string
  readonly algorithm: 'hmac-sha256' | 'hmac-sha384' | 'hmac-sha512'
  readonly secret: Uint8Array
}

/** How far clocks may be apart, in s (RFC 8945 §10). */
const fudge = 300

export interface SignedMessage {
  readonly octets: Buffer
  /** The answer is signed over it, too. */
  readonly mac: Buffer
}

/** Puts the signature behind a message that has no additional records (RFC 8945 §5.1). Time in s since the epoch. */
export function signMessage(message: Buffer, key: TsigKey, time: number): SignedMessage {
  const mac = macOf(key, [message, variables(key, { time, fudge, error: 0, other: Buffer.alloc(0) })])
  const data = Buffer.concat([
    nameOctets(key.algorithm),
    timeOctets(time),
    numbers(fudge, mac.length),
    mac,
    // the id as it is, in case that somebody between gives the message another; no error, nothing more
    message.subarray(0, 2),
    numbers(0, 0),
  ])
  const octets = Buffer.concat([message, record(key.name, types.TSIG, classes.ANY, 0, data)])
  octets.writeUInt16BE(octets.readUInt16BE(10) + 1, 10)
  return { octets, mac }
}

/** RFC 8945 §3; 0 is none. */
export const tsigErrors = { badSignature: 16, badKey: 17, badTime: 18, badTruncation: 22 } as const

/** What the signature of an answer says. */
export interface AnswerSignature {
  /** Of `tsigErrors`, or 0. */
  readonly error: number
  /** When the server signed, by its own clock, in s since the epoch. */
  readonly time: number
  /** Signed by who knows the key, over what we asked, just now. */
  readonly isGenuine: boolean
}

/** Null where the answer has none. `time` is ours. Throws a RangeError for what is cut off. */
export function readSignature(
  message: Buffer,
  { last }: AnswerMessage,
  { mac: askedMac }: SignedMessage,
  key: TsigKey,
  time: number,
): AnswerSignature | null {
  if (last?.type !== types.TSIG) return null
  const { originalId, mac, ...fields } = readFields(last.data)
  const unsigned = Buffer.from(message.subarray(0, last.start))
  originalId.copy(unsigned, 0)
  unsigned.writeUInt16BE(unsigned.readUInt16BE(10) - 1, 10)
  const expected = macOf(key, [numbers(askedMac.length), askedMac, unsigned, variables(key, fields)])
  // over the key's name and the algorithm as we know them: another's would not fit
  const isOurs = mac.length === expected.length && timingSafeEqual(mac, expected)
  const isTimely = Math.abs(fields.time - time) <= fields.fudge
  return { error: fields.error, time: serverTime(fields), isGenuine: isOurs && isTimely }
}

interface Variables {
  readonly time: number
  readonly fudge: number
  readonly error: number
  readonly other: Buffer
}

/** RFC 8945 §4.2. */
function readFields(data: Buffer) {
  const start = endOfName(data, 0)
  const macLength = data.readUInt16BE(start + 8)
  const behind = start + 10 + macLength
  const otherLength = data.readUInt16BE(behind + 4)
  return {
    time: data.readUIntBE(start, 6),
    fudge: data.readUInt16BE(start + 6),
    mac: data.subarray(start + 10, behind),
    originalId: data.subarray(behind, behind + 2),
    error: data.readUInt16BE(behind + 2),
    other: data.subarray(behind + 6, behind + 6 + otherLength),
  }
}

/** A server whose clock is another tells its time apart from ours, which it repeats (RFC 8945 §5.2.3). */
const serverTime = ({ error, other, time }: Variables) =>
  error === tsigErrors.badTime && other.length === 6 ? other.readUIntBE(0, 6) : time

/** What is signed beside the message (RFC 8945 §4.3.3). */
const variables = ({ name, algorithm }: TsigKey, { time, fudge: allowed, error, other }: Variables) =>
  Buffer.concat([
    nameOctets(name),
    numbers(classes.ANY, 0, 0),
    nameOctets(algorithm),
    timeOctets(time),
    numbers(allowed, error, other.length),
    other,
  ])

function timeOctets(time: number): Buffer {
  const octets = Buffer.alloc(6)
  octets.writeUIntBE(time, 0, 6)
  return octets
}

const macOf = ({ algorithm, secret }: TsigKey, parts: readonly Uint8Array[]): Buffer => {
  const mac = createHmac(algorithm.slice('hmac-'.length), secret)
  for (const part of parts) mac.update(part)
  return mac.digest()
}
