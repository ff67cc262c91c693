import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { element, integer, objectIdentifier, sequence, setOf, utf8 } from './der.ts'

/** Certificate signing requests, made by hand so that they can hold anything. */

export interface KeyPair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

export const ecKeys = (namedCurve = 'P-256'): KeyPair => generateKeyPairSync('ec', { namedCurve })
export const rsaKeys = (modulusLength = 2048): KeyPair => generateKeyPairSync('rsa', { modulusLength })

/** One attribute for each RDN: type and value. */
export const nameOf = (...attributes: readonly (readonly [type: string, value: Buffer])[]): Buffer =>
  sequence(...attributes.map(([type, value]) => setOf(sequence(objectIdentifier(type), value))))

export const types = {
  country: '2.5.4.6',
  state: '2.5.4.8',
  locality: '2.5.4.7',
  organization: '2.5.4.10',
  organizationalUnit: '2.5.4.11',
  commonName: '2.5.4.3',
} as const

export const commonName = (text: string): Buffer => nameOf([types.commonName, utf8(text)])

export const extension = (dotted: string, value: Buffer, isCritical = false): Buffer =>
  sequence(objectIdentifier(dotted), isCritical ? [1, 1, 255] : [], element(4, value))

export const alternativeNames = (...names: readonly Buffer[]): Buffer =>
  extension('2.5.29.17', sequence(...names))
export const dns = (name: string): Buffer => element(0x82, name)

const hashOids = {
  rsa: { md5: 4, sha1: 5, sha256: 11, sha384: 12, sha512: 13 },
  ec: { sha1: '1', sha256: '3.2', sha384: '3.3', sha512: '3.4' },
} as const

function algorithmOf(keys: KeyPair, hash: string): Buffer {
  switch (keys.privateKey.asymmetricKeyType) {
    case 'rsa':
      return sequence(objectIdentifier(`1.2.840.113549.1.1.${hashOids.rsa[hash as 'sha256']}`), element(5))
    case 'ec':
      return sequence(objectIdentifier(`1.2.840.10045.4.${hashOids.ec[hash as 'sha256']}`))
    default:
      return sequence(objectIdentifier('1.3.101.112'))
  }
}

export interface RequestParts {
  readonly keys?: KeyPair
  readonly subject?: Buffer
  readonly extensions?: readonly Buffer[]
  readonly hash?: 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512'
  readonly version?: number
  readonly publicKeyDer?: Buffer
  readonly isSignatureBroken?: boolean
}

/** A request in DER. */
export function requestDer(parts: RequestParts = {}): Buffer {
  const {
    keys = ecKeys(),
    subject = commonName('csr.example.test'),
    extensions = [],
    hash = 'sha256',
  } = parts
  const asked =
    extensions.length > 0
      ? sequence(objectIdentifier('1.2.840.113549.1.9.14'), setOf(sequence(...extensions)))
      : []
  const information = sequence(
    integer(parts.version ?? 0),
    subject,
    parts.publicKeyDer ?? keys.publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa0, asked),
  )
  const isEdwards = keys.privateKey.asymmetricKeyType === 'ed25519'
  const signature = sign(isEdwards ? null : hash, information, keys.privateKey)
  if (parts.isSignatureBroken) signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1
  return sequence(information, algorithmOf(keys, hash), element(3, [0], signature))
}

export function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

export const request = (parts: RequestParts = {}): string => pem('CERTIFICATE REQUEST', requestDer(parts))
