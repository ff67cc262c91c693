import { createPublicKey, generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto'
import { DomainError } from '../domain/model/errors.ts'
import { sealedRecords } from '../domain/model/sealed.ts'
import type { TrailSigner } from '../domain/ports/trail-signer.ts'
import type { Vault } from '../domain/ports/vault.ts'
import { openPrivateKey } from './signing-keys.ts'
import { isTrailSignature } from './verify-trail-signature.ts'

/** Opens the sealed key for each signature: there are a few in a second at most. */
export const createTrailSigner = (vault: Vault): TrailSigner => ({
  makeKey() {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const publicKeyDer = publicDer(publicKey)
    const id = hash('sha256', publicKeyDer, 'hex')
    const secret = privateKey.export({ format: 'der', type: 'pkcs8' })
    const { sealed } = vault.seal(sealedRecords.trailKey(id), secret)
    secret.fill(0)
    return { id, publicKeyDer, sealed }
  },

  sign({ id, publicKeyDer, sealed }, octets) {
    const secret = vault.unseal({ record: sealedRecords.trailKey(id), sealed })
    const key = openPrivateKey(secret)
    secret.fill(0)
    if (Buffer.compare(publicDer(createPublicKey(key)), publicKeyDer) !== 0) {
      throw new DomainError('key-processing-failed', {
        reason: `the key ${id} of the audit trail is another`,
      })
    }
    return new Uint8Array(sign(null, octets, key))
  },

  isSignedBy: isTrailSignature,
})

const publicDer = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ format: 'der', type: 'spki' }))
