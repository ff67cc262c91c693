import type { SignedParts } from './signed-request.ts'

/** The token of `Authorization: Bearer`; undefined where there is none. A header that comes twice says nothing. */
export function bearerOf(headers: SignedParts['headers']): string | undefined {
  const value = headers['authorization']
  return typeof value === 'string' ? /^Bearer +(\S+)$/i.exec(value)?.[1] : undefined
}
