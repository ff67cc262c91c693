import type { Clock } from '../../domain/ports/clock.ts'
import { exchange, type Reply } from '../exchange.ts'
import { KeptAnswer } from '../kept-answer.ts'
import { AcmeProblem, asDomainError } from './acme-problem.ts'
import { type DirectoryDocument, readDirectory } from './directory-document.ts'
import { misunderstood } from './fields.ts'
import { type ReadUrl, urlReader } from './server-url.ts'

const directoryKeptMs = 600_000

/** How an authority is reached. */
export interface AcmeAddress {
  readonly directoryUrl: string
  /** PEM of whom TLS trusts instead of the public authorities. */
  readonly certificates: string | null
  /** How long a call of the port may take in all. */
  readonly patienceMs: number
}

export interface AcmeQuestion {
  readonly url: string
  readonly method: string
  readonly body?: string | undefined
}

/** An authority as far as it was asked: its directory is kept for a while. */
export class AcmeServer {
  readonly address: AcmeAddress
  readonly clock: Clock
  readonly readUrl: ReadUrl
  readonly #directory: KeptAnswer<DirectoryDocument>

  constructor(address: AcmeAddress, clock: Clock) {
    this.address = address
    this.clock = clock
    this.readUrl = urlReader(address.directoryUrl)
    this.#directory = new KeptAnswer(() => this.#askDirectory(), clock, directoryKeptMs)
  }

  directory(): Promise<DirectoryDocument> {
    return this.#directory.get()
  }

  /** Throws `issuer-refused` and `issuer-unreachable`, whatever went wrong. */
  async converse<Result>(work: (conversation: Conversation) => Promise<Result>): Promise<Result> {
    try {
      return await work(new Conversation(this))
    } catch (error) {
      throw asDomainError(new URL(this.address.directoryUrl).host, error)
    }
  }

  async #askDirectory(): Promise<DirectoryDocument> {
    const asking = new Conversation(this)
    const { text } = await asking.ask({ url: this.address.directoryUrl, method: 'GET' })
    return readDirectory(readJson(text), this.readUrl)
  }
}

/** The requests of one call of the port, which share its patience. */
export class Conversation {
  /** Of the last answer: other chains of the same certificate (RFC 8555 §7.4.2). */
  alternates: readonly string[] = []
  readonly server: AcmeServer
  readonly #signal: AbortSignal

  constructor(server: AcmeServer) {
    this.server = server
    this.#signal = AbortSignal.timeout(server.address.patienceMs)
  }

  /** The directory is not asked for again while it is kept. */
  async request(question: AcmeQuestion): Promise<Reply> {
    if (question.url !== this.server.address.directoryUrl) return await this.ask(question)
    return { status: 200, headers: {}, text: JSON.stringify(await this.server.directory()) }
  }

  /** Throws an `AcmeProblem` for what is no success; but a nonce that is refused is for who signs (§6.5). */
  async ask({ url, method, body }: AcmeQuestion): Promise<Reply> {
    const reply = await exchange({
      url: this.server.readUrl(url),
      method: method.toUpperCase(),
      headers: {
        'user-agent': 'chancery',
        'accept-language': 'en',
        ...(body !== undefined && { 'content-type': 'application/jose+json' }),
      },
      body,
      certificates: this.server.address.certificates,
      signal: this.#signal,
    })
    this.alternates = alternatesIn(reply.headers['link'])
    if (reply.status >= 200 && reply.status < 300) return reply
    const problem = new AcmeProblem(reply, this.server.clock.now())
    if (problem.status === 400 && problem.type === 'badNonce') return reply
    throw problem
  }
}

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw misunderstood('no JSON')
  }
}

/** RFC 8288, as authorities write it; Node joins several headers by commas. */
const alternatesIn = (links: string | string[] | undefined): string[] =>
  [
    ...[links ?? []]
      .flat()
      .join(', ')
      .matchAll(/<([^<>]*)>([^<>]*)/g),
  ]
    .filter(([, , parameters = '']) => /;\s*rel="?alternate"?/i.test(parameters))
    .map(([, url = '']) => url)
