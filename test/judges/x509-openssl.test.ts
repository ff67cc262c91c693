import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createPublicKey, verify } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import type { AlternativeName } from '../../src/domain/model/alternative-name.ts'
import type { KeyUsage } from '../../src/domain/model/key-usage.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { readCertificateRequest } from '../../src/x509/certificate-request.ts'
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

const judge = 'openssl'
const folder = mkdtempSync(join(tmpdir(), 'x509-openssl-'))
after(() => rmSync(folder, { recursive: true }))

function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

function openssl(...parameters: readonly string[]): {
  readonly status: number | null
  readonly output: string
} {
  const { status, stdout, stderr } = spawnSync(judge, parameters, { encoding: 'utf8', cwd: folder })
  return { status, output: stdout + stderr }
}

const certificatePem = (der: Uint8Array) => encodePem('CERTIFICATE', der)
const opensslTime = (ms: number) => {
  const [, day, month, year, time] = new Date(ms).toUTCString().split(' ')
  return `${month} ${String(Number(day)).padStart(2)} ${time} ${year} GMT`
}

const usageNames: Record<KeyUsage, string> = {
  digitalSignature: 'Digital Signature',
  nonRepudiation: 'Non Repudiation',
  keyEncipherment: 'Key Encipherment',
  dataEncipherment: 'Data Encipherment',
  keyAgreement: 'Key Agreement',
  keyCertSign: 'Certificate Sign',
  cRLSign: 'CRL Sign',
  encipherOnly: 'Encipher Only',
  decipherOnly: 'Decipher Only',
}

function opensslName(name: AlternativeName): string {
  if (name.type !== 'IP') return `${{ DNS: 'DNS', EMAIL: 'email', URI: 'URI' }[name.type]}:${name.value}`
  if (name.octets.length === 4) return `IP Address:${name.value}`
  const groups = Array.from(
    { length: 8 },
    (_, group) => (name.octets[2 * group] ?? 0) * 256 + (name.octets[2 * group + 1] ?? 0),
  )
  return `IP Address:${groups.map((group) => group.toString(16).toUpperCase()).join(':')}`
}

/** The lines that OpenSSL must show of a certificate. */
function expectedLines({ fields }: SampleCertificate): string[] {
  const { basicConstraints, keyUsages, alternativeNames, extendedKeyUsages, ...extensions } =
    fields.extensions
  const { isAuthority, pathLength } = basicConstraints
  return [
    `Not Before: ${opensslTime(fields.notBefore)}`,
    `Not After : ${opensslTime(fields.notAfter)}`,
    'X509v3 Basic Constraints: critical',
    `CA:${String(isAuthority).toUpperCase()}${pathLength === null ? '' : `, pathlen:${pathLength}`}`,
    ...(keyUsages.length > 0
      ? ['X509v3 Key Usage: critical', keyUsages.map((usage) => usageNames[usage]).join(', ')]
      : []),
    ...(extendedKeyUsages
      ? [`X509v3 Extended Key Usage:${extendedKeyUsages.isCritical ? ' critical' : ''}`]
      : []),
    ...(alternativeNames.length > 0
      ? ['X509v3 Subject Alternative Name:', alternativeNames.map(opensslName).join(', ')]
      : []),
    ...extensions.revocationListUrls.map((url) => `URI:${url}`),
    ...extensions.authorityInformation.ocspUrls.map((url) => `OCSP - URI:${url}`),
    ...extensions.authorityInformation.issuerUrls.map((url) => `CA Issuers - URI:${url}`),
    ...(extensions.noRevocationCheck ? ['OCSP No Check:'] : []),
    ...(extensions.customized ? [`${extensions.customized.objectIdentifier}:`] : []),
  ]
}

function assertShows(text: string, expected: readonly string[]): void {
  const lines = new Set(text.split('\n').map((line) => line.trim()))
  for (const line of expected) assert.ok(lines.has(line), `no line ${JSON.stringify(line)} in\n${text}`)
}

