import { pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { encodePbes2, encodeTripleDes } from './algorithm-identifiers.ts'
import { derivePkcs12Key, type Pkcs12Hash } from './key-derivation.ts'

/** `modern` for everything that is maintained; `legacy` for Windows Server 2016, Java 8u291 and what is older. */
export type Pkcs12Profile = 'modern' | 'legacy'

/** A cipher whose key is derived, and the AlgorithmIdentifier that tells a reader how to derive it. */
export interface PasswordCipher {
  readonly name: 'aes-256-cbc' | 'des-ede3-cbc'
  readonly key: Uint8Array
  readonly iv: Uint8Array
  readonly algorithmDer: Uint8Array
}

export interface PasswordMac {
  readonly hash: Pkcs12Hash
  readonly key: Uint8Array
  readonly salt: Uint8Array
  readonly iterations: number
}

/** All that was made of a password; plain data, so that keys are derived in one thread and used in another. */
export interface Pkcs12Protection {
  readonly forKey: PasswordCipher
  readonly forCertificates: PasswordCipher
  readonly mac: PasswordMac
}

/**
 * Iterations: who guesses passwords tries the cheapest of key, certificates and MAC, so all three have the same number,
 * and the MAC sets it. Only this thread can iterate that, and 10,000 take 8 ms of it; Java's keytool writes as many,
 * OpenSSL a fifth. `legacy` derives keys and vectors the same way, seven blocks in all, and has the number that
 * programs of its time write.
 */
const profiles = {
  modern: { makeCipher: makeAes, hash: 'sha256', macLength: 32, iterations: 10_000 },
  legacy: { makeCipher: makeTripleDes, hash: 'sha1', macLength: 20, iterations: 2_048 },
} as const

const saltLength = 16
const pbkdf2Async = promisify(pbkdf2)

/** Derives everything that one file needs, each part with a salt of its own. */
export async function protectWith(profile: Pkcs12Profile, password: string): Promise<Pkcs12Protection> {
  const { makeCipher, hash, macLength, iterations } = profiles[profile]
  const salt = randomBytes(saltLength)
  const [forKey, forCertificates, macKey] = await Promise.all([
    makeCipher(password, iterations),
    makeCipher(password, iterations),
    derivePkcs12Key({ hash, purpose: 'mac', password, salt, iterations, length: macLength }),
  ])
  return { forKey, forCertificates, mac: { hash, key: macKey, salt, iterations } }
}

/** PBES2 (RFC 8018 §6.2): PBKDF2 with HMAC-SHA256 over the password in UTF-8, AES-256-CBC. */
async function makeAes(password: string, iterations: number): Promise<PasswordCipher> {
  const salt = randomBytes(saltLength)
  const iv = randomBytes(16)
  const key = await pbkdf2Async(password, salt, iterations, 32, 'sha256')
  return { name: 'aes-256-cbc', key, iv, algorithmDer: encodePbes2(salt, iterations, iv) }
}

/** pbeWithSHAAnd3-KeyTripleDES-CBC (RFC 7292 appendix C): key and vector are derived from the BMPString. */
async function makeTripleDes(password: string, iterations: number): Promise<PasswordCipher> {
  const salt = randomBytes(saltLength)
  const shared = { hash: 'sha1', password, salt, iterations } as const
  const [key, iv] = await Promise.all([
    derivePkcs12Key({ ...shared, purpose: 'key', length: 24 }),
    derivePkcs12Key({ ...shared, purpose: 'iv', length: 8 }),
  ])
  return { name: 'des-ede3-cbc', key, iv, algorithmDer: encodeTripleDes(salt, iterations) }
}
