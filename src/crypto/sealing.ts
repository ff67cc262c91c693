import { createCipheriv, createDecipheriv, createHmac, randomFillSync } from 'node:crypto'
import { DomainError } from '../domain/model/errors.ts'

/**
 * AES-256-GCM under a key of its own for each secret: HMAC-SHA256(key, label ‖ salt) with a salt of 24 random octets.
 * GCM under one key with random nonces must stop at 2^32 messages (NIST SP 800-38D §8.3), which a busy CA reaches
 * within weeks; a fresh derived key has no such bound, and its nonce may be fixed.
 *
 * Layout: header ‖ salt (24) ‖ ciphertext ‖ tag (16).
 */
const saltLength = 24
const tagLength = 16
const label = Buffer.from('chancery sealing 1')
const fixedNonce = Buffer.alloc(12)

/** `header` is kept in front, in the clear. The answer has a buffer of its own: a shared one would cross threads whole. */
export function sealUnder(
  key: Uint8Array,
  record: string,
  secret: Uint8Array,
  header: Uint8Array = new Uint8Array(),
): Uint8Array {
  const sealed = new Uint8Array(header.length + saltLength + secret.length + tagLength)
  sealed.set(header)
  const salt = takeSalt()
  sealed.set(salt, header.length)
  const cipher = createCipheriv('aes-256-gcm', derive(key, salt), fixedNonce)
  cipher.setAAD(Buffer.from(record))
  sealed.set(cipher.update(secret), header.length + saltLength)
  cipher.final()
  sealed.set(cipher.getAuthTag(), sealed.length - tagLength)
  return sealed
}

/** Throws `key-processing-failed` when the secret was changed or sealed for another record or under another key. */
export function unsealUnder(
  key: Uint8Array,
  record: string,
  sealed: Uint8Array,
  headerLength = 0,
): Uint8Array {
  const body = sealed.subarray(headerLength)
  if (body.length < saltLength + tagLength) throw broken(record)
  const ciphertext = body.subarray(saltLength, body.length - tagLength)
  const decipher = createDecipheriv('aes-256-gcm', derive(key, body.subarray(0, saltLength)), fixedNonce)
  decipher.setAAD(Buffer.from(record))
  decipher.setAuthTag(body.subarray(body.length - tagLength))
  try {
    const secret = decipher.update(ciphertext)
    decipher.final()
    return secret
  } catch (cause) {
    throw broken(record, cause)
  }
}

/** Salts are no secret, so many are drawn at once: a call for each takes as long as the sealing itself. */
const saltPool = Buffer.alloc(128 * saltLength)
let saltsTaken = saltPool.length

/** Valid until the next one is taken. */
function takeSalt(): Uint8Array {
  if (saltsTaken === saltPool.length) {
    randomFillSync(saltPool)
    saltsTaken = 0
  }
  saltsTaken += saltLength
  return saltPool.subarray(saltsTaken - saltLength, saltsTaken)
}

const derive = (key: Uint8Array, salt: Uint8Array) =>
  createHmac('sha256', key).update(label).update(salt).digest()

const broken = (record: string, cause?: unknown) =>
  new DomainError('key-processing-failed', { reason: `the secret of ${record} does not open` }, { cause })
