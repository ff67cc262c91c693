import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { type RunningIssuer, startIssuer } from '../../src/crypto/issuer.ts'
import type { Pkcs12Profile } from '../../src/crypto/pkcs12/protection.ts'
import { openVault } from '../../src/crypto/vault.ts'
import type { KeyBundle } from '../../src/domain/ports/key-exporter.ts'
import { encodeToBeSignedCertificate } from '../../src/x509/certificate.ts'
import { encodeName } from '../../src/x509/name.ts'
import { type Authority, bareExtensions, makeEcKey, rootCertificate, signWith } from '../x509/samples.ts'

/** PKCS#8, made by Node. */
export type PrivateKeyDer = Uint8Array

const encoding = {
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'der' },
} as const
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength, ...encoding }).privateKey
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve, ...encoding }).privateKey

const makers = {
  RSA2048: () => rsa(2048),
  RSA4096: () => rsa(4096),
  EC256: () => ec('P-256'),
  EC384: () => ec('P-384'),
}

export type KeyKind = keyof typeof makers
export const keyKinds = Object.keys(makers) as KeyKind[]

const made = new Map<KeyKind, PrivateKeyDer>()

/** A key of every kind that is issued, each made once. */
export function sampleKey(kind: KeyKind): PrivateKeyDer {
  const key = made.get(kind) ?? makers[kind]()
  made.set(kind, key)
  return key
}

/** What a user may take into his head; the 32 are as many as the API takes. */
export const asciiPasswords = ['secret-1', 'x'.repeat(32), ` a"b'c\\d $e%f `, '~!@#^&*()_+{}[]|:;<>?,./']
export const widePasswords = ['证书密码测试', 'пароль-ключ']

const nameOf = (commonName: string) =>
  encodeName({
    country: null,
    state: null,
    locality: null,
    organization: null,
    organizationalUnit: null,
    commonName,
  })

const makeAuthority = (commonName: string): Authority => ({
  key: makeEcKey(256),
  nameDer: nameOf(commonName),
  algorithm: { family: 'EC', hash: 'SHA256' },
})
const root = makeAuthority('Bundle Root')
const between = makeAuthority('Bundle Between')

/** Valid at all times, as the root is. */
function certificateBelow(
  issuer: Authority,
  subjectNameDer: Uint8Array,
  publicKeyDer: Uint8Array,
  isAuthority = false,
): Uint8Array {
  const fields = {
    serialNumber: randomBytes(8),
    signatureAlgorithm: issuer.algorithm,
    issuerNameDer: issuer.nameDer,
    notBefore: Date.UTC(1980, 0),
    notAfter: Date.UTC(2149, 0),
    subjectNameDer,
    publicKeyDer,
    extensions: { ...bareExtensions, basicConstraints: { isAuthority, pathLength: null } },
  }
  return signWith(issuer, encodeToBeSignedCertificate(fields))
}

const rootDer = rootCertificate(root)
const betweenDer = certificateBelow(root, between.nameDer, between.key.publicKeyDer, true)
const chains = [[], [rootDer], [betweenDer, rootDer]] as const

/** Certificates above the leaf. */
export type ChainLength = 0 | 1 | 2
export const chainLengths: readonly ChainLength[] = [0, 1, 2]

const dataKeys = new Map([[1, randomBytes(32)]])
const vault = openVault(dataKeys)

/** A bundle to export, its leaf made for the key. */
export function bundleOf(
  privateKeyDer: PrivateKeyDer,
  chainLength: ChainLength,
  password: string,
): KeyBundle {
  const publicKeyDer = createPublicKey(createPrivateKey(pkcs8(privateKeyDer))).export({
    type: 'spki',
    format: 'der',
  })
  const issuer = chainLength === 2 ? between : root
  return {
    key: vault.seal('a key', privateKeyDer),
    certificateDer: certificateBelow(issuer, nameOf('bundle.example.test'), publicKeyDer),
    chainDers: chains[chainLength],
    password,
  }
}

/** What answers the port in the product; to be closed. */
export const startExporter = (profile: Pkcs12Profile): RunningIssuer =>
  startIssuer(dataKeys, { 2048: 0, 4096: 0 }, profile)

const pkcs8 = (der: Uint8Array) => ({ key: Buffer.from(der), format: 'der', type: 'pkcs8' }) as const

/** All numbers of a private key, whatever form it came in: equal if and only if the keys are. */
export const numbersOf = (key: PrivateKeyDer | string) =>
  createPrivateKey(typeof key === 'string' ? key : pkcs8(key)).export({ format: 'jwk' })
