import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { authorities, certificates, issueBody, pendingBody, subject, unknownId } from '../samples.ts'
import * as fields from './authority-fields.ts'
import { basicConstraintsOf, oids } from './inspect.ts'
import { bodyRefusals, fieldRefusals, refusals } from './refusals.ts'
import {
  authorityCertificateOf,
  bad,
  certificateOf,
  createAuthority,
  createRoot,
  createSubordinate,
  issue,
  issued,
  ok,
  refused,
  showCertificate,
  withField,
} from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const root = await createRoot(server)
const low = await createSubordinate(server, root, { key_algorithm: 'EC384' }, 'Low')

suite('issue a certificate', () => {
  test('every parameter comes back exactly', async () => {
    const name = subject('everything.example.test')
    const answer = await api('POST', certificates, {
      issuer_id: low,
      key_algorithm: 'RSA2048',
      signature_algorithm: 'SHA512',
      distinguished_name: name,
      validity: { type: 'MONTH', value: 2 },
      key_usages: ['digitalSignature', 'nonRepudiation'],
      subject_alternative_names: [{ type: 'IP', value: '156.127.116.38' }],
      extended_key_usage: { server_auth: true },
      customized_extension: { object_identifier: '1.3.6.1.4.1.2011.4.99', value: 'x' },
      enterprise_project_id: '0',
    })
    assert.deepEqual(Object.keys(ok(answer)), ['certificate_id'])
    const { certificate_id } = answer.body
    assert.match(certificate_id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    const { serial_number, ...details } = await showCertificate(server, certificate_id)
    const now = server.clock.now()
    assert.deepEqual(details, {
      certificate_id,
      status: 'ISSUED',
      issuer_id: low,
      issuer_name: 'Low',
      key_algorithm: 'RSA2048',
      signature_algorithm: 'SHA512',
      freeze_flag: 0,
      gen_mode: 'GENERATE',
      create_time: now,
      delete_time: null,
      not_before: now - 60_000,
      not_after: now + 62 * 86_400_000,
      distinguished_name: name,
      enterprise_project_id: '0',
    })
    const certificate = await certificateOf(server, certificate_id)
    assert.equal(certificate.serialNumber, serial_number)
    assert.equal(certificate.signatureAlgorithm, '1.2.840.10045.4.3.4')
  })

  test('its issuer signed it; issuer name and key identifier are copied byte for byte; it is no CA', async () => {
    const issuer = await authorityCertificateOf(server, low)
    const certificate = await issued(server, low)
    assert.ok(certificate.x509.verify(issuer.x509.publicKey))
    assert.ok(certificate.issuer.equals(issuer.subject))
    const ski = issuer.extensions.get(oids.subjectKeyIdentifier)?.value.subarray(2)
    assert.ok(ski && certificate.extensions.get(oids.authorityKeyIdentifier)?.value.subarray(4).equals(ski))
    const constraints = basicConstraintsOf(certificate)
    assert.equal(constraints?.isAuthority ?? false, false)
    assert.equal(constraints?.pathLength ?? null, null)
  })

  for (const [algorithm, hash] of [
    ['RSA2048', 'SHA256'],
    ['RSA4096', 'SHA384'],
    ['EC256', 'SHA512'],
    ['EC384', 'SHA384'],
  ] as const) {
    test(`${algorithm} with ${hash}`, async () => {
      const id = await issue(server, root, { key_algorithm: algorithm, signature_algorithm: hash })
      const details = await showCertificate(server, id)
      assert.deepEqual([details.key_algorithm, details.signature_algorithm], [algorithm, hash])
      const { x509 } = await certificateOf(server, id)
      const { modulusLength, namedCurve } = x509.publicKey.asymmetricKeyDetails ?? {}
      const expected = { RSA2048: 2048, RSA4096: 4096, EC256: 'prime256v1', EC384: 'secp384r1' }
      assert.equal(modulusLength ?? namedCurve, expected[algorithm])
    })
  }

  test('what Terraform sends when nothing is configured is taken', async () => {
    const certificate = await issued(server, root, {
      distinguished_name: {
        common_name: 'tf.example.test',
        country: '',
        state: '',
        locality: '',
        organization: '',
        organizational_unit: '',
      },
      key_usages: [],
      extended_key_usage: {
        server_auth: false,
        client_auth: false,
        code_signing: false,
        email_protection: false,
        time_stamping: false,
      },
      customized_extension: { object_identifier: '', value: '' },
      subject_alternative_names: [],
      enterprise_project_id: '',
    })
    assert.equal(certificate.extensions.has(oids.extendedKeyUsage), false)
    assert.deepEqual(certificate.attributes[0], ['C', 'CN'])
  })

  for (const value of [undefined, null, '']) {
    test(`key_algorithm and signature_algorithm ${JSON.stringify(value)}: something sensible`, async () => {
      const body = { key_algorithm: value, signature_algorithm: value }
      const details = await showCertificate(server, await issue(server, root, body))
      assert.match(details.key_algorithm, /^(RSA2048|EC256)$/)
      assert.equal(details.signature_algorithm, 'SHA256')
    })
  }

  test('50 at once: 50 records, 50 serial numbers', async () => {
    const before = ok(await api('GET', certificates)).total
    const ids = await Promise.all(Array.from({ length: 50 }, () => issue(server, root)))
    assert.equal(ok(await api('GET', certificates)).total, before + 50)
    const serials = await Promise.all(
      ids.map(async (id) => (await showCertificate(server, id)).serial_number),
    )
    assert.equal(new Set(serials).size, 50)
  })
})

const send = (body: unknown) => api('POST', certificates, body)
const pending = await createAuthority(server, pendingBody())

refusals('issue a certificate', api, [
  ...fieldRefusals(send, { ...issueBody(root), validity: { type: 'YEAR', value: 1 } }, [
    ...fields.badIssuerIds(true),
    ...fields.badKeyAlgorithms(false),
    ...fields.badHashes(false),
    ...bad('validity', 'PCA.00020109', [undefined, null, '']),
    ...fields.badValidities(20),
    ...fields.badEnterpriseProjects,
  ]),
  ...bodyRefusals(send),
  {
    what: 'an unknown issuer',
    send: () => send(issueBody(unknownId)),
    status: 404,
    code: 'PCA.00030103',
    names: 'issuer_id',
  },
  { what: 'a pending issuer', send: () => send(issueBody(pending)), status: 403, code: 'PCA.00030201' },
  {
    what: 'a wrong field, before the issuer is looked for',
    send: () => send({ ...issueBody(unknownId), key_usages: 5 }),
    code: 'PCA.00020001',
    names: 'key_usages',
  },
])

suite('issue a certificate: of several faults the first in the order of the reference answers', () => {
  const wrong = {
    issuer_id: 'X',
    key_algorithm: 'X',
    signature_algorithm: 'X',
    distinguished_name: 5,
    validity: 5,
    key_usages: 5,
    subject_alternative_names: [{ type: 'X', value: 'a.test' }],
    extended_key_usage: 5,
    customized_extension: 5,
  }
  const order = [
    ['issuer_id', 'PCA.00020201'],
    ['key_algorithm', 'PCA.00020102'],
    ['signature_algorithm', 'PCA.00020103'],
    ['distinguished_name', 'PCA.00020101'],
    ['validity', 'PCA.00020109'],
    ['key_usages', 'PCA.00020001'],
    ['subject_alternative_names', 'PCA.00020112'],
    ['extended_key_usage', 'PCA.00020001'],
    ['customized_extension', 'PCA.00020001'],
  ] as const
  const right: Record<string, unknown> = {
    ...issueBody(root),
    key_usages: [],
    subject_alternative_names: [],
    extended_key_usage: {},
  }
  for (const [index, [field, code]] of order.entries()) {
    test(`${field} before all that follow`, async () => {
      const fixed = Object.fromEntries(order.slice(0, index).map(([name]) => [name, right[name]]))
      refused(await send({ ...wrong, ...fixed }), 400, code)
    })
  }

  const semantic: [string, Record<string, unknown>, string][] = [
    [
      'a country of digits before a wrong validity',
      { 'distinguished_name.country': '12', validity: 5 },
      'PCA.00020101',
    ],
    [
      'a period over the limit before wrong key usages',
      { 'validity.value': 21, 'validity.type': 'YEAR', key_usages: 5 },
      'PCA.00020109',
    ],
    [
      // docs/api/pca-v1.md: first that every field has its form, then what each says
      'the form of a later field before what an earlier one says',
      { subject_alternative_names: [{ type: 'DNS', value: 'a b' }], extended_key_usage: 5 },
      'PCA.00020001',
    ],
  ]
  for (const [what, changes, code] of semantic) {
    test(what, async () => {
      const body = Object.entries(changes).reduce(
        (at: object, [path, value]) => withField(at, path, value),
        issueBody(root),
      )
      refused(await send(body), 400, code)
    })
  }
})

test('details of a CA are not those of a certificate', async () => {
  refused(await api('GET', `${certificates}/${root}`), 404, 'PCA.00030102')
  ok(await api('GET', `${authorities}/${root}`))
})
