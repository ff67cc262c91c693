import { createServer } from 'node:net'

/** Whether a server could listen there now: the code of the failure where it could not, such as EADDRINUSE. */
export function obstacleToListening(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}
