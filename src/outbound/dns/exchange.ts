import { connect } from 'node:net'

/** Where a name server listens. */
export interface ServerPlace {
  readonly host: string
  readonly port: number
}

const patienceMs = 10_000

/**
 * One message and its answer over TCP (RFC 1035 §4.2.2), where nothing is cut off and nobody answers who is not on the
 * way. Throws an Error that says why nothing came.
 */
export async function exchange(place: ServerPlace, message: Uint8Array): Promise<Buffer> {
  const signal = AbortSignal.timeout(patienceMs)
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const socket = connect({ ...place, signal })
  let received = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    const length = received.length < 2 ? Number.POSITIVE_INFINITY : received.readUInt16BE(0)
    if (received.length >= 2 + length) resolve(received.subarray(2, 2 + length))
  })
  socket.on('error', ({ message: reason }) =>
    reject(new Error(signal.aborted ? `does not answer within ${patienceMs / 1000} s` : reason)),
  )
  socket.on('close', () => reject(new Error('closed the connection without an answer')))
  const length = Buffer.alloc(2)
  length.writeUInt16BE(message.length)
  socket.write(Buffer.concat([length, message]))
  try {
    return await promise
  } finally {
    socket.destroy()
  }
}
