import { iam } from 'virtual:contract'
import type * as tokens from '../../src/contract/iam-v3/tokens.ts'
import type { AnswerOf } from '../../src/contract/operation.ts'
import { errorOf } from '../api/api-error.ts'
import { request } from '../api/ask.ts'
import { everyAction } from './every-action.ts'
import { type Signed, session, tokenNow } from './session.ts'

export interface Credentials {
  readonly account: string
  readonly user: string
  readonly password: string
}

type TokenAnswer = AnswerOf<typeof tokens.createToken>

/** Takes a token for a password. Throws `ApiError`. */
export async function signIn({ account, user, password }: Credentials): Promise<void> {
  const identity = {
    methods: ['password'],
    password: { user: { name: user, password, domain: { name: account } } },
  }
  await take(await request(iam.tokens.createToken, { body: { auth: { identity } } as never }, undefined))
}

/** Takes a token for the one that is held, for another project of the account; it ends when that one does. */
export async function switchProject(projectId: string): Promise<void> {
  const identity = { methods: ['token'], token: { id: tokenNow() } }
  const auth = { identity, scope: { project: { id: projectId } } }
  await take(await request(iam.tokens.createToken, { body: { auth } as never }, undefined))
}

/** After signing in with another identity service: the browser holds a code in a cookie that no script reads. */
export async function signInFromProvider(providerId: string): Promise<void> {
  const params = { provider_id: providerId } as never
  await take(await request(iam.federation.fetchToken, { params }, undefined))
}

/** Ends the token at the server, whether or not it answers. */
export async function signOut(): Promise<void> {
  const token = tokenNow()
  session.end()
  if (token === undefined) return
  const { method, path } = iam.tokens.revokeToken
  const headers = { 'x-auth-token': token, 'x-subject-token': token }
  await fetch(path, { method, headers, keepalive: true }).catch(() => undefined)
}

async function take(response: Response): Promise<void> {
  if (!response.ok) throw await errorOf(response)
  const token = response.headers.get('x-subject-token') ?? ''
  const answer = (await response.json()) as TokenAnswer
  session.begin(token, { ...signedOf(answer), allowed: await allowedActions(token) })
}

const signedOf = ({ token }: TokenAnswer): Omit<Signed, 'allowed'> => ({
  user: { id: token.user.id, name: token.user.name },
  account: token.user.domain,
  project: token.project ?? null,
  expiresAt: Date.parse(token.expires_at),
  isAdministrator: token.roles.some(({ name }) => name === 'te_admin'),
})

/** Which of all that the console can do the user may do, on one object at least. */
async function allowedActions(token: string): Promise<ReadonlySet<string>> {
  const body = { actions: everyAction() } as never
  const response = await request(iam.permissions.listAllowedActions, { body }, token)
  if (!response.ok) throw await errorOf(response)
  const { allowed } = (await response.json()) as { readonly allowed: readonly string[] }
  return new Set(allowed)
}
