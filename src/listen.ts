import { Server as NetServer, type Socket } from 'node:net'
import type { Server as TlsServer } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import { settlesWithin } from './system/timer.ts'

/** A server that listens. */
export interface Listener {
  /** Presents another certificate to whoever connects from now on. */
  present(material: { readonly cert: string; readonly key: string }): void
  /**
   * Accepts nobody new, and lets those who are connected send what they were about to: each gets its answer with
   * `Connection: close`, so that a balancer loses nothing. Resolves when all have gone, after a second at the latest.
   */
  drain(): Promise<void>
  /** Accepts nobody new, lets what is in flight finish for 5 s, then ends it. */
  close(): Promise<void>
}

const inFlightMs = 5_000
const drainingMs = 1_000
const addressFaults: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use by another program',
  EACCES: 'may not be listened on by this user',
  EADDRNOTAVAIL: 'is no address of this machine',
}

/** An address can't be listened on; one line for the operator. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
}

export async function listen(server: FastifyInstance, url: URL): Promise<Listener> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const sockets = trackSockets(server)
  let isDraining = false
  server.addHook('onRequest', async (_request, reply) => {
    if (isDraining) reply.header('connection', 'close')
  })
  try {
    await server.listen({ host, port })
  } catch (error) {
    const fault = addressFaults[(error as NodeJS.ErrnoException).code ?? '']
    if (fault) throw new ListenError(`${url.origin} ${fault}`, { cause: error })
    throw error
  }
  return {
    present: ({ cert, key }) => (server.server as unknown as TlsServer).setSecureContext({ cert, key }),
    async drain() {
      isDraining = true
      // the HTTP server's own way would also cut off who is just sending
      const gone = new Promise<void>((resolve) =>
        NetServer.prototype.close.call(server.server, () => resolve()),
      )
      await settlesWithin(drainingMs, gone)
    },
    async close() {
      const closing = server.close()
      if (await settlesWithin(inFlightMs, closing)) return
      // also those that never said a word, which the server does not count among its connections
      for (const socket of sockets) socket.destroy()
      await closing
    },
  }
}

/** Every open socket, from before its TLS handshake. */
function trackSockets({ server }: FastifyInstance): ReadonlySet<Socket> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  return sockets
}
