import assert from 'node:assert/strict'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { suite, test } from 'node:test'
import type { AlternativeName } from '../../src/domain/model/alternative-name.ts'
import type { DistinguishedName } from '../../src/domain/model/distinguished-name.ts'
import { ipAddressText } from '../../src/x509/ip-address-text.ts'
import { encodePem } from '../../src/x509/pem.ts'
import { Random, seed } from './random.ts'
import { publicKeyOf, randomAuthority, randomCertificate, rootCertificate } from './samples.ts'

const shortNames = {
  country: 'C',
  state: 'ST',
  locality: 'L',
  organization: 'O',
  organizationalUnit: 'OU',
  commonName: 'CN',
} as const

const legacyName = (name: DistinguishedName) =>
  Object.fromEntries(
    Object.entries(shortNames).flatMap(([attribute, short]) => {
      const value = name[attribute as keyof DistinguishedName]
      return value === null ? [] : [[short, value]]
    }),
  )

const nodeNames = { DNS: 'DNS', EMAIL: 'email', URI: 'URI', IP: 'IP Address' } as const

/** All eight groups of an IPv6 address. */
function groupsOf(octets: readonly number[]): string {
  const groups = Uint8Array.from(octets).toHex().match(/.{4}/g) ?? []
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')
}

/** Node shows IPv6 addresses in capitals and without `::`. */
const nodeAlternativeName = (name: AlternativeName): string =>
  name.type === 'IP' && name.octets.length === 16
    ? `IP Address:${groupsOf(name.octets).toUpperCase()}`
    : `${nodeNames[name.type]}:${name.value}`

suite('certificates, judged by Node', () => {
  test('say what they were meant to say', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    for (let round = 0; round < 300; round++) {
      const { der, fields, subject, key, authority } = randomCertificate(random)
      const { extensions } = fields
      const judged = new X509Certificate(round % 2 ? der : encodePem('CERTIFICATE', der))
      assert.ok(judged.verify(publicKeyOf(authority.key)))
      assert.ok(
        judged.checkPrivateKey(createPrivateKey(key.privateKey.export({ format: 'pem', type: 'pkcs8' }))),
      )
      assert.equal(judged.ca, extensions.basicConstraints.isAuthority)
      assert.equal(BigInt(`0x${judged.serialNumber}`), BigInt(`0x${fields.serialNumber.toHex()}`))
      assert.equal(judged.validFromDate.getTime(), fields.notBefore)
      assert.equal(judged.validToDate.getTime(), fields.notAfter)
      assert.deepEqual({ ...judged.toLegacyObject().subject }, legacyName(subject))
      assert.deepEqual(judged.keyUsage, extensions.extendedKeyUsages?.identifiers)
      const names = extensions.alternativeNames.map(nodeAlternativeName).join(', ')
      assert.equal(judged.subjectAltName, names === '' ? undefined : names)
      const { ocspUrls, issuerUrls } = extensions.authorityInformation
      const access = [
        ...ocspUrls.map((url) => `OCSP - URI:${url}\n`),
        ...issuerUrls.map((url) => `CA Issuers - URI:${url}\n`),
      ]
      assert.equal((judged.infoAccess ?? '').trimEnd(), access.join('').trimEnd())
    }
  })

  test('stand under their issuer', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    for (let round = 0; round < 20; round++) {
      const authority = randomAuthority(random)
      const root = new X509Certificate(rootCertificate(authority))
      const leaf = new X509Certificate(randomCertificate(random, authority).der)
      assert.ok(root.checkIssued(root))
      assert.ok(leaf.checkIssued(root))
    }
  })
})

suite('addresses in text, judged by Node', () => {
  test('are those of the URL parser', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    for (let round = 0; round < 2_000; round++) {
      const octets = [...random.octets(16)]
      for (let group = 0; group < 8; group++) if (random.chance(0.5)) octets.fill(0, 2 * group, 2 * group + 2)
      assert.equal(new URL(`http://[${groupsOf(octets)}]/`).hostname, `[${ipAddressText(octets)}]`)
    }
  })
})
