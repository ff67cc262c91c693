import { connect } from 'node:net'
import { DomainError } from '../../../domain/model/errors.ts'
import { denied, refused, silent, unreachable } from '../failure.ts'

/** Where the runtime API listens: `stats socket … level admin`. */
export type RuntimeSocket = { readonly path: string } | { readonly host: string; readonly port: number }

/** Sends one command and returns what is answered. */
export type Command = (command: string, payload?: string) => Promise<string>

const longest = 1_048_576

/**
 * HAProxy's runtime API, a connection for each command. Throws `target-denied` where the socket may not be opened or is below
 * level admin.
 */
export const createRuntime =
  (socket: RuntimeSocket, patienceMs: number): Command =>
  async (command, payload) => {
    // a payload ends at the first empty line
    const text = payload === undefined ? `${command}\n` : `${command} <<\n${withoutEmptyLines(payload)}\n`
    const answer = await exchange(socket, text, patienceMs)
    if (answer.startsWith('Permission denied')) throw denied('the runtime socket is not of level admin')
    return answer.trim()
  }

const withoutEmptyLines = (pem: string) => `${pem.replaceAll(/\n\s*(?=\n|$)/g, '').trim()}\n`

function exchange(place: RuntimeSocket, text: string, patienceMs: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const socket = connect(place)
  const signal = AbortSignal.timeout(patienceMs)
  const giveUp = () => socket.destroy(silent(patienceMs))
  signal.addEventListener('abort', giveUp)
  let answer = ''
  socket.setEncoding('utf8')
  socket.on('connect', () => socket.write(text))
  socket.on('data', (chunk: string) => {
    answer += chunk
    if (answer.length > longest) socket.destroy(refused('answers too much'))
  })
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (error instanceof DomainError) reject(error)
    else if (error.code === 'EACCES') reject(denied('the runtime socket may not be opened'))
    else reject(unreachable(error))
  })
  socket.on('close', () => {
    signal.removeEventListener('abort', giveUp)
    if (answer === '') reject(unreachable('closed the connection without an answer'))
    else resolve(answer)
  })
  return promise
}
