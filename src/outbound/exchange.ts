import { request as askInTheClear, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request as askOverTls } from 'node:https'

const longest = 1_048_576

export interface Exchange {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  /** PEM of whom TLS trusts instead of the public authorities. */
  readonly certificates: string | null
  /** Ends the patience. */
  readonly signal: AbortSignal
}

export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/**
 * One request to a service that the administrator chose, and its answer, of at most 1 MiB. Redirects are answers like
 * others. Throws what the connection throws; in it stands nothing of what was sent.
 */
export async function exchange(asked: Exchange): Promise<Reply> {
  try {
    const response = await send(asked)
    const text = await readText(response)
    return { status: response.statusCode ?? 0, headers: response.headers, text }
  } catch (error) {
    // an answer that is cut off by our own patience says no more than that it was cut off
    asked.signal.throwIfAborted()
    throw error
  }
}

function send({ url, body, certificates, ...asked }: Exchange): Promise<IncomingMessage> {
  const ask = url.startsWith('https:') ? askOverTls : askInTheClear
  const options = { ...asked, ...(certificates !== null && { ca: certificates }) }
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = ask(url, options, resolve).on('error', reject)
  // an answer of 101 is no response to Node, which never ends the request after it
  request.on('upgrade', (_response, socket) => {
    socket.destroy()
    reject(new Error('answers 101'))
  })
  request.end(body)
  return promise
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > longest) throw new Error('answers too much')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
