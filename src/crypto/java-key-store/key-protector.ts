import { createHash, hash, timingSafeEqual } from 'node:crypto'
import { known } from '../../x509/object-identifiers.ts'

/**
 * Sun's own algorithm for keys in a JKS file, `sun.security.provider.KeyProtector`: salt ‖ key XOR stream ‖
 * SHA-1(password ‖ key). Passwords are in UTF-16BE.
 */
export const keyProtector = known('1.3.6.1.4.1.42.2.17.1.1')

export const saltLength = 20
const checkLength = 20

/** The stream is a chain of SHA-1(password ‖ the 20 octets before it), which starts at the salt. */
export function xorWithStream(octets: Uint8Array, password: Uint8Array, salt: Uint8Array): Uint8Array {
  const changed = new Uint8Array(octets.length)
  let stream = salt
  for (let index = 0; index < changed.length; index++) {
    if (index % stream.length === 0) stream = hash('sha1', Buffer.concat([password, stream]), 'buffer')
    changed[index] = (octets[index] ?? 0) ^ (stream[index % stream.length] ?? 0)
  }
  return changed
}

/** In two updates, because joining them would leave a copy of the key behind. */
export const checkOf = (privateKeyInfoDer: Uint8Array, password: Uint8Array): Uint8Array =>
  createHash('sha1').update(password).update(privateKeyInfoDer).digest()

/** Undefined where the password is another one. */
export function unprotectKey(octets: Uint8Array, password: Uint8Array): Uint8Array | undefined {
  if (octets.length < saltLength + checkLength) return undefined
  const hidden = octets.subarray(saltLength, -checkLength)
  const privateKeyInfoDer = xorWithStream(hidden, password, octets.subarray(0, saltLength))
  const isIt = timingSafeEqual(checkOf(privateKeyInfoDer, password), octets.subarray(-checkLength))
  return isIt ? privateKeyInfoDer : undefined
}
