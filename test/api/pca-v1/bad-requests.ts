import { generateKeyPairSync } from 'node:crypto'
import { element, integer, objectIdentifier, sequence, utf8 } from './der.ts'
import {
  alternativeNames,
  commonName,
  dns,
  ecKeys,
  nameOf,
  pem,
  request,
  requestDer,
  rsaKeys,
  types,
} from './requests.ts'

const good = request()
const keys = ecKeys()
const rsa = rsaKeys()
const rsaWith = (exponent: number) =>
  sequence(
    sequence(objectIdentifier('1.2.840.113549.1.1.1'), element(5)),
    element(3, [0], sequence(element(2, [0], Buffer.alloc(256, 0xc5)), integer(exponent))),
  )
/** A modulus of 8208 bits: nobody waits for such a key. */
const rsaTooLong = sequence(
  sequence(objectIdentifier('1.2.840.113549.1.1.1'), element(5)),
  element(3, [0], sequence(element(2, [0], Buffer.alloc(1026, 0xc5)), element(2, [1, 0, 1]))),
)
const manyNames = (count: number) =>
  alternativeNames(...Array.from({ length: count }, (_, index) => dns(`n${index}.test`)))
const directoryName = element(0xa4, commonName('x'))
const padded = (length: number) => good + '\n'.repeat(length - good.length)

/** What api-answers B lists under PCA.00020401 for every operation that takes a CSR. */
export const badRequests: readonly (readonly [what: string, csr: unknown])[] = [
  ['absent', undefined],
  ['null', null],
  ['empty', ''],
  ['a number', 5],
  ['a list', [good]],
  ['an object', { pem: good }],
  ['no PEM', 'hello'],
  ['bare base64', requestDer().toString('base64')],
  ['longer than 5120 characters', padded(5121)],
  ['two blocks', good + request()],
  ['junk before the block', `junk\n${good}`],
  ['junk after the block', `${good}junk`],
  ['a block of another label', pem('CERTIFICATE', requestDer())],
  ['labels that differ', good.replace('END CERTIFICATE REQUEST', 'END NEW CERTIFICATE REQUEST')],
  ['a block in a block', good.replace('-----\n', `-----\n${good}`)],
  ['no end', good.split('\n').slice(0, -2).join('\n')],
  ['body that is not base64', good.replace('\nMI', '\n*!')],
  ['an empty block', '-----BEGIN CERTIFICATE REQUEST-----\n-----END CERTIFICATE REQUEST-----\n'],
  ['junk after the DER', pem('CERTIFICATE REQUEST', Buffer.concat([requestDer(), Buffer.from([5, 0])]))],
  ['truncated DER', pem('CERTIFICATE REQUEST', requestDer().subarray(0, -3))],
  ['version 1', request({ version: 1 })],
  ['a wrong signature', request({ isSignatureBroken: true })],
  ["another key's signature", request({ keys, publicKeyDer: spki(ecKeys()) })],
  ['a signature with MD5', request({ keys: rsa, hash: 'md5' })],
  ['a signature with SHA-1 (RSA)', request({ keys: rsa, hash: 'sha1' })],
  ['a signature with SHA-1 (EC)', request({ keys, hash: 'sha1' })],
  ['RSA 1024', request({ keys: rsaKeys(1024) })],
  ['RSA 2040', request({ keys: rsaKeys(2040) })],
  ['RSA over 8192', request({ keys: rsa, publicKeyDer: rsaTooLong })],
  ['an even RSA exponent', request({ keys: rsa, publicKeyDer: rsaWith(4) })],
  ['RSA exponent 1', request({ keys: rsa, publicKeyDer: rsaWith(1) })],
  ['curve secp256k1', request({ keys: ecKeys('secp256k1') })],
  ['curve P-224', request({ keys: ecKeys('secp224r1') })],
  ['an Ed25519 key', request({ keys: generateKeyPairSync('ed25519') })],
  ['no common name', request({ keys, subject: nameOf([types.organization, utf8('Acme')]) })],
  ['an empty subject', request({ keys, subject: sequence() })],
  ['a common name of 65 characters', request({ keys, subject: commonName('a'.repeat(65)) })],
  ['an alternative name of another type', request({ keys, extensions: [alternativeNames(directoryName)] })],
  ['101 alternative names', request({ keys, extensions: [manyNames(101)] })],
]

function spki({ publicKey }: { publicKey: ReturnType<typeof ecKeys>['publicKey'] }): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' })
}

/** What is at the edge and right. */
export const goodRequests: readonly (readonly [what: string, csr: string])[] = [
  ['5120 characters', padded(5120)],
  ['label NEW CERTIFICATE REQUEST', pem('NEW CERTIFICATE REQUEST', requestDer())],
  ['lines that end in \\r\\n', good.replaceAll('\n', '\r\n')],
  ['no newline at the end', good.trimEnd()],
  ['a common name of 64 CJK characters', request({ keys, subject: commonName('中'.repeat(64)) })],
  ['100 alternative names', request({ keys, extensions: [manyNames(100)] })],
  ['SHA-384 with P-384', request({ keys: ecKeys('P-384'), hash: 'sha384' })],
  ['SHA-512 with P-521', request({ keys: ecKeys('P-521'), hash: 'sha512' })],
  ['SHA-512 with RSA 3072', request({ keys: rsaKeys(3072), hash: 'sha512' })],
]
