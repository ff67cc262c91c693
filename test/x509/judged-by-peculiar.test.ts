import 'reflect-metadata'
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Pkcs10CertificateRequest,
  PublicKey,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509Crl,
} from '@peculiar/x509'
import type { AlternativeName } from '../../src/domain/model/alternative-name.ts'
import type { DistinguishedName } from '../../src/domain/model/distinguished-name.ts'
import type { KeyUsage } from '../../src/domain/model/key-usage.ts'
import { revocationReasons } from '../../src/domain/model/revocation.ts'
import type { CertificateExtensions } from '../../src/x509/extensions.ts'
import { element } from './der.ts'
import { Random, seed } from './random.ts'
import { randomCertificate, randomRequest, randomRevocationList, type SampleKey } from './samples.ts'

const octets = (der: Uint8Array) => Uint8Array.from(der)
const publicKeyOf = ({ publicKeyDer }: SampleKey) => new PublicKey(octets(publicKeyDer))
const hexOf = (raw: ArrayBuffer) => new Uint8Array(raw).toHex()

function nameJson(name: DistinguishedName): object[] {
  const types = {
    C: name.country,
    ST: name.state,
    L: name.locality,
    O: name.organization,
    OU: name.organizationalUnit,
    CN: name.commonName,
  }
  return Object.entries(types).flatMap(([type, value]) => (value === null ? [] : [{ [type]: [value] }]))
}

const kinds = { DNS: 'dns', EMAIL: 'email', URI: 'url', IP: 'ip' } as const
const alternativeNameJson = ({ type, value }: AlternativeName) => ({ type: kinds[type], value })
const flags = (usages: readonly KeyUsage[]) => usages.reduce((sum, usage) => sum | KeyUsageFlags[usage], 0)

/** What the judge makes of the extensions, in the engine's words. Every extension must be of a kind that is named here. */
function judgedExtensions(extensions: readonly Extension[]) {
  const judged: Record<string, unknown> = {}
  for (const extension of extensions) {
    judged[extension.type] = [extension.critical, judgedValue(extension)]
  }
  return judged
}

function judgedValue(extension: Extension): unknown {
  if (extension instanceof BasicConstraintsExtension) return [extension.ca, extension.pathLength ?? null]
  if (extension instanceof KeyUsagesExtension) return extension.usages
  if (extension instanceof ExtendedKeyUsageExtension) return [...extension.usages]
  if (extension instanceof SubjectAlternativeNameExtension) return extension.names.toJSON()
  if (extension instanceof SubjectKeyIdentifierExtension) return extension.keyId
  if (extension instanceof AuthorityKeyIdentifierExtension) return [extension.keyId, extension.certId]
  if (extension instanceof CRLDistributionPointsExtension) {
    return [...extension.distributionPoints].map((point) => [
      point.reasons,
      point.distributionPoint?.fullName?.map((name) => name.uniformResourceIdentifier),
    ])
  }
  if (extension instanceof AuthorityInfoAccessExtension) {
    return [extension.ocsp, extension.caIssuers].map((names) => names.map((name) => name.value))
  }
  return hexOf(extension.value)
}

function expectedExtensions(extensions: CertificateExtensions) {
  const { basicConstraints, keyUsages, extendedKeyUsages, alternativeNames, revocationListUrls, customized } =
    extensions
  const { ocspUrls, issuerUrls } = extensions.authorityInformation
  const customizedValue = customized && element(0x0c, Buffer.from(customized.value)).toHex()
  return {
    '2.5.29.19': [true, [basicConstraints.isAuthority, basicConstraints.pathLength]],
    ...(keyUsages.length > 0 && { '2.5.29.15': [true, flags(keyUsages)] }),
    ...(extendedKeyUsages && { '2.5.29.37': [extendedKeyUsages.isCritical, extendedKeyUsages.identifiers] }),
    ...(alternativeNames.length > 0 && { '2.5.29.17': [false, alternativeNames.map(alternativeNameJson)] }),
    '2.5.29.14': [false, extensions.subjectKeyIdentifier?.toHex()],
    '2.5.29.35': [false, [extensions.authorityKeyIdentifier?.toHex(), undefined]],
    ...(revocationListUrls.length > 0 && {
      '2.5.29.31': [false, revocationListUrls.map((url) => [undefined, [url]])],
    }),
    ...(ocspUrls.length + issuerUrls.length > 0 && { '1.3.6.1.5.5.7.1.1': [false, [ocspUrls, issuerUrls]] }),
    ...(extensions.noRevocationCheck && { '1.3.6.1.5.5.7.48.1.5': [false, '0500'] }),
    ...(customized && { [customized.objectIdentifier]: [false, customizedValue] }),
  }
}