suite('judged by OpenSSL', skipWithout(judge), () => {
  test('certificates stand under their root by the strict rules', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    for (const [index, key] of sampleKeys().entries()) {
      const authority = randomAuthority(random, key)
      const root = write(`root-${index}.pem`, certificatePem(rootCertificate(authority)))
      const leaves = Array.from({ length: 12 }, (_, leaf) =>
        write(`leaf-${index}-${leaf}.pem`, certificatePem(randomCertificate(random, authority).der)),
      )
      const { output, status } = openssl(
        'verify',
        '-x509_strict',
        '-check_ss_sig',
        '-no_check_time',
        '-CAfile',
        root,
        root,
        ...leaves,
      )
      assert.equal(output, [root, ...leaves].map((path) => `${path}: OK\n`).join(''))
      assert.equal(status, 0)
    }
  })

  test('certificates say what they were meant to say', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    const samples = Array.from({ length: 60 }, () => randomCertificate(random))
    const bundle = write('bundle.pem', samples.map(({ der }) => certificatePem(der)).join(''))
    const { output } = openssl('storeutl', '-noout', '-text', '-certs', bundle)
    const shown = output.split(/^\d+: Certificate$/m).slice(1)
    assert.equal(shown.length, samples.length)
    for (const [index, sample] of samples.entries()) assertShows(shown[index] ?? '', expectedLines(sample))
  })

  test('requests verify and say what they were meant to say', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    for (let round = 0; round < 12; round++) {
      const { der, fields } = randomRequest(random)
      const path = write('request.pem', encodePem('CERTIFICATE REQUEST', der))
      const { output, status } = openssl('req', '-verify', '-noout', '-text', '-in', path)
      assert.equal(status, 0)
      const { basicConstraints, keyUsages = [] } = fields.requested ?? {}
      assertShows(output, [
        'Certificate request self-signature verify OK',
        'Version: 1 (0x0)',
        ...(basicConstraints
          ? [
              `CA:${String(basicConstraints.isAuthority).toUpperCase()}${basicConstraints.pathLength === null ? '' : `, pathlen:${basicConstraints.pathLength}`}`,
            ]
          : []),
        ...(keyUsages.length > 0 ? [keyUsages.map((usage) => usageNames[usage]).join(', ')] : []),
      ])
    }
  })

  test('revocation lists verify and say what they were meant to say', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    for (const key of sampleKeys()) {
      const { der, fields, authority } = randomRevocationList(
        random,
        randomAuthority(random, key),
        random.pick([0, 1, 40]),
      )
      const root = write('root.pem', certificatePem(rootCertificate(authority)))
      const list = write('list.pem', encodePem('X509 CRL', der))
      const { output } = openssl('crl', '-noout', '-text', '-CAfile', root, '-in', list)
      assertShows(output, [
        'verify OK',
        'Version 2 (0x1)',
        `Last Update: ${opensslTime(fields.thisUpdate)}`,
        `Next Update: ${opensslTime(fields.nextUpdate)}`,
      ])
      const serials = [...output.matchAll(/Serial Number: ([0-9A-F]+)\n +Revocation Date: (.+)\n/g)].map(
        ([, serial, time]) => [serial, time],
      )
      assert.deepEqual(
        serials,
        fields.entries.map(({ serialNumber, revokedAt }) => [
          serialNumber.toHex().toUpperCase(),
          opensslTime(revokedAt),
        ]),
      )
      const withReason = fields.entries.filter(({ reason }) => reason !== 'UNSPECIFIED')
      assert.equal(output.match(/X509v3 CRL Reason Code:/g)?.length ?? 0, withReason.length)
    }
  })

  test('a certificate is revoked by its list and no other is', () => {
    const random = new Random()
    const authority = randomAuthority(random)
    const [revoked, good] = [randomCertificate(random, authority), randomCertificate(random, authority)]
    const { fields } = randomRevocationList(random, authority)
    const entries = [
      ...fields.entries,
      {
        serialNumber: revoked.fields.serialNumber,
        revokedAt: fields.thisUpdate,
        reason: 'KEY_COMPROMISE' as const,
      },
    ]
    const list = signList(authority, { ...fields, entries })
    const paths = [
      write('root.pem', certificatePem(rootCertificate(authority))),
      write('list.pem', encodePem('X509 CRL', list)),
      write('revoked.pem', certificatePem(revoked.der)),
      write('good.pem', certificatePem(good.der)),
    ] as const
    const check = (path: string) =>
      openssl(
        'verify',
        '-x509_strict',
        '-no_check_time',
        '-crl_check',
        '-CAfile',
        paths[0],
        '-CRLfile',
        paths[1],
        path,
      )
    assert.match(check(paths[2]).output, /error 23 at 0 depth lookup: certificate revoked/)
    assert.deepEqual(check(paths[3]), { status: 0, output: `${paths[3]}: OK\n` })
  })

  test('what OpenSSL makes is read', () => {
    const names =
      'subjectAltName=DNS:*.example.com,IP:192.0.2.1,IP:2001:db8::1,email:a@example.com,URI:https://example.com/,RID:1.2.3,otherName:1.2.3.4;UTF8:other'
    const request = (...kind: readonly string[]) => {
      openssl(
        'req',
        '-new',
        '-utf8',
        '-nodes',
        ...kind,
        '-keyout',
        'key.pem',
        '-out',
        'made.pem',
        '-subj',
        '/C=CN/ST=广东/O=First/O=Second/CN=例子/emailAddress=a@example.com',
        '-addext',
        names,
        '-addext',
        'keyUsage=critical,digitalSignature,decipherOnly',
        '-addext',
        'extendedKeyUsage=serverAuth,1.2.3.4',
        '-addext',
        'basicConstraints=critical,CA:TRUE',
      )
      return decodePem(readFileSync(join(folder, 'made.pem'), 'utf8'))[0]?.der ?? new Uint8Array()
    }
    const kinds = [
      ['-newkey', 'rsa:2048', '-sha384'],
      ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-sha256'],
      ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-521', '-sha512'],
    ]
    for (const kind of kinds) {
      const { requested, subject, signedDer, signature, publicKeyDer, signatureAlgorithm } =
        readCertificateRequest(request(...kind))
      assert.deepEqual([subject.state, subject.organization, subject.commonName], ['广东', 'First', '例子'])
      assert.deepEqual(
        requested.alternativeNames.map(({ value }) => value),
        ['*.example.com', '192.0.2.1', '2001:db8::1', 'a@example.com', 'https://example.com/'],
      )
      assert.equal(requested.unsupportedAlternativeNames, 2)
      assert.deepEqual(requested.keyUsages, ['digitalSignature', 'decipherOnly'])
      assert.deepEqual(requested.extendedKeyUsages, ['1.3.6.1.5.5.7.3.1', '1.2.3.4'])
      const key = createPublicKey({ key: Buffer.from(publicKeyDer), format: 'der', type: 'spki' })
      assert.ok(verify(signatureAlgorithm.hash, signedDer, key, signature))
    }
    assert.throws(() => readCertificateRequest(request('-newkey', 'ed25519')), /unknown signature algorithm/)
  })

  test('certificates of version 1 and 3 that OpenSSL makes are read', () => {
    openssl(
      'req',
      '-x509',
      '-nodes',
      '-newkey',
      'rsa:2048',
      '-keyout',
      'key.pem',
      '-out',
      'root.pem',
      '-subj',
      '/CN=root',
      '-days',
      '20000',
    )
    openssl(
      'req',
      '-new',
      '-nodes',
      '-newkey',
      'rsa:2048',
      '-keyout',
      'leaf-key.pem',
      '-out',
      'request.pem',
      '-subj',
      '/CN=leaf',
    )
    openssl(
      'x509',
      '-req',
      '-in',
      'request.pem',
      '-CA',
      'root.pem',
      '-CAkey',
      'key.pem',
      '-CAcreateserial',
      '-out',
      'leaf.pem',
    )
    const read = (name: string) =>
      readCertificate(decodePem(readFileSync(join(folder, name), 'utf8'))[0]?.der ?? new Uint8Array())
    const [root, leaf] = [read('root.pem'), read('leaf.pem')]
    assert.deepEqual([root.isAuthority, root.pathLength, root.subject.commonName], [true, null, 'root'])
    assert.deepEqual(root.authorityKeyIdentifier, root.subjectKeyIdentifier)
    assert.ok(root.notAfter > Date.UTC(2050, 0))
    assert.deepEqual([leaf.isAuthority, leaf.keyUsages, leaf.subject.commonName], [false, null, 'leaf'])
    assert.deepEqual(leaf.issuerNameDer, root.subjectNameDer)
  })
})
