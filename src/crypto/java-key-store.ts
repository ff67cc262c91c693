import { createHash, hash, randomBytes } from 'node:crypto'
import type { KeyBundle } from '../domain/ports/key-exporter.ts'
import { encodeDer } from '../x509/der-writer.ts'
import { encodeObjectIdentifier } from '../x509/object-identifiers.ts'
import { encodeWideCharacters } from './wide-characters.ts'

const magic = 0xfeed_feed
const version = 2
const privateKeyEntry = 1
const alias = 'server'

/** Sun's own algorithm for keys in a JKS file. */
const keyProtector = encodeObjectIdentifier('1.3.6.1.4.1.42.2.17.1.1')

/** What Sun's engineers salted the digest of the whole file with. */
const whitener = Buffer.from('Mighty Aphrodite')

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
  const digest = hash('sha1', Buffer.concat([wide, whitener, content]), 'buffer')
  // a buffer of its own: a shared one would cross threads whole
  const store = new Uint8Array(content.length + digest.length)
  store.set(content)
  store.set(digest, content.length)
  return store
}

/**
 * `sun.security.provider.KeyProtector`: salt ‖ key XOR stream ‖ SHA-1(password ‖ key). The stream is a chain of
 * SHA-1(password ‖ the 20 octets before it), which starts at the salt.
 */
function protectKey(privateKeyInfoDer: Uint8Array, password: Uint8Array): Uint8Array {
  const salt = randomBytes(20)
  const hidden = new Uint8Array(privateKeyInfoDer.length)
  let stream: Uint8Array = salt
  for (let index = 0; index < hidden.length; index++) {
    if (index % stream.length === 0) stream = hash('sha1', Buffer.concat([password, stream]), 'buffer')
    hidden[index] = (privateKeyInfoDer[index] ?? 0) ^ (stream[index % stream.length] ?? 0)
  }
  // in two updates, because joining them would leave a copy of the key behind
  const check = createHash('sha1').update(password).update(privateKeyInfoDer).digest()
  return encodeEncryptedKey(Buffer.concat([salt, hidden, check]))
}

/** EncryptedPrivateKeyInfo (RFC 5208 §6). */
function encodeEncryptedKey(octets: Uint8Array): Uint8Array {
  return encodeDer((writer) => {
    writer.sequence((info) => {
      info.sequence((algorithm) => {
        algorithm.objectIdentifier(keyProtector)
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
