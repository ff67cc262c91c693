import { randomBytes, type webcrypto } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Listening, listening } from '../api/external-identity/listening.ts'
import { Refusal, readSignedRequest, type SignedRequest } from './signed-request.ts'
import { type OrderedName, SmallAuthority, serialNumberOf } from './small-authority.ts'

type Document = Record<string, unknown>

/** What a document is, for who rewrites it. A chain is its text. */
export type DocumentKind = 'directory' | 'account' | 'order' | 'authorization' | 'chain' | 'renewal'

interface Answer {
  readonly kind?: DocumentKind
  readonly document: Document | string
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

interface Authorization {
  readonly name: OrderedName
  readonly token: string
  state: string
  error?: Document
}

interface Order {
  readonly names: readonly OrderedName[]
  readonly replaces: string | undefined
  readonly authorizations: readonly string[]
  state?: 'processing' | 'valid'
  chain?: string
}

const usualLifeMs = 90 * 86_400_000

/**
 * A small ACME authority (RFC 8555) with renewal information (RFC 9773), plain HTTP on loopback. It checks each
 * signature, URL and nonce, believes proofs without looking, and does what the switches say.
 */
export class SmallDirectory implements AsyncDisposable {
  /** Requests that came, in their order, with what was signed. */
  readonly requests: { readonly path: string; readonly payload?: Document | undefined }[] = []
  /** Serial numbers that were revoked, in hexadecimal, with the reason. */
  readonly revoked = new Map<string, unknown>()

  /** Every request hangs: it is read, and never answered; or its answer begins and does not end. */
  hangs: 'at once' | 'in the answer' | null = null
  /** What every request but those for directory and nonces is refused with. */
  refusal: Refusal | null = null
  /** So many nonces more that are refused although they are good. */
  nonceRefusals = 0
  /** What is told of renewal; null: there is no renewal information at all. */
  renewal: { readonly start: string; readonly end: string } | null = null
  renewalRetryAfter: string | null = null
  /** What is told of every account that is looked up. */
  accountState = 'valid'
  /** What the directory says of itself. */
  meta: Document | null = null
  /** Why a proof fails; null: every proof is right. */
  proofProblem: { readonly type: string; readonly detail: string } | null = null
  /** So many reads more during which an order that was finalized is still processed. */
  processingReads = 0
  lifeMs = usualLifeMs
  /** Changes what is answered: for lies. */
  rewrite: (kind: DocumentKind, document: Document | string) => unknown = (_kind, document) => document

  readonly #authority: SmallAuthority
  readonly #now: () => number
  #listening: Listening | undefined
  readonly #nonces = new Set<string>()
  readonly #accounts: webcrypto.JsonWebKey[] = []
  readonly #orders: Order[] = []
  readonly #authorizations: Authorization[] = []

  private constructor(authority: SmallAuthority, now: () => number) {
    this.#authority = authority
    this.#now = now
  }

