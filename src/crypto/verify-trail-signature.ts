import { createPublicKey, verify } from 'node:crypto'
import type { IsSignedBy } from '../domain/ports/trail-signer.ts'

/** An Ed25519 signature by an Ed25519 key, and no other. */
export const isTrailSignature: IsSignedBy = (publicKeyDer, octets, signature) => {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKeyDer), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' && verify(null, octets, key, signature)
  } catch {
    return false
  }
}