suite('judged by @peculiar/x509', () => {
  test('certificates say what they were meant to say', async (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    for (let round = 0; round < 150; round++) {
      const { der, fields, subject, key, authority } = randomCertificate(random)
      const judged = new X509Certificate(octets(der))
      assert.deepEqual(judged.subjectName.toJSON(), nameJson(subject))
      assert.equal(hexOf(judged.issuerName.toArrayBuffer()), fields.issuerNameDer.toHex())
      assert.equal(BigInt(`0x${judged.serialNumber}`), BigInt(`0x${fields.serialNumber.toHex()}`))
      assert.deepEqual(
        [judged.notBefore.getTime(), judged.notAfter.getTime()],
        [fields.notBefore, fields.notAfter],
      )
      assert.equal(hexOf(judged.publicKey.rawData), key.publicKeyDer.toHex())
      assert.deepEqual(judgedExtensions(judged.extensions), expectedExtensions(fields.extensions))
      assert.ok(await judged.verify({ publicKey: publicKeyOf(authority.key), signatureOnly: true }))
    }
  })

  test('requests say what they were meant to say', async (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    for (let round = 0; round < 100; round++) {
      const { der, fields, subject, key } = randomRequest(random)
      const judged = new Pkcs10CertificateRequest(octets(der))
      assert.deepEqual(judged.subjectName.toJSON(), nameJson(subject))
      assert.equal(hexOf(judged.publicKey.rawData), key.publicKeyDer.toHex())
      assert.equal(judged.attributes.length, fields.requested ? 1 : 0)
      const { basicConstraints, keyUsages = [] } = fields.requested ?? {}
      assert.deepEqual(judgedExtensions(judged.extensions), {
        ...(basicConstraints && {
          '2.5.29.19': [true, [basicConstraints.isAuthority, basicConstraints.pathLength]],
        }),
        ...(keyUsages.length > 0 && { '2.5.29.15': [true, flags(keyUsages)] }),
      })
      assert.ok(await judged.verify())
    }
  })

  test('revocation lists say what they were meant to say', async (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    for (let round = 0; round < 50; round++) {
      const { der, fields, authority } = randomRevocationList(random)
      const judged = new X509Crl(octets(der))
      assert.deepEqual(
        [judged.thisUpdate.getTime(), judged.nextUpdate?.getTime()],
        [fields.thisUpdate, fields.nextUpdate],
      )
      const entries = judged.entries.map((entry) => [
        BigInt(`0x${entry.serialNumber}`),
        entry.revocationDate.getTime(),
        entry.reason ?? revocationReasons.UNSPECIFIED,
        entry.extensions.length,
      ])
      const expected = fields.entries.map(({ serialNumber, revokedAt, reason }) => [
        BigInt(`0x${serialNumber.toHex()}`),
        revokedAt,
        revocationReasons[reason],
        reason === 'UNSPECIFIED' ? 0 : 1,
      ])
      assert.deepEqual(entries, expected)
      assert.deepEqual(
        judged.extensions.map(({ type, critical }) => [type, critical]),
        [
          ['2.5.29.35', false],
          ['2.5.29.20', false],
        ],
      )
      assert.ok(await judged.verify({ publicKey: publicKeyOf(authority.key) }))
    }
  })
})
