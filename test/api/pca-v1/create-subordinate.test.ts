import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { authorities, pendingBody, subject, subordinateBody, unknownId } from '../samples.ts'
import * as fields from './authority-fields.ts'
import { basicConstraintsOf, keyUsagesOf, oids } from './inspect.ts'
import { fieldRefusals, refusals } from './refusals.ts'
import {
  authorityCertificateOf,
  bad,
  createAuthority,
  createRoot,
  createSubordinate,
  forbidden,
  refused,
  showAuthority,
  shown,
  unchanged,
  withField,
} from './support.ts'

const server = await startServer({ 'ca-quota': '1000' })
after(() => server.close())
const { api } = server
const root = await createRoot(server)
const body = subordinateBody(root)

suite('create a subordinate CA that is activated at once', () => {
  test('every parameter comes back exactly', async () => {
    const id = await createSubordinate(server, root, {
      key_algorithm: 'EC384',
      signature_algorithm: 'SHA512',
      path_length: 3,
      key_usages: ['keyCertSign', 'cRLSign'],
      crl_configuration: { enabled: false },
      enterprise_project_id: '0',
    })
    const { serial_number, ...ca } = await showAuthority(server, id)
    const now = server.clock.now()
    assert.deepEqual(ca, {
      ca_id: id,
      type: 'SUBORDINATE',
      status: 'ACTIVED',
      path_length: 3,
      issuer_id: root,
      issuer_name: 'Test Root',
      key_algorithm: 'EC384',
      signature_algorithm: 'SHA512',
      freeze_flag: 0,
      gen_mode: 'GENERATE',
      create_time: now,
      delete_time: null,
      not_before: now - 60_000,
      not_after: Date.UTC(2031, 10, 20, 12),
      distinguished_name: subject('Test Subordinate'),
      crl_configuration: {
        enabled: false,
        crl_name: null,
        obs_bucket_name: null,
        valid_days: null,
        crl_dis_point: null,
      },
      enterprise_project_id: '0',
      charging_mode: 1,
      free_quota: 0,
      domain_id: server.credentials.domain.id,
      cluster_id: null,
      ocsp_switch: false,
    })
    const certificate = await authorityCertificateOf(server, id)
    assert.equal(certificate.serialNumber, serial_number)
    assert.deepEqual(keyUsagesOf(certificate), ['keyCertSign', 'cRLSign'])
    assert.deepEqual(basicConstraintsOf(certificate), { isCritical: true, isAuthority: true, pathLength: 3 })
  })

  test("its issuer's name and key identifier are copied byte for byte, and the issuer's key signed it", async () => {
    const issuer = await authorityCertificateOf(server, root)
    const certificate = await authorityCertificateOf(server, await createSubordinate(server, root))
    assert.ok(certificate.issuer.equals(issuer.subject))
    const ski = issuer.extensions.get(oids.subjectKeyIdentifier)?.value.subarray(2)
    const aki = certificate.extensions.get(oids.authorityKeyIdentifier)?.value.subarray(4)
    assert.ok(ski && aki?.equals(ski))
    assert.ok(certificate.x509.verify(issuer.x509.publicKey))
    assert.ok(certificate.x509.checkIssued(issuer.x509))
  })

  const defaults: [string, object][] = [
    ['absent', {}],
    ['null', { path_length: null, key_usages: null, crl_configuration: null }],
    ['an empty list', { key_usages: [] }],
  ]
  for (const [what, changes] of defaults) {
    test(`path_length and key_usages ${what}: 0 and the three CA usages`, async () => {
      const id = await createSubordinate(server, root, changes)
      assert.equal((await showAuthority(server, id)).path_length, 0)
      const certificate = await authorityCertificateOf(server, id)
      assert.deepEqual(keyUsagesOf(certificate), ['digitalSignature', 'keyCertSign', 'cRLSign'])
      assert.equal(basicConstraintsOf(certificate)?.pathLength, 0)
    })
  }

  test('an issuer that waits for its own certificate → 403', async () => {
    const pending = await createAuthority(server, pendingBody())
    await unchanged(api, async () => forbidden(await api('POST', authorities, subordinateBody(pending))))
  })
})

