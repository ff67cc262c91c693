import { isIP } from 'node:net'
import { connect } from 'node:tls'
import type { PushContent } from '../../domain/model/push-place.ts'
import { StepFault } from '../../domain/model/step-fault.ts'
import type { Clock } from '../../domain/ports/clock.ts'
import type { StepToTake } from '../../domain/ports/connection.ts'
import type { Sight } from '../../domain/ports/push-targets.ts'
import { lookPatiently } from './patience.ts'
import { fingerprintsOf } from './pem.ts'

/** Where a server shows to anybody which certificate it has. */
export interface ProbePlace {
  readonly host: string
  readonly port: number
  /** Null: the certificate's first name. */
  readonly serverName: string | null
  readonly patienceMs: number
}

/** Looks at what a server presents in a handshake. Any certificate will do to connect: it is only looked at. */
export function probe(place: ProbePlace, content: PushContent, clock: Clock): Promise<Sight> {
  const serverName = place.serverName ?? nameIn(content)
  return lookPatiently(clock, place.patienceMs, async (leftMs) => {
    try {
      const presented = fingerprintsOf(await presentedBy(place, serverName, leftMs)).sha256
      if (presented === content.fingerprint) return { isSeen: true, how: 'presented in a TLS handshake' }
      return { isSeen: false, reason: `presents another certificate (SHA-256 ${presented})` }
    } catch (error) {
      return { isSeen: false, reason: `shows no certificate: ${codeOf(error)}` }
    }
  })
}

export const probeStep = (place: ProbePlace): StepToTake => ({
  name: 'probe',
  advice:
    'check address and server_name of the probe in the targets file, and that the server listens for TLS there',
  async work() {
    try {
      await presentedBy(place, place.serverName ?? '', place.patienceMs)
      return 'the server presents a certificate'
    } catch (error) {
      throw new StepFault(`shows no certificate: ${codeOf(error)}`)
    }
  },
})

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? (error as Error).message

/** A wildcard stands for any name. */
const nameIn = ({ domains }: PushContent) => domains[0]?.replace(/^\*(?=\.)/, 'probe') ?? ''

function presentedBy({ host, port }: ProbePlace, serverName: string, patienceMs: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const socket = connect({
    host,
    port,
    rejectUnauthorized: false,
    // an address is no server name (RFC 6066 §3)
    ...(serverName !== '' && isIP(serverName) === 0 && { servername: serverName }),
  })
  const signal = AbortSignal.timeout(patienceMs)
  const giveUp = () => socket.destroy(new Error('no handshake in time'))
  signal.addEventListener('abort', giveUp)
  socket.on('secureConnect', () => {
    // empty where a session was resumed, which ours never are
    resolve(socket.getPeerCertificate().raw)
    socket.end()
  })
  socket.on('error', reject)
  socket.on('close', () => {
    signal.removeEventListener('abort', giveUp)
    reject(new Error('closed the connection'))
    socket.destroy()
  })
  return promise
}
