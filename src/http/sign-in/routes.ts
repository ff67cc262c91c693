import { DomainError } from '../../domain/model/errors.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { PlainAnswer, PlainRequest, PlainRoute } from '../wire/server-parts.ts'
import { type SignInCookie, setSignInCookie, signInCookie } from '../wire/sign-in-cookies.ts'

type SignIn = Pick<Operations, 'beginSignIn' | 'finishSignIn'>

/**
 * Signing in with an OpenID provider, in a browser: there, back with a code, and to the console, which fetches the
 * token itself. No address ever holds a token; what it does hold is good once, and only with the browser's cookie.
 */
export const signInRoutes = (
  operations: SignIn,
  settings: { readonly apiUrl: string },
  report: (error: unknown) => void,
): PlainRoute[] => {
  const cookie = (id: string, name: SignInCookie, value: string, seconds: number) =>
    setSignInCookie(settings, id, name, { value, seconds })

  const begin = async (id: string, { origin }: PlainRequest): Promise<PlainAnswer> => {
    const { url, ticket, ticketSeconds } = await operations.beginSignIn(origin, { providerId: id })
    const kept = cookie(id, 'ticket', Buffer.from(ticket).toString('base64url'), ticketSeconds)
    return redirect(url, [kept])
  }

  const finish = async (id: string, request: PlainRequest): Promise<PlainAnswer> => {
    const issuer = parameter(request, 'iss')
    const { code, codeSeconds } = await operations.finishSignIn(request.origin, {
      providerId: id,
      ticket: Buffer.from(signInCookie(request.headers, 'ticket'), 'base64url'),
      state: parameter(request, 'state') ?? '',
      code: parameter(request, 'code') ?? '',
      ...(issuer !== undefined && { issuer }),
    })
    const cookies = [cookie(id, 'ticket', '', 0), cookie(id, 'code', code, codeSeconds)]
    return redirect(`${settings.apiUrl}/?signed-in=${id}`, cookies)
  }

  const route = (step: string, answer: typeof begin): PlainRoute => ({
    path: `/v3/auth/oidc/:provider/${step}`,
    cacheControl: 'no-store',
    answer: ({ provider = '' }, request) => refusing(() => answer(provider, request), report),
  })
  return [route('login', begin), route('callback', finish)]
}

/** The page that is left must not tell the next one where it was. */
const redirect = (location: string, cookies: readonly string[]): PlainAnswer => ({
  status: 303,
  contentType: 'text/plain; charset=utf-8',
  headers: { location, 'set-cookie': cookies, 'referrer-policy': 'no-referrer' },
  body: '',
})

async function refusing(
  answer: () => Promise<PlainAnswer>,
  report: (error: unknown) => void,
): Promise<PlainAnswer | undefined> {
  try {
    return await answer()
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (error.code === 'identity-not-found') return undefined
    if (error.code === 'token-invalid' || error.code === 'account-disabled')
      return words(401, 'You could not be signed in.')
    report(error)
    return words(500, 'The identity provider can not be asked. Try again later.')
  }
}

const words = (status: number, text: string): PlainAnswer => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  headers: { 'referrer-policy': 'no-referrer' },
  body: `${text}\n`,
})

/** One that came twice says nothing. */
function parameter({ url }: PlainRequest, name: string): string | undefined {
  const values = new URLSearchParams(url.split('?')[1] ?? '').getAll(name)
  return values.length === 1 ? values[0] : undefined
}
