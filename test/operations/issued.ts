import { randomBytes } from 'node:crypto'
import { Engine } from '../../src/crypto/engine.ts'
import { openVault } from '../../src/crypto/vault.ts'
import type { CertificateProfile } from '../../src/domain/model/certificate-profile.ts'
import { serialNumberOf } from '../../src/domain/model/serial-number.ts'
import type { SigningAuthority } from '../../src/domain/ports/issuer.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { readPublicKey } from '../../src/x509/public-key.ts'
import { makeEcKey, type SampleKey } from '../x509/samples.ts'

const day = 86_400_000
const thisSecond = Math.floor(Date.now() / 1000) * 1000
const engine = new Engine(openVault(new Map([[1, randomBytes(32)]])))

/** Of an entity, as little as a certificate can say; changes make it something else. */
export const profileOf = (changes: Partial<CertificateProfile> = {}): CertificateProfile => ({
  kind: 'entity',
  serialNumber: serialNumberOf(randomBytes(16)),
  subject: {
    country: null,
    state: null,
    locality: null,
    organization: null,
    organizationalUnit: null,
    commonName: 'Issued',
  },
  validity: { notBefore: thisSecond - day, notAfter: thisSecond + day },
  signatureHash: 'SHA256',
  pathLength: null,
  keyUsages: ['digitalSignature'],
  extendedKeyUsages: [],
  alternativeNames: [],
  customizedExtension: null,
  issuerUrls: [],
  ...changes,
})

export interface IssuedAuthority {
  readonly certificateDer: Uint8Array
  readonly signing: SigningAuthority
}

/** A root of the engine's own, with its key sealed. */
export function issueRoot(): IssuedAuthority {
  const profile = profileOf({ kind: 'root', keyUsages: ['keyCertSign', 'cRLSign'] })
  const record = `authority/${profile.serialNumber}`
  const { certificateDer, sealedKey } = engine.perform({
    kind: 'issue',
    profile,
    subjectKey: { generate: 'EC256', record },
  })
  const { subjectNameDer, subjectKeyIdentifier } = readCertificate(certificateDer)
  if (!sealedKey || !subjectKeyIdentifier) throw new Error('the root lacks a part')
  const key = { key: sealedKey, keyAlgorithm: 'EC256' }
  return { certificateDer, signing: { ...key, subjectNameDer, subjectKeyIdentifier, ...profile.validity } }
}

/** The certificate for a key of the test's own; without an authority there is nobody to sign. */
export function issue(
  profile: CertificateProfile,
  authority?: SigningAuthority,
  { publicKeyDer }: SampleKey = makeEcKey(256),
): Uint8Array {
  const { algorithm } = readPublicKey(publicKeyDer)
  const subjectKey = { publicKeyDer, algorithm }
  return engine.perform({ kind: 'issue', profile, subjectKey, ...(authority && { authority }) })
    .certificateDer
}