suite('create a subordinate CA that waits for its certificate', () => {
  test('it shows what it has, and null for what it has not', async () => {
    const id = await createAuthority(server, { ...pendingBody(), signature_algorithm: 'SHA384' })
    assert.deepEqual(await showAuthority(server, id), {
      ca_id: id,
      type: 'SUBORDINATE',
      status: 'PENDING',
      path_length: 0,
      issuer_id: null,
      issuer_name: null,
      key_algorithm: 'EC256',
      signature_algorithm: 'SHA384',
      freeze_flag: 0,
      gen_mode: 'GENERATE',
      serial_number: null,
      create_time: server.clock.now(),
      delete_time: null,
      not_before: null,
      not_after: null,
      distinguished_name: subject('Test Pending'),
      crl_configuration: {
        enabled: false,
        crl_name: null,
        obs_bucket_name: null,
        valid_days: null,
        crl_dis_point: null,
      },
      enterprise_project_id: '0',
      charging_mode: 1,
      free_quota: 0,
      domain_id: server.credentials.domain.id,
      cluster_id: null,
      ocsp_switch: false,
    })
  })

  for (const missing of ['issuer_id', 'signature_algorithm', 'validity']) {
    for (const value of [undefined, null, '']) {
      test(`${missing} ${shown(value)} makes it wait, and the other values are ignored`, async () => {
        const id = await createAuthority(server, withField({ ...body, path_length: 4 }, missing, value))
        const { status, issuer_id, issuer_name, path_length, not_after } = await showAuthority(server, id)
        assert.deepEqual(
          { status, issuer_id, issuer_name, path_length, not_after },
          { status: 'PENDING', issuer_id: null, issuer_name: null, path_length: 0, not_after: null },
        )
      })
    }
  }

  const ignored: [string, object][] = [
    ['issuer_id', { issuer_id: 'garbage' }],
    ['issuer_id of nobody', { issuer_id: unknownId }],
    ['validity', { validity: { type: 'WEEK', value: 'x' } }],
    ['path_length', { path_length: 99 }],
    ['key_usages', { key_usages: 'nonsense' }],
    ['key_usages without keyCertSign', { key_usages: ['digitalSignature'] }],
  ]
  for (const [what, changes] of ignored) {
    test(`${what}: ignored unread`, async () => {
      const id = await createAuthority(server, { ...pendingBody(), ...changes })
      assert.equal((await showAuthority(server, id)).status, 'PENDING')
    })
  }

  for (const keyAlgorithm of ['RSA2048', 'EC256', 'EC384']) {
    test(`${keyAlgorithm} is echoed`, async () => {
      const id = await createAuthority(server, { ...pendingBody(), key_algorithm: keyAlgorithm })
      assert.equal((await showAuthority(server, id)).key_algorithm, keyAlgorithm)
    })
  }
})

const send = (changed: unknown) => api('POST', authorities, changed)

refusals('create a subordinate CA at once', api, [
  ...fieldRefusals(send, body, [
    ...bad('type', 'PCA.00020202', [undefined, null, '', 'subordinate', 'INTERMEDIATE', 5, []]),
    ...fields.badNames(true),
    ...fields.badKeyAlgorithms(true),
    ...fields.badValidities(20),
    ...fields.badIssuerIds(false),
    ...fields.badPathLengths,
    ...fields.badHashes(false),
    ...fields.badAuthorityUsages,
    ...fields.badRevocationLists,
    ...fields.enabledRevocationLists,
    ...fields.badEnterpriseProjects,
  ]),
  {
    what: 'an unknown issuer',
    send: () => send(subordinateBody(unknownId)),
    status: 404,
    code: 'PCA.00030103',
    names: 'issuer_id',
  },
])

refusals(
  'create a subordinate CA that waits',
  api,
  fieldRefusals(send, pendingBody(), [
    ...fields.badNames(true),
    ...fields.badKeyAlgorithms(true),
    ...fields.badHashes(false),
    ...fields.badRevocationLists,
    ...fields.enabledRevocationLists,
    ...fields.badEnterpriseProjects,
  ]),
)

suite('create a CA: of several faults the first in the order of the reference answers', () => {
  const wrong = {
    type: 'X',
    distinguished_name: 5,
    key_algorithm: 'X',
    validity: 5,
    issuer_id: 'X',
    path_length: 99,
    signature_algorithm: 'X',
    key_usages: 5,
    crl_configuration: 5,
  }
  const order = [
    ['type', 'PCA.00020202'],
    ['distinguished_name', 'PCA.00020101'],
    ['key_algorithm', 'PCA.00020102'],
    ['validity', 'PCA.00020109'],
    ['issuer_id', 'PCA.00020201'],
    ['path_length', 'PCA.00020203'],
    ['signature_algorithm', 'PCA.00020103'],
    ['key_usages', 'PCA.00020001'],
    ['crl_configuration', 'PCA.00020204'],
  ] as const
  for (const [index, [field, code]] of order.entries()) {
    test(`${field} before all that follow`, async () => {
      const right = Object.fromEntries(
        order
          .slice(0, index)
          .map(([name]) => [name, { ...body, path_length: 0, key_usages: ['keyCertSign'] }[name as 'type']]),
      )
      refused(await api('POST', authorities, { ...wrong, ...right }), 400, code, field)
    })
  }

  const semantic: [string, object, string][] = [
    [
      'a country of digits before an unknown key_algorithm',
      { 'distinguished_name.country': '12', key_algorithm: 'X' },
      'PCA.00020101',
    ],
    [
      'a period over the limit before a malformed issuer_id',
      { 'validity.value': 21, issuer_id: 'X' },
      'PCA.00020109',
    ],
    [
      'a period over the limit before an unknown hash',
      { 'validity.value': 21, signature_algorithm: 'X' },
      'PCA.00020109',
    ],
    [
      'key_usages without keyCertSign before a wrong CRL',
      { key_usages: ['cRLSign'], crl_configuration: 5 },
      'PCA.00020001',
    ],
  ]
  for (const [what, changes, code] of semantic) {
    test(what, async () => {
      const changed = Object.entries(changes).reduce(
        (at: object, [path, value]) => withField(at, path, value),
        body,
      )
      refused(await api('POST', authorities, changed), 400, code)
    })
  }
})
