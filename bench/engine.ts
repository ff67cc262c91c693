import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { Engine } from '../src/crypto/engine.ts'
import { makeDataKey } from '../src/crypto/master-key.ts'
import { openVault } from '../src/crypto/vault.ts'
import type { CertificateProfile } from '../src/domain/model/certificate-profile.ts'
import { serialNumberOf } from '../src/domain/model/serial-number.ts'
import type { SigningAuthority } from '../src/domain/ports/issuer.ts'
import { readCertificate } from '../src/x509/certificate.ts'
import type { BenchRow } from './report.ts'
import { alternating } from './timing.ts'

/** How fast one thread makes a P-256 key and its certificate, against making the key and a signature alone. */
export function benchEngine(): BenchRow[] {
  const engine = new Engine(openVault(new Map([[1, makeDataKey()]])))
  const authority = makeAuthority(engine)
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const someBytes = randomBytes(500)

  const bound = () => {
    generateKeyPairSync('ec', { namedCurve: 'P-256' })
    sign('SHA256', someBytes, privateKey)
  }
  const issue = () => {
    engine.perform({
      kind: 'issue',
      profile: profileOf('entity', 'www.example.test'),
      subjectKey: { generate: 'EC256', record: 'certificate/bench' },
      authority,
    })
  }
  const [boundRate = 0, issueRate = 0] = alternating([bound, issue], 3000, 7)
  return [
    { name: 'bound: P-256 key generation and signature', value: `${Math.round(boundRate)}/s` },
    { name: 'engine: key, lint, certificate, signature, sealing', value: `${Math.round(issueRate)}/s` },
    {
      name: 'engine ratio',
      value: (issueRate / boundRate).toFixed(2),
      target: 'at least 0.40, goal 0.60 of the bound; a plain prototype made 0.42',
    },
  ]
}

function makeAuthority(engine: Engine): SigningAuthority {
  const profile = profileOf('root', 'Bench Root')
  const root = engine.perform({
    kind: 'issue',
    profile,
    subjectKey: { generate: 'EC256', record: 'authority/bench' },
  })
  if (!root.sealedKey) throw new Error('the root has no key')
  const { subjectNameDer, subjectKeyIdentifier } = readCertificate(root.certificateDer)
  if (!subjectKeyIdentifier) throw new Error('the root has no key identifier')
  return {
    key: root.sealedKey,
    keyAlgorithm: 'EC256',
    subjectNameDer,
    subjectKeyIdentifier,
    ...profile.validity,
  }
}

function profileOf(kind: 'root' | 'entity', commonName: string): CertificateProfile {
  const isRoot = kind === 'root'
  return {
    kind,
    serialNumber: serialNumberOf(randomBytes(16)),
    subject: {
      country: 'CN',
      state: 'Sichuan',
      locality: 'Chengdu',
      organization: 'Acme',
      organizationalUnit: 'PKI',
      commonName,
    },
    validity: { notBefore: Date.UTC(2026, 0), notAfter: Date.UTC(2027, 0) },
    signatureHash: 'SHA256',
    pathLength: null,
    keyUsages: isRoot ? ['keyCertSign', 'cRLSign'] : ['digitalSignature', 'keyAgreement'],
    extendedKeyUsages: isRoot ? [] : ['serverAuth'],
    alternativeNames: isRoot ? [] : [{ type: 'DNS', value: commonName }],
    customizedExtension: null,
    issuerUrls: isRoot ? [] : ['http://pki.example.test/pki/00000000-0000-4000-8000-000000000000.crt'],
  }
}
