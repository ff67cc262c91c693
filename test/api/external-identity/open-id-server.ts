import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from 'jose'
import type { TestClock } from '../test-clock.ts'
import { listening } from './listening.ts'

export interface SigningKey {
  readonly kid: string
  readonly algorithm: string
  readonly privateKey: CryptoKey
  readonly published: JWK
}

/** A code that was given out, and what it was given out for. */
interface Grant {
  readonly challenge: string
  readonly redirectUri: string
  readonly nonce: string
}

export type Claims = Readonly<Record<string, unknown>>

/** As much of an OpenID provider as signs users in: discovery, keys, codes with PKCE, ID tokens. */
export interface OpenIdServer {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** There as long as the provider is. */
  readonly clientSecretFile: string
  keys: SigningKey[]
  /** What ID tokens say beside what they must. */
  claims: Claims
  /** What the document says beside what it must. */
  metadata: Claims
  /** Paths that it was asked for. */
  readonly asked: string[]
  behaviour: 'normal' | 'answers-500' | 'takes-codes-twice'
  /** An ID token by the first key, of the claims and then of these. */
  sign(claims?: Claims, header?: Partial<JWTHeaderParameters>, key?: SigningKey): Promise<string>
  close(): Promise<void>
}

export async function makeKey(kid: string, algorithm = 'ES256'): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true })
  return {
    kid,
    algorithm,
    privateKey,
    published: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' },
  }
}

export async function startOpenIdServer(clock: TestClock): Promise<OpenIdServer> {
  const grants = new Map<string, Grant>()
  const folder = mkdtempSync(join(tmpdir(), 'chancery-client-'))
  const [clientSecret, clientSecretFile] = ['the secret: of & the client', join(folder, 'secret')]
  writeFileSync(clientSecretFile, `${clientSecret}\n`, { mode: 0o600 })
  const { base, close } = await listening((request, response) => void answer(request, response))
  const server: OpenIdServer = {
    issuer: base,
    clientId: 'chancery',
    clientSecret,
    clientSecretFile,
    keys: [await makeKey('first')],
    claims: { sub: '0815', preferred_username: 'ursula', groups: ['pki-team'] },
    metadata: {},
    asked: [],
    behaviour: 'normal',
    async sign(claims = {}, header = {}, key = server.keys[0]) {
      if (!key) throw new Error('the provider has no key')
      const now = Math.floor(clock.now() / 1000)
      const said = { iss: base, aud: server.clientId, iat: now, exp: now + 600, ...server.claims, ...claims }
      return await new SignJWT(said)
        .setProtectedHeader({ alg: key.algorithm, kid: key.kid, typ: 'JWT', ...header })
        .sign(key.privateKey)
    },
    async close() {
      rmSync(folder, { recursive: true })
      await close()
    },
  }
  return server

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', base)
    server.asked.push(pathname)
    if (server.behaviour === 'answers-500') return void response.writeHead(500).end('{}')
    if (pathname === '/.well-known/openid-configuration') return send(response, 200, description())
    if (pathname === '/keys')
      return send(response, 200, { keys: server.keys.map(({ published }) => published) })
    if (pathname === '/authorize') return authorize(searchParams, response)
    if (pathname === '/token' && request.method === 'POST') return await exchange(request, response)
    send(response, 404, {})
  }

  function description() {
    return {
      issuer: base,
      authorization_endpoint: `${base}/authorize`,
      token_endpoint: `${base}/token`,
      jwks_uri: `${base}/keys`,
      ...server.metadata,
    }
  }

  /** The user has signed in and agrees. */
  function authorize(asked: URLSearchParams, response: ServerResponse): void {
    const given = (name: string) => asked.get(name) ?? ''
    const isWhole =
      given('response_type') === 'code' &&
      given('client_id') === server.clientId &&
      given('code_challenge_method') === 'S256' &&
      given('scope').split(' ').includes('openid') &&
      given('state') !== ''
    if (!isWhole) {
      send(response, 400, { error: 'invalid_request' })
      return
    }
    const code = randomBytes(16).toString('hex')
    const redirectUri = given('redirect_uri')
    grants.set(code, { challenge: given('code_challenge'), redirectUri, nonce: given('nonce') })
    const back = new URLSearchParams({ code, state: given('state'), iss: base })
    const location = `${redirectUri}?${back.toString()}`
    response.writeHead(302, { location }).end()
  }

  async function exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString())
    const grant = grants.get(form.get('code') ?? '')
    if (server.behaviour !== 'takes-codes-twice') grants.delete(form.get('code') ?? '')
    if (!isClient(request)) return send(response, 401, { error: 'invalid_client' })
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (grant?.challenge !== challenge || grant.redirectUri !== form.get('redirect_uri')) {
      return send(response, 400, { error: 'invalid_grant' })
    }
    const idToken = await server.sign({ nonce: grant.nonce, ...server.claims })
    send(response, 200, { access_token: 'unused', token_type: 'Bearer', id_token: idToken })
  }

  /** `client_secret_basic`, encoded as a form is (RFC 6749 §2.3.1). */
  function isClient({ headers }: IncomingMessage): boolean {
    const basic = Buffer.from(headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString()
    const [id, secret] = basic.split(':').map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
    return id === server.clientId && secret === server.clientSecret
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
