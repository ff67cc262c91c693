import { createPublicKey, verify } from 'node:crypto'
import { promisify } from 'node:util'
import { signatureHashes } from '../domain/model/key-algorithm.ts'
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
  }
}
