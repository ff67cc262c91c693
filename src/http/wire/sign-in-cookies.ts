import type { SignedParts } from './signed-request.ts'

/**
 * What a browser keeps during a sign-in. Neither is for scripts. The ticket comes back from the provider, a visit from
 * elsewhere, so it is `Lax`; the code only goes with what our own pages ask.
 */
export type SignInCookie = 'ticket' | 'code'

const sameSite = { ticket: 'Lax', code: 'Strict' } as const satisfies Record<SignInCookie, string>

/** Sent to the provider's own paths alone, in the clear only where the API is. */
export const setSignInCookie = (
  { apiUrl }: { readonly apiUrl: string },
  providerId: string,
  cookie: SignInCookie,
  { value, seconds }: { readonly value: string; readonly seconds: number },
): string =>
  [
    `chancery-${cookie}=${value}`,
    `Path=${new URL(apiUrl).pathname.replace(/\/$/, '')}/v3/auth/oidc/${providerId}/`,
    `Max-Age=${seconds}`,
    'HttpOnly',
    `SameSite=${sameSite[cookie]}`,
    ...(apiUrl.startsWith('https:') ? ['Secure'] : []),
  ].join('; ')

export function signInCookie(headers: SignedParts['headers'], cookie: SignInCookie): string {
  const { cookie: all } = headers
  const entries = (typeof all === 'string' ? all : '').split(/; */)
  const prefix = `chancery-${cookie}=`
  return entries.find((entry) => entry.startsWith(prefix))?.slice(prefix.length) ?? ''
}
