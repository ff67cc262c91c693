import { createHmac, hash, hkdfSync, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import type { Credentials, RequestSignature } from '../domain/ports/credentials.ts'
import { createPasswordHasher } from './password-hasher.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

type Algorithm = RequestSignature['algorithm']

const digests = {
  'SDK-HMAC-SHA256': 'sha256',
  'SDK-HMAC-SM3': 'sm3',
  'V11-HMAC-SHA256': 'sha256',
} as const satisfies Record<Algorithm, string>

/** Signatures of requests (client contract 2.1 to 2.3), tokens and passwords. */
export function createCredentials(): Credentials {
  return {
    hashBody: (algorithm, body) => hash(digests[algorithm], body, 'hex'),

    isSignedWith(signature, secretKey) {
      const expected = Buffer.from(sign(signature, secretKey))
      const given = Buffer.from(signature.signature)
      return expected.length === given.length && timingSafeEqual(expected, given)
    },

    isSecret(text, secret) {
      const given = Buffer.from(text)
      return given.length === secret.length && timingSafeEqual(given, secret)
    },

    makeSecret: (length) =>
      Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join(''),

    makeToken() {
      const text = randomBytes(32).toString('base64url')
      return { text, hash: hashToken(text) }
    },

    isToken: (text) => /^[A-Za-z0-9_-]{43}$/.test(text),
    hashToken,
    ...createPasswordHasher(),
  }
}

/** A token has 256 bits of its own entropy, so a plain hash protects it as well as a slow one. */
const hashToken = (text: string) => hash('sha256', text, 'hex')

function sign(signature: RequestSignature, secretKey: Uint8Array): string {
  const { algorithm, date, scope, canonicalRequest } = signature
  const digest = digests[algorithm]
  const parts = [algorithm, date, ...(scope === null ? [] : [scope]), hash(digest, canonicalRequest, 'hex')]
  const key = scope === null ? secretKey : deriveKey(signature, secretKey, scope)
  return createHmac(digest, key).update(parts.join('\n')).digest('hex')
}

/** The derived algorithm keys its HMAC with the hexadecimal text of the derived key (contract 2.2). */
function deriveKey({ accessKeyId }: RequestSignature, secretKey: Uint8Array, scope: string): string {
  return Buffer.from(hkdfSync('sha256', secretKey, accessKeyId, scope, 32)).toString('hex')
}
