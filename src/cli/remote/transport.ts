import { request as requestPlain } from 'node:http'
import { request as requestOverTls } from 'node:https'

export interface HttpRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Whom to trust over TLS, in PEM; absent: whom the system trusts. */
  readonly trusted?: string
}

export interface HttpAnswer {
  readonly status: number
  readonly text: string
}

/** A server that says nothing for so long is given up. */
const longestSilenceMs = 60_000

/** One exchange on a connection of its own; `fetch` can't be told whom to trust. */
export function exchange({ method, url, headers, body, trusted }: HttpRequest): Promise<HttpAnswer> {
  const send = url.protocol === 'https:' ? requestOverTls : requestPlain
  const options = {
    method,
    headers,
    agent: false,
    timeout: longestSilenceMs,
    ...(trusted && { ca: trusted }),
  }
  return new Promise((resolve, reject) => {
    const sent = send(url, options, (answer) => {
      const pieces: Buffer[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece))
      answer.on('error', (error) => reject(unreachable(url, error)))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') }),
      )
    })
    sent.on('timeout', () => sent.destroy(new Error('it says nothing')))
    sent.on('error', (error) => reject(unreachable(url, error)))
    sent.end(body)
  })
}

const untrusted = /SELF_SIGNED|UNABLE_TO_|CERT_|ALTNAME/

function unreachable({ origin }: URL, { code = '', message }: NodeJS.ErrnoException): Error {
  if (code === 'ECONNREFUSED') return new Error(`nobody answers at ${origin}`)
  if (!untrusted.test(code)) return new Error(`${origin} can not be asked: ${message || code}`)
  // behind the fault comes advice for programmers
  const fault = message.split(';')[0]
  return new Error(
    `${origin} shows a certificate that is not trusted: ${fault}; --ca-file names whom to trust`,
  )
}