  /** `now` is what certificates begin at. */
  static async start(now: () => number = Date.now): Promise<SmallDirectory> {
    const directory = new SmallDirectory(await SmallAuthority.create(), now)
    directory.#listening = await listening((request, response) => {
      directory.#answer(request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error))
      })
    })
    return directory
  }

  get directoryUrl(): string {
    return this.#url('directory')
  }

  /** PEM. */
  get root(): string {
    return this.#authority.root.pem
  }

  /** Certificates that orders said they would replace. */
  get replaced(): readonly (string | undefined)[] {
    return this.#orders.map(({ replaces }) => replaces)
  }

  async stop(): Promise<void> {
    await this.#listening?.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  #url(path: string): string {
    return `${this.#listening?.base}/${path}`
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').slice(1)
    const body = await text(request)
    if (this.hangs === 'at once') return
    const { kind, document, status = 200, headers } = await this.#answerOrRefusal(request, path, body)
    const written = kind ? this.rewrite(kind, document) : document
    response.writeHead(status, { 'replay-nonce': this.#newNonce(), ...headers })
    const content = typeof written === 'string' ? written : JSON.stringify(written)
    if (this.hangs === 'in the answer') response.write(content.slice(0, 1))
    else response.end(content)
  }

  async #answerOrRefusal({ method }: IncomingMessage, path: string, body: string): Promise<Answer> {
    try {
      return method === 'POST' ? await this.#answerSigned(path, body) : this.#answerPlain(path)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { status, type, message: detail, headers } = error
      const document = { type: `urn:ietf:params:acme:error:${type}`, detail }
      return { document, status, headers: { 'content-type': 'application/problem+json', ...headers } }
    }
  }

  #answerPlain(path: string): Answer {
    if (path === 'nonce') return { document: '', headers: { 'cache-control': 'no-store' } }
    if (path === 'directory') return { kind: 'directory', document: this.#directory() }
    this.requests.push({ path })
    if (this.refusal) throw this.refusal
    const { renewal, renewalRetryAfter } = this
    const certificate = /^renewal\/[\w-]+\.([\w-]+)$/.exec(path)?.[1]
    if (renewal === null || certificate === undefined || !this.#isIssued(certificate)) throw notFound()
    const headers = renewalRetryAfter === null ? {} : { 'retry-after': renewalRetryAfter }
    return { kind: 'renewal', document: { suggestedWindow: renewal }, headers }
  }

  #directory(): Document {
    return {
      newNonce: this.#url('nonce'),
      newAccount: this.#url('new-account'),
      newOrder: this.#url('new-order'),
      revokeCert: this.#url('revoke'),
      ...(this.renewal && { renewalInfo: this.#url('renewal') }),
      ...(this.meta && { meta: this.meta }),
    }
  }

  #isIssued(serialNumber: string): boolean {
    const wanted = Buffer.from(serialNumber, 'base64url').toString('hex').toUpperCase()
    return this.#orders.some(({ chain }) => chain !== undefined && serialNumberOf(chain) === wanted)
  }

  async #answerSigned(path: string, body: string): Promise<Answer> {
    const signed = readSignedRequest(body, {
      url: this.#url(path),
      takeNonce: (nonce) => this.#takeNonce(nonce),
      findKey: (url) => this.#accounts.find((_key, number) => url === this.#url(`account/${number}`)),
    })
    this.requests.push({ path, payload: signed.payload })
    if (this.refusal) throw this.refusal
    if ((path === 'new-account') !== (signed.accountUrl === undefined))
      throw new Refusal(401, 'unauthorized', '')
    const [noun = '', number = ''] = path.split('/')
    switch (noun) {
      case 'new-account':
        return this.#openAccount(signed)
      case 'account':
        return { kind: 'account', document: { status: this.accountState } }
      case 'new-order':
        return this.#openOrder(signed.payload ?? {})
      case 'order':
        return { kind: 'order', document: this.#readOrder(Number(number)) }
      case 'authorization':
        return this.#authorization(Number(number), signed.payload)
      case 'challenge':
        return this.#prove(Number(number))
      case 'finalize':
        return await this.#finalize(Number(number), signed.payload ?? {})
      case 'certificate':
        return { kind: 'chain', document: this.#order(Number(number)).chain ?? '' }
      case 'revoke':
        return this.#revoke(signed.payload ?? {})
      default:
        throw notFound()
    }
  }

  #openAccount({ key, payload }: SignedRequest): Answer {
    if (payload?.['termsOfServiceAgreed'] !== true) throw new Refusal(403, 'userActionRequired', 'terms')
    const location = this.#url(`account/${this.#accounts.push(key) - 1}`)
    return { kind: 'account', document: { status: 'valid' }, status: 201, headers: { location } }
  }

  #openOrder({ identifiers, replaces }: Document): Answer {
    const isReplaced = replaces !== undefined && this.replaced.includes(replaces as string)
    if (isReplaced) throw new Refusal(409, 'alreadyReplaced', 'another order replaces it')
    const names = identifiers as readonly OrderedName[]
    const number = this.#orders.push({
      names,
      replaces: replaces as string | undefined,
      authorizations: names.map((name) => `${this.#authorizations.push(newAuthorization(name)) - 1}`),
    })
    const document = this.#readOrder(number - 1)
    const headers = { location: this.#url(`order/${number - 1}`) }
    return { kind: 'order', document, status: 201, headers }
  }

  #readOrder(number: number): Document {
    const order = this.#order(number)
    if (order.state === 'processing' && this.processingReads-- <= 0) order.state = 'valid'
    return {
      status: this.#stateOf(order),
      expires: new Date(this.#now() + 7 * 86_400_000).toISOString(),
      identifiers: order.names,
      authorizations: order.authorizations.map((one) => this.#url(`authorization/${one}`)),
      finalize: this.#url(`finalize/${number}`),
      ...(order.state === 'valid' && { certificate: this.#url(`certificate/${number}`) }),
    }
  }

  #stateOf({ state, authorizations }: Order): string {
    if (state) return state
    const states = authorizations.map((number) => this.#authorizations[Number(number)]?.state)
    if (states.every((one) => one === 'valid')) return 'ready'
    return states.every((one) => one === 'valid' || one === 'pending') ? 'pending' : 'invalid'
  }

  #authorization(number: number, payload: Document | undefined): Answer {
    const authorization = this.#authorizations[number]
    if (!authorization) throw notFound()
    if (payload?.['status'] === 'deactivated') authorization.state = 'deactivated'
    const { name, token, state, error } = authorization
    const isWildcard = name.value.startsWith('*.')
    const challenge = { url: this.#url(`challenge/${number}`), token, status: state, ...(error && { error }) }
    const types = isWildcard ? ['dns-01'] : name.type === 'ip' ? ['http-01'] : ['http-01', 'dns-01']
    const document = {
      status: state,
      identifier: { ...name, value: name.value.replace('*.', '') },
      ...(isWildcard && { wildcard: true }),
      challenges: types.map((type) => ({ type, ...challenge })),
    }
    return { kind: 'authorization', document }
  }

  #prove(number: number): Answer {
    const authorization = this.#authorizations[number]
    if (authorization?.state !== 'pending') throw new Refusal(400, 'malformed', 'it is not pending')
    authorization.state = this.proofProblem ? 'invalid' : 'valid'
    if (this.proofProblem) authorization.error = this.proofProblem
    return { document: { status: authorization.state } }
  }

  async #finalize(number: number, { csr }: Document): Promise<Answer> {
    const order = this.#order(number)
    if (this.#stateOf(order) !== 'ready') throw new Refusal(403, 'orderNotReady', 'not every name is proven')
    const request = Buffer.from(String(csr), 'base64url')
    try {
      order.chain = await this.#authority.certify(
        request,
        order.names,
        this.#now(),
        this.#now() + this.lifeMs,
      )
    } catch (error) {
      throw new Refusal(400, 'badCSR', (error as Error).message)
    }
    order.state = 'processing'
    return { kind: 'order', document: this.#readOrder(number) }
  }

  #revoke({ certificate, reason }: Document): Answer {
    const der = Buffer.from(String(certificate), 'base64url')
    const serialNumber = serialNumberOf(
      `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----`,
    )
    if (this.revoked.has(serialNumber)) throw new Refusal(400, 'alreadyRevoked', 'it is revoked')
    this.revoked.set(serialNumber, reason)
    return { document: '' }
  }

  #order(number: number): Order {
    const order = this.#orders[number]
    if (!order) throw notFound()
    return order
  }

  #newNonce(): string {
    const nonce = randomBytes(16).toString('base64url')
    this.#nonces.add(nonce)
    return nonce
  }

  #takeNonce(nonce: unknown): boolean {
    if (!this.#nonces.delete(String(nonce))) return false
    if (this.nonceRefusals === 0) return true
    this.nonceRefusals--
    return false
  }
}

const notFound = () => new Refusal(404, 'malformed', 'there is no such thing')
const newAuthorization = (name: OrderedName): Authorization => ({
  name,
  token: randomBytes(32).toString('base64url'),
  state: 'pending',
})
