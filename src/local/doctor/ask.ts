import { request as requestPlain } from 'node:http'
import { request as requestOverTls } from 'node:https'

export interface Asked {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
}

const patienceMs = 5_000
const mostOctets = 1_000_000

/**
 * One GET that carries no secret, so it is not asked whose certificate is shown: the wrong one is another look's matter.
 */
export function ask(url: URL): Promise<Asked> {
  const send = url.protocol === 'https:' ? requestOverTls : requestPlain
  return new Promise((resolve, reject) => {
    const sent = send(
      url,
      {
        agent: false,
        timeout: patienceMs,
        signal: AbortSignal.timeout(patienceMs),
        rejectUnauthorized: false,
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (piece: string) => {
          text += piece
          if (text.length > mostOctets) answer.destroy(new Error('it says too much'))
        })
        answer.on('error', reject)
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }))
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}
