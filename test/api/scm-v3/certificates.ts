import { constants, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { element, integer, objectIdentifier, sequence } from '../pca-v1/der.ts'
import { alternativeNames, commonName, dns, ecKeys, type KeyPair, pem, rsaKeys } from '../pca-v1/requests.ts'

/** Certificates made by hand, with their keys, so that they can say anything. */
export interface Made {
  readonly keys: KeyPair
  readonly name: Buffer
  readonly der: Buffer
  readonly pem: string
}

export interface Content {
  readonly keys?: KeyPair
  /** Of the subject; a text is a common name. */
  readonly subject?: string | Buffer
  /** Absent: signed by itself. */
  readonly issuer?: Pick<Made, 'keys' | 'name'>
  readonly dns?: readonly string[]
  /** The octets of the INTEGER. */
  readonly serialNumber?: readonly number[]
  readonly addresses?: readonly (readonly number[])[]
  readonly extensions?: readonly Buffer[]
  readonly notBefore?: string
  readonly notAfter?: string
  readonly scheme?: keyof typeof schemes
}

const rsaWith = (arc: number) => sequence(objectIdentifier(`1.2.840.113549.1.1.${arc}`), element(5))
const sha256 = sequence(objectIdentifier('2.16.840.1.101.3.4.2.1'), element(5))
const maskBySha256 = sequence(objectIdentifier('1.2.840.113549.1.1.8'), sha256)
const pssWith = (salt: number) =>
  sequence(
    objectIdentifier('1.2.840.113549.1.1.10'),
    sequence(element(0xa0, sha256), element(0xa1, maskBySha256), element(0xa2, integer(salt))),
  )

interface Scheme {
  readonly algorithm: Buffer
  readonly sign: (content: Buffer, key: KeyObject) => Buffer
}

const schemes = {
  SHA256withECDSA: {
    algorithm: sequence(objectIdentifier('1.2.840.10045.4.3.2')),
    sign: (content, key) => sign('sha256', content, key),
  },
  SHA1withRSA: { algorithm: rsaWith(5), sign: (content, key) => sign('sha1', content, key) },
  SHA256withRSA: { algorithm: rsaWith(11), sign: (content, key) => sign('sha256', content, key) },
  SHA256withRSAandMGF1: {
    algorithm: pssWith(32),
    sign: (content, key) =>
      sign('sha256', content, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
  },
  Ed25519: {
    algorithm: sequence(objectIdentifier('1.3.101.112')),
    sign: (content, key) => sign(null, content, key),
  },
} as const satisfies Record<string, Scheme>

const usual = (key: KeyObject): keyof typeof schemes => {
  if (key.asymmetricKeyType === 'rsa') return 'SHA256withRSA'
  return key.asymmetricKeyType === 'ed25519' ? 'Ed25519' : 'SHA256withECDSA'
}

let serial = 1

export function make(content: Content = {}): Made {
  const { keys = ecKeys(), subject = 'www.example.test', dns: names = [], addresses = [] } = content
  const name = typeof subject === 'string' ? commonName(subject) : subject
  const issuer = content.issuer ?? { keys, name }
  const scheme = schemes[content.scheme ?? usual(issuer.keys.privateKey)] as Scheme
  const general = [...names.map(dns), ...addresses.map((octets) => element(0x87, octets))]
  const extensions = [
    ...(general.length > 0 ? [alternativeNames(...general)] : []),
    ...(content.extensions ?? []),
  ]
  serial += 1
  const toBeSigned = sequence(
    element(0xa0, integer(2)),
    element(2, content.serialNumber ?? [1, serial >> 8, serial & 255]),
    scheme.algorithm,
    issuer.name,
    sequence(time(content.notBefore ?? '20260601000000Z'), time(content.notAfter ?? '20270601000000Z')),
    name,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    extensions.length > 0 ? element(0xa3, sequence(...extensions)) : [],
  )
  const signature = scheme.sign(toBeSigned, issuer.keys.privateKey)
  const der = sequence(toBeSigned, scheme.algorithm, element(3, [0], signature))
  return { keys, name, der, pem: pem('CERTIFICATE', der) }
}

const time = (text: string) => element(0x18, text)

export const edKeys = (): KeyPair => generateKeyPairSync('ed25519')

export type KeyForm = 'pkcs1' | 'sec1' | 'pkcs8'

/** The private key in PEM. */
export const keyPem = ({ keys: { privateKey } }: Pick<Made, 'keys'>, type: KeyForm = 'pkcs8'): string =>
  (privateKey.export({ type: type as 'pkcs8', format: 'pem' }) as string).toString()

/** A root, CAs below it, and a certificate at the end, whose names are `…-0` to `…-n`. */
export function makeChain(length: number, content: Content = {}): { leaf: Made; above: Made[] } {
  const above: Made[] = []
  for (let place = 0; place < length; place++) {
    const [issuer] = above
    const isRsa = content.keys?.privateKey.asymmetricKeyType === 'rsa'
    above.unshift(
      make({
        keys: isRsa ? rsaKeys() : ecKeys(),
        subject: `Test CA ${place} ${Math.random()}`,
        ...(issuer && { issuer }),
      }),
    )
  }
  const [issuer] = above
  return { leaf: make({ ...content, ...(issuer && { issuer }) }), above }
}
