import { randomBytes } from 'node:crypto'
import type { KeyBundle } from '../../domain/ports/key-exporter.ts'
import { encodeDer } from '../../x509/der-writer.ts'
import { encodeWideCharacters } from '../wide-characters.ts'
import { digestOf, magic, privateKeyEntry } from './form.ts'
import { checkOf, keyProtector, saltLength, xorWithStream } from './key-protector.ts'

const version = 2
const alias = 'server'

/**
 * A key store in the JKS form, as `sun.security.provider.JavaKeyStore` of OpenJDK reads it; there is no standard. One
 * entry with the key and its chain, the leaf first; then a digest over all of it. SHA-1 is the only hash it knows, and
 * guessing its password costs two of them: who can choose takes PKCS #12.
 */
export function encodeJavaKeyStore(
  privateKeyInfoDer: Uint8Array,
  { certificateDer, chainDers, password, createdAt }: Omit<KeyBundle, 'key'> & { readonly createdAt: number },
): Uint8Array {
  const wide = encodeWideCharacters(password)
  const certificates = [certificateDer, ...chainDers]
  const content = Buffer.concat([
    ...[magic, version, 1, privateKeyEntry].map(int),
    text(alias),
    long(createdAt),
    ...counted(protectKey(privateKeyInfoDer, wide)),
    int(certificates.length),
    ...certificates.flatMap((der) => [text('X.509'), ...counted(der)]),
  ])
  const digest = digestOf(wide, content)
  // a buffer of its own: a shared one would cross threads whole
  const store = new Uint8Array(content.length + digest.length)
  store.set(content)
  store.set(digest, content.length)
  return store
}

function protectKey(privateKeyInfoDer: Uint8Array, password: Uint8Array): Uint8Array {
  const salt = randomBytes(saltLength)
  const hidden = xorWithStream(privateKeyInfoDer, password, salt)
  return encodeEncryptedKey(Buffer.concat([salt, hidden, checkOf(privateKeyInfoDer, password)]))
}

/** EncryptedPrivateKeyInfo (RFC 5208 §6). */
function encodeEncryptedKey(octets: Uint8Array): Uint8Array {
  return encodeDer((writer) => {
    writer.sequence((info) => {
      info.sequence((algorithm) => {
        algorithm.objectIdentifier(keyProtector.element)
        algorithm.null()
      })
      info.octetString(octets)
    })
  })
}

function int(value: number): Uint8Array {
  const octets = Buffer.alloc(4)
  octets.writeUInt32BE(value)
  return octets
}

function long(value: number): Uint8Array {
  const octets = Buffer.alloc(8)
  octets.writeBigInt64BE(BigInt(value))
  return octets
}

const counted = (octets: Uint8Array): Uint8Array[] => [int(octets.length), octets]

/** Java's `writeUTF`, for ASCII. */
const text = (ascii: string): Uint8Array => Buffer.concat([Buffer.of(0, ascii.length), Buffer.from(ascii)])
