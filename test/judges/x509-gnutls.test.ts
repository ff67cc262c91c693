import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import type { DistinguishedName } from '../../src/domain/model/distinguished-name.ts'
import type { KeyUsage } from '../../src/domain/model/key-usage.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { readCertificateRequest } from '../../src/x509/certificate-request.ts'
import type { BasicConstraints } from '../../src/x509/extensions/basic-constraints.ts'
import { decodePem, encodePem } from '../../src/x509/pem.ts'
import { Random, seed } from '../x509/random.ts'
import {
  randomAuthority,
  randomCertificate,
  randomRequest,
  randomRevocationList,
  rootCertificate,
  type SampleCertificate,
  sampleKeys,
  signList,
} from '../x509/samples.ts'
import { skipWithout } from './programs.ts'

const judge = 'certtool'
const folder = mkdtempSync(join(tmpdir(), 'x509-gnutls-'))
after(() => rmSync(folder, { recursive: true }))

function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

/** What certtool prints; its text is UTF-8 only in such a locale. */
function certtool(...parameters: readonly string[]): {
  readonly status: number | null
  readonly output: string
} {
  const environment = { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' }
  const { status, stdout, stderr } = spawnSync(judge, parameters, {
    encoding: 'utf8',
    cwd: folder,
    env: environment,
  })
  return { status, output: stdout + stderr }
}

const usageNames: Record<KeyUsage, string> = {
  digitalSignature: 'Digital signature.',
  nonRepudiation: 'Non repudiation.',
  keyEncipherment: 'Key encipherment.',
  dataEncipherment: 'Data encipherment.',
  keyAgreement: 'Key agreement.',
  keyCertSign: 'Certificate signing.',
  cRLSign: 'CRL signing.',
  encipherOnly: 'Key encipher only.',
  decipherOnly: 'Key decipher only.',
}

const nameKinds = { DNS: 'DNSname', EMAIL: 'RFC822Name', URI: 'URI', IP: 'IPAddress' } as const

/** `Wed Jan 01 00:00:00 UTC 2020` */
function gnutlsTime(ms: number): string {
  const [weekday, day, month, year, time] = new Date(ms).toUTCString().split(' ')
  return `${weekday?.slice(0, 3)} ${month} ${day} ${time} UTC ${year}`
}

/** RFC 4514: from the last attribute to the first, with commas escaped. */
function gnutlsName(name: DistinguishedName): string {
  const values = {
    CN: name.commonName,
    OU: name.organizationalUnit,
    O: name.organization,
    L: name.locality,
    ST: name.state,
    C: name.country,
  }
  return Object.entries(values)
    .flatMap(([type, value]) => (value === null ? [] : [`${type}=${value.replaceAll(',', '\\,')}`]))
    .join(',')
}

/** GnuTLS shows the content octets, sign octet included. */
const gnutlsSerial = (octets: Uint8Array) =>
  octets[0] && octets[0] > 0x7f ? `00${octets.toHex()}` : octets.toHex()

function constraintLines({ isAuthority, pathLength }: BasicConstraints): string[] {
  const authority = `Certificate Authority (CA): ${String(isAuthority).toUpperCase()}`
  return [
    'Basic Constraints (critical):',
    authority,
    ...(pathLength === null ? [] : [`Path Length Constraint: ${pathLength}`]),
  ]
}

const usageLines = (usages: readonly KeyUsage[]) =>
  usages.length > 0 ? ['Key Usage (critical):', ...usages.map((usage) => usageNames[usage])] : []

/** The lines that GnuTLS must show of a certificate, in this order. */
function expectedLines({ fields, subject }: SampleCertificate): string[] {
  const { extensions } = fields
  const { extendedKeyUsages, alternativeNames, revocationListUrls, authorityInformation, customized } =
    extensions
  return [
    'Version: 3',
    `Serial Number (hex): ${gnutlsSerial(fields.serialNumber)}`,
    `Not Before: ${gnutlsTime(fields.notBefore)}`,
    `Not After: ${gnutlsTime(fields.notAfter)}`,
    `Subject: ${gnutlsName(subject)}`,
    ...constraintLines(extensions.basicConstraints),
    ...usageLines(extensions.keyUsages),
    ...(extendedKeyUsages ? [`Key Purpose (${extendedKeyUsages.isCritical ? '' : 'not '}critical):`] : []),
    ...(alternativeNames.length > 0 ? ['Subject Alternative Name (not critical):'] : []),
    ...alternativeNames.map(({ type, value }) => `${nameKinds[type]}: ${value}`),
    'Subject Key Identifier (not critical):',
    extensions.subjectKeyIdentifier?.toHex() ?? '',
    'Authority Key Identifier (not critical):',
    extensions.authorityKeyIdentifier?.toHex() ?? '',
    ...(revocationListUrls.length > 0 ? ['CRL Distribution points (not critical):'] : []),
    ...revocationListUrls.map((url) => `URI: ${url}`),
    ...authorityInformation.ocspUrls.map((url) => `Access Location URI: ${url}`),
    ...authorityInformation.issuerUrls.map((url) => `Access Location URI: ${url}`),
    ...(customized ? [`Unknown extension ${customized.objectIdentifier} (not critical):`] : []),
  ]
}

/** Asserts that the lines stand in the text in this order, whatever stands between them. */
function assertShows(text: string, expected: readonly string[]): void {
  const lines = text.split('\n').map((line) => line.trim())
  let at = 0
  for (const line of expected) {
    const found = lines.indexOf(line, at)
    assert.ok(found >= 0, `no line ${JSON.stringify(line)} from line ${at} of\n${text}`)
    at = found + 1
  }
}

const day = 86_400_000

suite('judged by GnuTLS', skipWithout(judge), () => {
  test('certificates stand under their root', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    const validity = { notBefore: Date.now() - day, notAfter: Date.UTC(2060, 0) }
    for (const key of sampleKeys()) {
      const authority = randomAuthority(random, key)
      const root = write('root.pem', encodePem('CERTIFICATE', rootCertificate(authority)))
      for (let round = 0; round < 4; round++) {
        const leaf = write(
          'leaf.pem',
          encodePem('CERTIFICATE', randomCertificate(random, authority, validity).der),
        )
        const { output, status } = certtool(
          '--verify',
          '--verify-profile',
          'medium',
          '--load-ca-certificate',
          root,
          '--infile',
          leaf,
        )
        assert.match(output, /^Chain verification output: Verified\. The certificate is trusted\. $/m)
        assert.equal(status, 0)
      }
    }
  })

  test('certificates say what they were meant to say', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    const samples = Array.from({ length: 60 }, () => randomCertificate(random))
    const bundle = write('bundle.pem', samples.map(({ der }) => encodePem('CERTIFICATE', der)).join(''))
    const { output, status } = certtool('--certificate-info', '--infile', bundle)
    assert.equal(status, 0)
    const shown = output.split('X.509 Certificate Information:').slice(1)
    assert.equal(shown.length, samples.length)
    for (const [index, sample] of samples.entries()) assertShows(shown[index] ?? '', expectedLines(sample))
  })

  test('requests verify and say what they were meant to say', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    for (let round = 0; round < 12; round++) {
      const { der, fields, subject } = randomRequest(random)
      const { output, status } = certtool(
        '--crq-info',
        '--infile',
        write('request.pem', encodePem('CERTIFICATE REQUEST', der)),
      )
      assert.equal(status, 0)
      const { requested } = fields
      assertShows(output, [
        `Subject: ${gnutlsName(subject)}`,
        ...(requested
          ? [...constraintLines(requested.basicConstraints), ...usageLines(requested.keyUsages)]
          : []),
        'Self signature: verified',
      ])
    }
  })

  test('revocation lists verify and say what they were meant to say', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    const validity = { thisUpdate: Date.now() - day, nextUpdate: Date.now() + day }
    for (const [index, key] of sampleKeys().entries()) {
      const authority = randomAuthority(random, key)
      const fields = { ...randomRevocationList(random, authority, index * 20).fields, ...validity }
      const root = write('root.pem', encodePem('CERTIFICATE', rootCertificate(authority)))
      const list = write('list.pem', encodePem('X509 CRL', signList(authority, fields)))
      assert.match(
        certtool('--verify-crl', '--load-ca-certificate', root, '--infile', list).output,
        /Verification output: Verified\./,
      )
      assertShows(certtool('--crl-info', '--infile', list).output, [
        'Version: 2',
        `Issued: ${gnutlsTime(fields.thisUpdate)}`,
        `Next at: ${gnutlsTime(fields.nextUpdate)}`,
        'Authority Key Identifier (not critical):',
        authority.key.identifier.toHex(),
        `CRL Number (not critical): ${gnutlsSerial(Uint8Array.fromHex(evenHex(fields.number)))}`,
        ...fields.entries.flatMap(({ serialNumber, revokedAt }) => [
          `Serial Number (hex): ${gnutlsSerial(serialNumber)}`,
          `Revoked at: ${gnutlsTime(revokedAt)}`,
        ]),
      ])
    }
  })

  test('what GnuTLS makes is read', () => {
    certtool('--generate-privkey', '--key-type=ecdsa', '--curve=secp384r1', '--outfile', 'key.pem')
    write('template', template)
    const made = (...parameters: readonly string[]) => {
      const { output } = certtool(...parameters, '--load-privkey', 'key.pem', '--template', 'template')
      return (
        decodePem(output.slice(output.indexOf('-----BEGIN'), output.lastIndexOf('-----') + 5))[0]?.der ??
        new Uint8Array()
      )
    }
    const names = ['*.example.com', '192.0.2.1', '2001:db8::1', 'https://example.com/']
    const request = readCertificateRequest(made('--generate-request'))
    assert.deepEqual([request.subject.country, request.subject.commonName], ['CN', '例子'])
    assert.deepEqual(request.requested.alternativeNames.map(({ value }) => value).sort(), [...names].sort())
    assert.deepEqual(request.requested.keyUsages, ['digitalSignature', 'keyCertSign', 'cRLSign'])
    assert.deepEqual(request.requested.extendedKeyUsages, ['1.3.6.1.5.5.7.3.1', '1.2.3.4'])
    const certificate = readCertificate(made('--generate-self-signed'))
    assert.deepEqual([certificate.isAuthority, certificate.pathLength], [true, 3])
    assert.deepEqual(certificate.alternativeNames.map(({ value }) => value).sort(), [...names].sort())
    assert.deepEqual(certificate.serialNumber, Uint8Array.of(0x80, 1))
    assert.deepEqual(certificate.publicKey.algorithm, { family: 'EC', bits: 384 })
  })
})

function evenHex(number: bigint): string {
  const hex = number.toString(16)
  return hex.length % 2 === 0 ? hex : `0${hex}`
}

const template = `
cn = "例子"
country = CN
serial = 32769
dns_name = "*.example.com"
ip_address = "192.0.2.1"
ip_address = "2001:db8::1"
uri = "https://example.com/"
ca
path_len = 3
cert_signing_key
crl_signing_key
signing_key
tls_www_server
key_purpose_oid = 1.2.3.4
expiration_days = -1
`
