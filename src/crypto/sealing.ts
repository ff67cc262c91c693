import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { DomainError } from '../domain/model/errors.ts'

/**
 * AES-256-GCM under a key of its own for each secret: HMAC-SHA256(key, label ‖ salt) with a salt of 24 random octets.
 * GCM under one key with random nonces must stop at 2^32 messages (NIST SP 800-38D §8.3), which a busy CA reaches
 * within weeks; a fresh derived key has no such bound, and its nonce may be fixed.
 *
 * Layout: salt (24) ‖ ciphertext ‖ tag (16).
 */
const saltLength = 24
const tagLength = 16
const label = Buffer.from('chancery sealing 1')
const fixedNonce = Buffer.alloc(12)

export function sealUnder(key: Uint8Array, record: string, secret: Uint8Array): Uint8Array {
  const salt = randomBytes(saltLength)
  const cipher = createCipheriv('aes-256-gcm', derive(key, salt), fixedNonce)
  cipher.setAAD(Buffer.from(record))
  return Buffer.concat([salt, cipher.update(secret), cipher.final(), cipher.getAuthTag()])
}

/** Throws `key-processing-failed` when the secret was changed or sealed for another record or under another key. */
export function unsealUnder(key: Uint8Array, record: string, sealed: Uint8Array): Uint8Array {
  if (sealed.length < saltLength + tagLength) throw broken(record)
  const salt = sealed.subarray(0, saltLength)
  const ciphertext = sealed.subarray(saltLength, sealed.length - tagLength)
  const decipher = createDecipheriv('aes-256-gcm', derive(key, salt), fixedNonce)
  decipher.setAAD(Buffer.from(record))
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength))
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()])
  } catch (cause) {
    throw broken(record, cause)
  }
}

const derive = (key: Uint8Array, salt: Uint8Array) =>
  createHmac('sha256', key).update(label).update(salt).digest()

const broken = (record: string, cause?: unknown) =>
  new DomainError('key-processing-failed', { reason: `the secret of ${record} does not open` }, { cause })
