import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { sealedRecords } from '../../../src/domain/model/sealed.ts'
import { startServer } from '../running-server.ts'
import { activateBody, authorities, certificates, pendingBody, rootBody, unknownId } from '../samples.ts'
import * as fields from './authority-fields.ts'
import { badRequests, goodRequests } from './bad-requests.ts'
import { element, integer, objectIdentifier, printable, sequence, utf8 } from './der.ts'
import { alternativeNamesOf, basicConstraintsOf, keyUsagesOf, oids, purposesOf } from './inspect.ts'
import { bodyRefusals, fieldRefusals, type Refusal, refusals } from './refusals.ts'
import {
  alternativeNames,
  commonName,
  dns,
  ecKeys,
  extension,
  nameOf,
  type RequestParts,
  request,
  rsaKeys,
  types,
} from './requests.ts'
import {
  bad,
  certificateOf,
  createAuthority,
  createRoot,
  done,
  ok,
  quotaUsed,
  refused,
  showAuthority,
  showCertificate,
  unchanged,
} from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const root = await createRoot(server)
const keys = ecKeys()
const rsa = rsaKeys()
const bodyOf = (csr: unknown) => ({ issuer_id: root, csr, validity: { type: 'DAY', value: 30 } })
const send = (body: unknown) => api('POST', `${certificates}/csr`, body)
const issueBy = async (csr: string, changes: object = {}): Promise<string> =>
  ok(await send({ ...bodyOf(csr), ...changes })).certificate_id
const issued = async (parts: RequestParts, changes: object = {}) =>
  certificateOf(server, await issueBy(request({ keys, ...parts }), changes))

