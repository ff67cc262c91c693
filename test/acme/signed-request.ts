import { createPublicKey, verify, type webcrypto } from 'node:crypto'

/** A refusal as RFC 8555 §6.7 has it. */
export class Refusal extends Error {
  readonly status: number
  readonly type: string
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, type: string, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail)
    this.status = status
    this.type = type
    this.headers = headers
  }
}

export interface SignedRequest {
  /** Undefined for a POST-as-GET (§6.3). */
  readonly payload: Readonly<Record<string, unknown>> | undefined
  /** Of the account that signed; undefined where the key itself was sent. */
  readonly accountUrl: string | undefined
  readonly key: webcrypto.JsonWebKey
}

export interface SigningRules {
  readonly url: string
  /** Whether it was given out and not used yet. */
  readonly takeNonce: (nonce: unknown) => boolean
  readonly findKey: (accountUrl: string) => webcrypto.JsonWebKey | undefined
}

/** Reads a request and checks its signature, its URL and its nonce (RFC 8555 §6.2 to §6.5). Throws a `Refusal`. */
export function readSignedRequest(body: string, { url, takeNonce, findKey }: SigningRules): SignedRequest {
  const jws = JSON.parse(body) as { protected: string; payload: string; signature: string }
  const header = JSON.parse(Buffer.from(jws.protected, 'base64url').toString()) as Record<string, unknown>
  if (header['url'] !== url) throw new Refusal(401, 'unauthorized', 'the signature is for another URL')
  if (header['alg'] !== 'ES256') throw new Refusal(400, 'badSignatureAlgorithm', 'only ES256')
  const { kid, jwk } = header as { kid?: string; jwk?: webcrypto.JsonWebKey }
  if ((kid === undefined) === (jwk === undefined)) throw new Refusal(400, 'malformed', 'kid or jwk, not both')
  const key = jwk ?? findKey(kid ?? '')
  if (!key) throw new Refusal(400, 'accountDoesNotExist', 'no such account')
  const signed = Buffer.from(`${jws.protected}.${jws.payload}`)
  const publicKey = createPublicKey({ key, format: 'jwk' })
  const signature = Buffer.from(jws.signature, 'base64url')
  if (!verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)) {
    throw new Refusal(400, 'malformed', 'the signature does not fit')
  }
  if (!takeNonce(header['nonce'])) throw new Refusal(400, 'badNonce', 'the nonce is not fresh')
  const text = Buffer.from(jws.payload, 'base64url').toString()
  return { payload: text === '' ? undefined : JSON.parse(text), accountUrl: kid, key }
}
