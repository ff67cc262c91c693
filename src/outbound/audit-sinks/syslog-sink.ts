import { createSocket, type Socket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { connect } from 'node:net'
import type { AuditSink } from '../../domain/ports/audit-sink.ts'
import { syslogMessage } from './syslog-message.ts'
import { trySink } from './try-sink.ts'

/** Where syslog listens, and how. */
export interface SyslogPlace {
  readonly transport: 'udp' | 'tcp'
  readonly host: string
  readonly port: number
}

const patienceMs = 10_000

const findings = {
  tcp: 'the receiver takes connections, and closes them after us',
  udp: 'its name is known; whether somebody listens, UDP does not tell',
} as const

/** `ownHost`: how messages name this machine. */
export function createSyslogSink(place: SyslogPlace, ownHost: string): AuditSink {
  const { transport, host, port } = place
  const send = transport === 'tcp' ? sendOverTcp : sendOverUdp
  const shownHost = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const deliver: AuditSink['deliver'] = (records) =>
    send(
      place,
      records.map((record) => syslogMessage(record, ownHost)),
    )
  return {
    name: `syslog+${transport}://${shownHost}`,
    type: `syslog+${transport}`,
    facts: [{ name: 'host', value: shownHost }],
    try: (trial) => trySink(trial, { deliver }, findings[transport]),
    deliver,
  }
}

/**
 * Octet counting (RFC 6587 §3.4.1), a connection for each delivery: syslog acknowledges nothing, so that the receiver
 * has read all of it is told by its closing after we did.
 */
function sendOverTcp({ host, port }: SyslogPlace, messages: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal: AbortSignal.timeout(patienceMs) })
    socket.on('error', reject)
    socket.on('close', (isBroken) => {
      if (!isBroken) resolve()
    })
    socket.resume()
    socket.end(messages.map((message) => `${message.length} ${message}`).join(''))
  })
}

/** A datagram for each (RFC 5426). That nobody listens is told by some hosts, that one is lost by none. */
async function sendOverUdp({ host, port }: SyslogPlace, messages: readonly string[]): Promise<void> {
  const { address, family } = await lookup(host)
  const socket = createSocket({ type: family === 6 ? 'udp6' : 'udp4' })
  const failure = Promise.withResolvers<never>()
  socket.on('error', failure.reject)
  try {
    await Promise.race([failure.promise, sendAll(socket, { address, port }, messages)])
  } finally {
    socket.close()
  }
}

async function sendAll(
  socket: Socket,
  { address, port }: { readonly address: string; readonly port: number },
  messages: readonly string[],
): Promise<void> {
  await new Promise<void>((resolve) => socket.connect(port, address, resolve))
  for (const message of messages) {
    await new Promise<void>((resolve, reject) =>
      socket.send(message, (error) => (error ? reject(error) : resolve())),
    )
  }
}