suite('issue a certificate by CSR', () => {
  test('details: the first of each attribute, null for what is absent, nothing inherited', async () => {
    const subject = nameOf(
      [types.organizationalUnit, utf8('First')],
      [types.commonName, utf8('quoted "name"\r\n')],
      [types.organizationalUnit, utf8('Second')],
      ['0.9.2342.19200300.100.1.25', element(0x16, 'dc')],
      [types.country, printable('de')],
    )
    const used = await quotaUsed(api, certificates)
    const id = await issueBy(request({ keys, subject }))
    const { serial_number, ...details } = await showCertificate(server, id)
    const now = server.clock.now()
    assert.deepEqual(details, {
      certificate_id: id,
      status: 'ISSUED',
      issuer_id: root,
      issuer_name: 'Test Root',
      key_algorithm: 'EC256',
      signature_algorithm: 'SHA384',
      freeze_flag: 0,
      gen_mode: 'CSR',
      create_time: now,
      delete_time: null,
      not_before: now - 60_000,
      not_after: now + 30 * 86_400_000,
      distinguished_name: {
        country: 'de',
        state: null,
        locality: null,
        organization: null,
        organizational_unit: 'First',
        common_name: 'quoted "name"\r\n',
      },
      enterprise_project_id: '0',
    })
    const certificate = await certificateOf(server, id)
    assert.equal(certificate.serialNumber, serial_number)
    assert.ok(certificate.subject.equals(subject), 'the subject is not the CSR byte for byte')
    assert.ok(certificate.publicKey.equals(keys.publicKey.export({ type: 'spki', format: 'der' })))
    assert.equal(certificate.signatureAlgorithm, '1.2.840.10045.4.3.3')
    assert.equal(await quotaUsed(api, certificates), used + 1)
    assert.equal(ok(await api('GET', `${certificates}?name=quoted`)).total, 1)
  })

  test('a subject of PrintableString and TeletexString stays what it is', async () => {
    const subject = nameOf(
      [types.organization, element(0x14, 'Acme')],
      [types.commonName, printable('p.test')],
    )
    assert.ok((await issued({ subject })).subject.equals(subject))
  })

  for (const [algorithm, pair] of [
    ['RSA2048', rsa],
    ['RSA3072', rsaKeys(3072)],
    ['EC256', keys],
    ['EC384', ecKeys('P-384')],
    ['EC521', ecKeys('P-521')],
  ] as const) {
    test(`${algorithm}: the key algorithm is the key's, default usages are of its kind, SHA384`, async () => {
      const id = await issueBy(request({ keys: pair }))
      const details = await showCertificate(server, id)
      assert.deepEqual([details.key_algorithm, details.signature_algorithm], [algorithm, 'SHA384'])
      const second = algorithm.startsWith('RSA') ? 'keyEncipherment' : 'keyAgreement'
      const certificate = await certificateOf(server, id)
      assert.deepEqual(keyUsagesOf(certificate), ['digitalSignature', second])
      assert.equal(purposesOf(certificate), null)
    })
  }

  for (const [what, csr] of goodRequests) {
    test(`${what}: taken`, async () => void (await issueBy(csr)))
  }

  test('SAN, key usage and extended key usage of the CSR reach the certificate', async () => {
    const certificate = await issued({
      extensions: [
        alternativeNames(
          dns('a.test'),
          element(0x87, [192, 0, 2, 1]),
          element(0x81, 'a@b.test'),
          element(0x86, 'urn:a:b'),
          dns('a.test'),
        ),
        extension('2.5.29.15', element(3, [6, 0xc0]), true),
        extension(
          '2.5.29.37',
          sequence(objectIdentifier('1.3.6.1.5.5.7.3.2'), objectIdentifier('1.3.6.1.4.1.311.10.3.4')),
        ),
      ],
    })
    assert.deepEqual(alternativeNamesOf(certificate), [
      'DNS:a.test',
      'IP:c0000201',
      'EMAIL:a@b.test',
      'URI:urn:a:b',
    ])
    assert.deepEqual(keyUsagesOf(certificate), ['digitalSignature', 'nonRepudiation'])
    assert.deepEqual(purposesOf(certificate), ['1.3.6.1.5.5.7.3.2', '1.3.6.1.4.1.311.10.3.4'])
  })

  test('without SAN the common name is added if it is a DNS name', async () => {
    assert.deepEqual(alternativeNamesOf(await issued({})), ['DNS:csr.example.test'])
    assert.equal(alternativeNamesOf(await issued({ subject: commonName('No Host') })), null)
  })

  test('CA:TRUE, key identifiers, CDP, AIA, name constraints and all others of the CSR are ignored', async () => {
    const ski = element(4, Buffer.alloc(20, 0xaa))
    const certificate = await issued({
      extensions: [
        extension('2.5.29.19', sequence([1, 1, 255], integer(3)), true),
        extension('2.5.29.14', ski),
        extension('2.5.29.35', sequence(element(0x80, Buffer.alloc(20, 0xbb)))),
        extension(
          '2.5.29.31',
          sequence(sequence(element(0xa0, element(0xa0, element(0x86, 'http://evil.test/'))))),
          true,
        ),
        extension(
          '1.3.6.1.5.5.7.1.1',
          sequence(sequence(objectIdentifier('1.3.6.1.5.5.7.48.1'), element(0x86, 'http://evil.test/'))),
        ),
        extension('2.5.29.30', sequence(element(0xa0, sequence(dns('x.test')))), true),
        extension('1.2.3.4', utf8('mine')),
      ],
    })
    assert.equal(basicConstraintsOf(certificate)?.isAuthority ?? false, false)
    assert.equal(certificate.x509.ca, false)
    assert.equal(keyUsagesOf(certificate)?.includes('keyCertSign'), false)
    assert.equal(certificate.extensions.get(oids.subjectKeyIdentifier)?.value.equals(ski), false)
    assert.equal(certificate.der.includes('evil'), false)
    for (const absent of [oids.nameConstraints, oids.distributionPoints, '1.2.3.4']) {
      assert.equal(certificate.extensions.has(absent), false, absent)
    }
    const information = certificate.extensions.get(oids.authorityInformation)?.value.toString('latin1')
    assert.match(information ?? '', /\/pki\/[0-9a-f-]{36}\.crt$/, 'the access information is ours')
  })

  const ignored: [string, object][] = [
    ['subject_alternative_names', { subject_alternative_names: [{ type: 'DNS', value: 'other.test' }] }],
    ['wrong subject_alternative_names', { subject_alternative_names: 'nonsense' }],
    ['path_length of 0 to 6', { path_length: 6 }],
    ['type ENTITY_CERT', { type: 'ENTITY_CERT' }],
    ['type null', { type: null }],
    ['type ""', { type: '' }],
    ['enterprise_project_id "0"', { enterprise_project_id: '0' }],
  ]
  for (const [what, changes] of ignored) {
    test(`${what} changes nothing`, async () => {
      const certificate = await issued({}, changes)
      assert.deepEqual(alternativeNamesOf(certificate), ['DNS:csr.example.test'])
      assert.equal(certificate.x509.ca, false)
    })
  }

  test('the same CSR twice: two certificates', async () => {
    const csr = request({ keys })
    assert.notEqual(await issueBy(csr), await issueBy(csr))
  })
})

