import { DomainError } from '../../domain/model/errors.ts'
import type { SignedRequest } from '../../domain/operations/identity/authenticate-signature.ts'

export type UnhashedSignature = SignedRequest['signature']

/** The parts of a request that a signature covers, as they came over the wire. */
export interface SignedParts {
  readonly method: string
  /** Path and query, still percent-encoded. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

const form =
  /^(SDK-HMAC-SHA256|SDK-HMAC-SM3|V11-HMAC-SHA256) (Access|Credential)=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/

/**
 * The signature that a request carries, with the canonical request but for its last line (client contract 2.1, 2.2).
 * Throws `signature-malformed`. Which headers are signed is the client's choice (2.4).
 */
export function readSignature(parts: SignedParts, authorization: string): UnhashedSignature {
  const match = form.exec(authorization)
  if (!match) throw new DomainError('signature-malformed', { reason: 'Authorization' })
  const [, algorithm, label, credential = '', signedHeaders = '', signature = ''] = match
  const isDerived = algorithm === 'V11-HMAC-SHA256'
  if (isDerived !== (label === 'Credential'))
    throw new DomainError('signature-malformed', { reason: 'Authorization' })
  const [accessKeyId = '', ...scope] = credential.split('/')
  if (scope.length !== (isDerived ? 3 : 0))
    throw new DomainError('signature-malformed', { reason: label ?? '' })
  return {
    algorithm: algorithm as UnhashedSignature['algorithm'],
    date: headerText(parts, 'x-sdk-date'),
    scope: isDerived ? scope.join('/') : null,
    accessKeyId,
    canonicalHead: canonicalHead(parts, signedHeaders),
    signature,
  }
}

/** Everything of the canonical request but the hash of the body. */
function canonicalHead(parts: SignedParts, signedHeaders: string): string {
  const [path = '', query = ''] = splitOnce(parts.url, '?')
  const names = signedHeaders.toLowerCase().split(';')
  const headers = names.map((name) => `${name}:${headerText(parts, name)}\n`).join('')
  return [parts.method, canonicalPath(path), canonicalQuery(query), headers, names.join(';')].join('\n')
}

function headerText({ headers }: SignedParts, name: string): string {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined
  return (typeof value === 'string' ? value : (value?.join(', ') ?? '')).trim()
}

/** Segments decoded, then encoded by one rule, with a closing slash: clients encode differently than they sign. */
export function canonicalPath(path: string): string {
  const encoded = path
    .split('/')
    .map((segment) => encode(decode(segment)))
    .join('/')
  return encoded.endsWith('/') ? encoded : `${encoded}/`
}

/** Sorted by name, then value; `+` is a space, as Go's clients send it. */
export function canonicalQuery(query: string): string {
  if (query === '') return ''
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => splitOnce(pair.replaceAll('+', ' '), '=').map(decode))
  pairs.sort(([leftName = '', leftValue = ''], [rightName = '', rightValue = '']) =>
    leftName === rightName ? compare(leftValue, rightValue) : compare(leftName, rightName),
  )
  return pairs.map(([name = '', value = '']) => `${encode(name)}=${encode(value)}`).join('&')
}

const compare = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0)

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

const plainText = /^[A-Za-z0-9\-_.~]*$/

/** RFC 3986 unreserved characters stay; `encodeURIComponent` leaves five more. */
function encode(text: string): string {
  if (plainText.test(text)) return text
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function decode(text: string): string {
  try {
    return text.includes('%') ? decodeURIComponent(text) : text
  } catch {
    return text
  }
}
