import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CertificateProfile } from '../../src/domain/model/certificate-profile.ts'
import { DomainError } from '../../src/domain/model/errors.ts'
import { encodePem } from '../../src/x509/pem.ts'
import { inspect, oids } from '../api/pca-v1/inspect.ts'
import { element, hex } from '../x509/der.ts'
import { issue, issueRoot, profileOf } from './issued.ts'

const noCheck = '1.3.6.1.5.5.7.48.1.5'
const { signing } = issueRoot()
const extensionsOf = (changes: Partial<CertificateProfile>) =>
  inspect(encodePem('CERTIFICATE', issue(profileOf(changes), signing))).extensions
const isWrong = (finding: RegExp) => (error: unknown) =>
  error instanceof DomainError &&
  error.code === 'certificate-processing-failed' &&
  finding.test(error.facts.reason ?? '')

describe("a responder's certificate", () => {
  test('says that it answers for its issuer, and that nobody need ask about it', () => {
    const extensions = extensionsOf({ kind: 'responder' })
    assert.deepEqual([...extensions.keys()].sort(), [
      noCheck,
      oids.subjectKeyIdentifier,
      oids.keyUsage,
      oids.basicConstraints,
      oids.authorityKeyIdentifier,
      oids.extendedKeyUsage,
    ])
    const value = (dotted: string) => extensions.get(dotted)?.value.toString('hex')
    assert.equal(value(noCheck), '0500')
    assert.equal(value(oids.extendedKeyUsage), '300a06082b06010505070309')
    assert.equal(value(oids.keyUsage), '03020780')
    assert.equal(value(oids.basicConstraints), '3000')
    const critical = [...extensions].filter(([, { isCritical }]) => isCritical)
    assert.deepEqual(critical.map(([type]) => type).sort(), [oids.keyUsage, oids.basicConstraints])
  })

  test('is not signed when it says more, or by nobody', () => {
    const url = ['http://pki.example.test/1']
    const more: Partial<CertificateProfile>[] = [
      { keyUsages: ['digitalSignature', 'nonRepudiation'] },
      { extendedKeyUsages: ['serverAuth'] },
      { otherExtendedKeyUsages: ['1.3.6.1.5.5.7.3.9'] },
      { alternativeNames: [{ type: 'DNS', value: 'a.example' }] },
      { customizedExtension: { objectIdentifier: '1.2.3.4', value: 'a' } },
      { issuerUrls: url },
      { revocationListUrls: url },
      { responderUrls: url },
    ]
    for (const changes of more) {
      const profile = profileOf({ kind: 'responder', ...changes })
      assert.throws(() => issue(profile, signing), isWrong(/to sign and for nothing else/))
    }
    assert.throws(() => issue(profileOf({ kind: 'responder' })), isWrong(/by the CA that it answers for/))
    const asAuthority = profileOf({ kind: 'responder', keyUsages: ['keyCertSign'], pathLength: 0 })
    assert.throws(() => issue(asAuthority, signing), isWrong(/key usages must fit.*a path length/))
  })
})

describe("an entity's certificate", () => {
  test('does not answer for its issuer', () => {
    const profile = profileOf({ otherExtendedKeyUsages: ['1.3.6.1.5.5.7.3.9'] })
    assert.throws(() => issue(profile, signing), isWrong(/must not answer for its issuer/))
    assert.equal(extensionsOf({}).has(noCheck), false)
  })

  test('says where its revocation list, its responder and its issuer are', () => {
    const [list, responder, issuer] = ['list.crl', 'ocsp/1', '1.crt'].map((end) => `http://a.example/${end}`)
    const extensions = extensionsOf({
      revocationListUrls: [list ?? ''],
      responderUrls: [responder ?? ''],
      issuerUrls: [issuer ?? ''],
    })
    const point = element(0xa0, element(0xa0, element(0x86, list ?? '')))
    const points = element(0x30, element(0x30, point))
    assert.deepEqual(extensions.get(oids.distributionPoints)?.value, Buffer.from(points))
    const information = element(
      0x30,
      element(0x30, hex('06082b06010505073001'), element(0x86, responder ?? '')),
      element(0x30, hex('06082b06010505073002'), element(0x86, issuer ?? '')),
    )
    assert.deepEqual(extensions.get(oids.authorityInformation)?.value, Buffer.from(information))
  })

  test('says nothing of what there is not', () => {
    const extensions = extensionsOf({})
    assert.equal(extensions.has(oids.distributionPoints), false)
    assert.equal(extensions.has(oids.authorityInformation), false)
  })
})
