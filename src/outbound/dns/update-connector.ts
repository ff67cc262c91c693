import { DomainError } from '../../domain/model/errors.ts'
import type { Clock } from '../../domain/ports/clock.ts'
import type { DnsConnector } from '../../domain/ports/dns-connectors.ts'
import type { Random } from '../../domain/ports/random.ts'
import { exchange, type ServerPlace } from './exchange.ts'
import { readAnswer, type TextChange, updateMessage } from './message.ts'
import { type AnswerSignature, readSignature, signMessage, type TsigKey, tsigErrors } from './tsig.ts'

/** A proof is looked at for minutes, and the next one may come soon. */
const timeToLive = 60

/** A server that takes updates, and the key that it takes them by. */
export interface UpdateServer {
  readonly server: ServerPlace
  readonly key: TsigKey
}

export interface ConnectorTools {
  readonly clock: Pick<Clock, 'now'>
  readonly random: Pick<Random, 'octets'>
}

/** Changes a zone by dynamic updates (RFC 2136) that are signed, as are the answers (RFC 8945). */
export const createUpdateConnector = (
  zone: string,
  place: UpdateServer,
  tools: ConnectorTools,
): DnsConnector => ({
  type: 'rfc2136',
  facts: [
    { name: 'server', value: `${place.server.host}:${place.server.port}` },
    { name: 'key', value: `${place.key.name} (${place.key.algorithm})` },
  ],
  addText: (name, value) => change(place, tools, { zone, name, value, timeToLive }),
  removeText: (name, value) => change(place, tools, { zone, name, value, timeToLive: null }),
})

async function change(
  { server, key }: UpdateServer,
  tools: ConnectorTools,
  asked: TextChange,
): Promise<void> {
  try {
    const time = Math.floor(tools.clock.now() / 1000)
    const id = Buffer.from(tools.random.octets(2)).readUInt16BE(0)
    const question = signMessage(updateMessage(id, asked), key, time)
    const octets = await exchange(server, question.octets)
    const answer = readAnswer(octets)
    if (answer.id !== id) throw new Error('answers another question')
    const signature = readSignature(octets, answer, question, key, time)
    const complaint = complaintOf(answer.code, signature, { time, key, asked })
    if (complaint !== null) throw new Error(complaint)
  } catch (error) {
    const reason = `the name server ${server.host} ${(error as Error).message}`
    throw new DomainError('dns-refused', { reason })
  }
}

interface Asked {
  readonly time: number
  readonly key: TsigKey
  readonly asked: TextChange
}

/** Null where all is well. What is refused needs no signature to be believed; what is said to be done does. */
function complaintOf(code: number, signature: AnswerSignature | null, about: Asked): string | null {
  const refusal = signature && signatureRefusal(signature, about)
  if (refusal) return refusal
  if (code !== 0) return codeRefusal(code, about)
  return signature?.isGenuine === true
    ? null
    : 'answers without a signature of the key, which could be anybody'
}

function signatureRefusal({ error, time: theirs }: AnswerSignature, { time, key }: Asked): string | null {
  switch (error) {
    case 0:
      return null
    case tsigErrors.badSignature:
      return `has another secret for the key ${key.name} (BADSIG)`
    case tsigErrors.badKey:
      return `does not know the key ${key.name} with ${key.algorithm} (BADKEY)`
    case tsigErrors.badTime:
      return `has a clock that is ${theirs - time} s ahead of ours (BADTIME)`
    default:
      return `refuses the signature (error ${error})`
  }
}

/** RFC 2136 §2.2, §3. */
function codeRefusal(code: number, { key, asked }: Asked): string {
  switch (code) {
    case 5:
      return `does not let the key ${key.name} change ${asked.name} (REFUSED)`
    case 7:
      return `has an alias at ${asked.name}, beside which nothing can be (YXRRSET)`
    case 9:
      return `is no server of the zone ${asked.zone}, or the key ${key.name} is none for it (NOTAUTH)`
    default:
      return `answers ${codeNames[code] ?? `code ${code}`}`
  }
}

const codeNames: Readonly<Record<number, string>> = {
  1: 'FORMERR',
  2: 'SERVFAIL',
  3: 'NXDOMAIN',
  4: 'NOTIMP',
  6: 'YXDOMAIN',
  8: 'NXRRSET',
  10: 'NOTZONE',
}