/** A request that a CA's own key signed and that asks for nothing; the API itself gives out none such. */
async function requestWithKeyOf(id: string): Promise<string> {
  const { database, keyExporter } = server.world
  const accountId = server.credentials.domain.id
  const sealed = await database.read(accountId, (stores) => stores.keys.find(id))
  if (!sealed) throw new Error('no such key')
  const record = sealedRecords.authorityKey(accountId, id)
  const privateKey = createPrivateKey(await keyExporter.exportPem({ record, sealed }))
  return request({ keys: { privateKey, publicKey: createPublicKey(privateKey) } })
}

suite('issue by CSR: the key of a CA', () => {
  test("of one's own is refused, PENDING, ACTIVED or DISABLED; another account's is taken", async () => {
    const id = await createAuthority(server, pendingBody())
    const csr = await requestWithKeyOf(id)
    const refuse = () =>
      unchanged(api, async () => refused(await send(bodyOf(csr)), 400, 'PCA.00020401', 'csr'))
    await refuse()
    done(await api('POST', `${authorities}/${id}/activate`, activateBody(root)))
    await refuse()
    done(await api('POST', `${authorities}/${id}/disable`))
    await refuse()
    assert.equal((await showAuthority(server, id)).status, 'DISABLED')

    const stranger = server.as(await server.addAccount('stranger'))
    const theirRoot = ok(await stranger('POST', authorities, rootBody())).ca_id
    ok(await stranger('POST', `${certificates}/csr`, { ...bodyOf(csr), issuer_id: theirRoot }))
  })

  test("the issuing root's own key is refused", async () => {
    const csr = await requestWithKeyOf(root)
    await unchanged(api, async () => refused(await send(bodyOf(csr)), 400, 'PCA.00020401', 'csr'))
  })

  test("a pending CA's exported CSR asks for keyCertSign and is refused as an entity certificate", async () => {
    const id = await createAuthority(server, pendingBody())
    const { csr } = ok(await api('GET', `${authorities}/${id}/csr`))
    await unchanged(api, async () => refused(await send(bodyOf(csr)), 400, 'PCA.00020401', 'csr'))
  })
})

const keyUsage = (...octets: number[]) => [extension('2.5.29.15', element(3, octets), true)]
const moreBadRequests: [string, string][] = [
  ['keyCertSign', request({ keys, extensions: keyUsage(2, 0x84) })],
  ['keyEncipherment for an EC key', request({ keys, extensions: keyUsage(5, 0x20) })],
  ['keyAgreement for an RSA key', request({ keys: rsa, extensions: keyUsage(3, 0x08) })],
  ['encipherOnly without keyAgreement', request({ keys, extensions: keyUsage(0, 0x81) })],
  ...['a b.test', 'a.*.test', '*a.test', 'a..test', 'a.test.', ''].map((name): [string, string] => [
    `the DNS name "${name}"`,
    request({ keys, extensions: [alternativeNames(dns(name))] }),
  ]),
  [
    'an address of 5 octets',
    request({ keys, extensions: [alternativeNames(element(0x87, [1, 2, 3, 4, 5]))] }),
  ],
  ['a wrong e-mail address', request({ keys, extensions: [alternativeNames(element(0x81, 'x'))] })],
  ['a relative URI', request({ keys, extensions: [alternativeNames(element(0x86, '/x'))] })],
]

refusals('issue by CSR', api, [
  ...[...badRequests, ...moreBadRequests].map(
    ([what, csr]): Refusal => ({
      what: `a CSR: ${what}`,
      send: () => send(bodyOf(csr)),
      code: 'PCA.00020401',
      names: 'csr',
    }),
  ),
  ...fieldRefusals(send, { ...bodyOf(request({ keys })), validity: { type: 'YEAR', value: 1 } }, [
    ...fields.badIssuerIds(true),
    ...bad('validity', 'PCA.00020109', [undefined, null, '']),
    ...fields.badValidities(20),
    ...bad('type', 'PCA.00020001', ['X', 'entity_cert', 'ROOT', 5, true, {}, []]),
    ...fields.badPathLengths,
    ...fields.badEnterpriseProjects,
  ]),
  ...bodyRefusals(send),
  {
    what: 'an unknown issuer',
    send: () => send({ ...bodyOf(request({ keys })), issuer_id: unknownId }),
    status: 404,
    code: 'PCA.00030103',
    names: 'issuer_id',
  },
  {
    what: 'a wrong CSR, before the issuer is looked for',
    send: () => send({ ...bodyOf('x'), issuer_id: unknownId }),
    code: 'PCA.00020401',
    names: 'csr',
  },
  {
    // docs/api/pca-v1.md: first that every field has its form, then what each says
    what: 'the form of the validity before what the CSR says',
    send: () => send({ ...bodyOf('x'), validity: 5 }),
    code: 'PCA.00020109',
    names: 'validity',
  },
])
