import { constants, createPublicKey, verify } from 'node:crypto'
import { promisify } from 'node:util'
import { signatureHashes } from '../domain/model/key-algorithm.ts'
import type { SignatureScheme } from '../domain/model/signature-scheme.ts'
import type { SignatureVerifier } from '../domain/ports/signature-verifier.ts'

const verifyAsync = promisify(verify)

/** Checks with OpenSSL, in libuv's pool: an 8192-bit RSA key of a stranger must not hold up the event loop. */
export function createSignatureVerifier(): SignatureVerifier {
  return {
    async verify({ signedDer, signature, hash, publicKeyDer }) {
      if (!(signatureHashes as readonly string[]).includes(hash)) return false
      try {
        const key = createPublicKey({ key: Buffer.from(publicKeyDer), format: 'der', type: 'spki' })
        return await verifyAsync(hash, signedDer, key, signature)
      } catch {
        return false
      }
    },

    async verifyOutside({ signedDer, signature, scheme, publicKeyDer }) {
      if (scheme.kind === 'SM2' || scheme.kind === 'other') return false
      try {
        const key = createPublicKey({ key: Buffer.from(publicKeyDer), format: 'der', type: 'spki' })
        const hash = 'hash' in scheme ? scheme.hash : null
        return await verifyAsync(hash, signedDer, { key, ...paddingOf(scheme) }, signature)
      } catch {
        return false
      }
    },
  }
}

const paddingOf = (scheme: SignatureScheme) =>
  scheme.kind === 'RSA-PSS' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.saltOctets } : {}
