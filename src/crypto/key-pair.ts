import { generateKeyPairSync } from 'node:crypto'
import { encodeEcPrivateKeyInfo } from '../x509/private-key.ts'
import { encodeEcPublicKey } from '../x509/public-key.ts'

/** A new key pair in DER: SubjectPublicKeyInfo and PKCS#8 PrivateKeyInfo. */
export interface KeyPair {
  readonly publicKeyDer: Uint8Array
  readonly privateKeyInfoDer: Uint8Array
  /** What key identifiers are made of, where it is known already: the content of the public key's BIT STRING. */
  readonly keyBits?: Uint8Array
}

export type EcBits = 256 | 384

/**
 * An EC key pair. The numbers come out as a JWK and go into fixed DER prefixes: exporting SPKI and PKCS#8 takes
 * 71 µs, three times as long as making the key (docs/adr/0002).
 */
export function makeEcKeyPair(bits: EcBits): KeyPair {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: `P-${bits}` })
  const { x = '', y = '', d = '' } = privateKey.export({ format: 'jwk' })
  const point = Buffer.concat([uncompressed, Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  return {
    publicKeyDer: encodeEcPublicKey(bits, point),
    privateKeyInfoDer: encodeEcPrivateKeyInfo(bits, Buffer.from(d, 'base64url'), point),
    keyBits: point,
  }
}

const uncompressed = Buffer.of(4)

/** An RSA key pair with e = 65537; blocks for tens to thousands of milliseconds, so only threads of their own call it. */
export function makeRsaKeyPair(bits: 2048 | 3072 | 4096): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })
  return { publicKeyDer: publicKey, privateKeyInfoDer: privateKey }
}
