import type { IncomingMessage, ServerResponse } from 'node:http'
import { listening } from './listening.ts'

/** What a Keystone knows of a token, but for its form in JSON. */
export interface KnownToken {
  readonly user?: { readonly id: string; readonly name: string }
  readonly domain?: { readonly id: string; readonly name: string }
  /** Of the project that it is for; the user's own unless told; null for a token that is for nothing. */
  readonly scopeDomain?: { readonly id: string; readonly name: string } | null
  readonly isForDomain?: true
  readonly roles?: readonly string[]
  readonly expiresAt: number
}

export const acmeThere = { id: 'd0ma1n', name: 'Acme there' }
export const otherThere = { id: 'd0ma1n2', name: 'Other there' }

export type KeystoneBehaviour =
  | 'normal'
  | 'silent'
  | 'stalls'
  | 'hangs-up'
  | 'redirects'
  | 'answers-too-much'
  | 'answers-of-another'
  /** An answer as it is. */
  | { readonly status: number; readonly body: string }

/** As much of a Keystone as validates tokens: each may ask of itself. */
export interface KeystoneServer {
  readonly endpoint: string
  readonly tokens: Map<string, KnownToken>
  /** The tokens that it was asked of. */
  readonly asked: string[]
  behaviour: KeystoneBehaviour
  /** Until it is resolved nothing is answered. */
  held: Promise<void>
  close(): Promise<void>
}

export async function startKeystone(): Promise<KeystoneServer> {
  const { base, close } = await listening((request, response) => void answer(server, request, response))
  const server: KeystoneServer = {
    endpoint: base,
    tokens: new Map(),
    asked: [],
    behaviour: 'normal',
    held: Promise.resolve(),
    close,
  }
  return server
}

async function answer(server: KeystoneServer, request: IncomingMessage, response: ServerResponse) {
  const [auth, subject] = ['x-auth-token', 'x-subject-token'].map((name) => String(request.headers[name]))
  server.asked.push(subject ?? '')
  await server.held
  if (request.method !== 'GET' || request.url !== '/v3/auth/tokens') return send(response, 404, {})
  if (server.behaviour !== 'normal') return misbehave(server, response)
  if (!server.tokens.has(auth ?? '')) return send(response, 401, { error: { code: 401 } })
  const known = server.tokens.get(subject ?? '')
  if (!known) return send(response, 404, { error: { code: 404 } })
  response.setHeader('x-subject-token', subject ?? '')
  send(response, 200, { token: described(known) })
}

export function described({ user, domain = acmeThere, scopeDomain = domain, ...rest }: KnownToken) {
  const project = { id: 'pr0ject', name: 'a project', domain: scopeDomain }
  const scope = rest.isForDomain ? { domain: scopeDomain } : { project }
  return {
    methods: ['password'],
    user: { id: 'us3r', name: 'ursula', ...user, domain, password_expires_at: null },
    ...(scopeDomain && scope),
    roles: rest.roles?.map((name) => ({ id: `id of ${name}`, name })),
    issued_at: new Date(0).toISOString(),
    expires_at: new Date(rest.expiresAt).toISOString().replace('Z', '000Z'),
    catalog: [],
  }
}

function misbehave({ behaviour, tokens }: KeystoneServer, response: ServerResponse): void {
  if (typeof behaviour === 'object') response.writeHead(behaviour.status).end(behaviour.body)
  if (behaviour === 'hangs-up') response.destroy()
  if (behaviour === 'stalls') response.writeHead(200).write('{"token":')
  if (behaviour === 'redirects') response.writeHead(302, { location: '/elsewhere' }).end()
  const [known = { expiresAt: 0 }] = tokens.values()
  if (behaviour === 'answers-too-much') {
    send(response, 200, { token: { ...described(known), catalog: ['x'.repeat(2_000_000)] } })
  }
  if (behaviour === 'answers-of-another') {
    response.setHeader('x-subject-token', 'another')
    send(response, 200, { token: described(known) })
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
