import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { authorities, rootBody, subject, unknownId } from '../samples.ts'
import * as fields from './authority-fields.ts'
import { basicConstraintsOf, keyUsagesOf, oids } from './inspect.ts'
import { bodyRefusals, fieldRefusals, refusals } from './refusals.ts'
import { authorityCertificateOf, bad, createRoot, ok, showAuthority } from './support.ts'

const server = await startServer({ 'ca-quota': '1000' })
after(() => server.close())
const { api } = server

suite('create a root CA', () => {
  test('every parameter comes back exactly; the defaults are those of the reference', async () => {
    const answer = await api('POST', authorities, rootBody('Root of all'))
    assert.deepEqual(Object.keys(ok(answer)), ['ca_id'])
    assert.match(answer.body.ca_id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    const { serial_number, ...ca } = await showAuthority(server, answer.body.ca_id)
    const now = server.clock.now()
    assert.deepEqual(ca, {
      ca_id: answer.body.ca_id,
      type: 'ROOT',
      status: 'ACTIVED',
      path_length: 7,
      issuer_id: null,
      issuer_name: null,
      key_algorithm: 'EC256',
      signature_algorithm: 'SHA256',
      freeze_flag: 0,
      gen_mode: 'GENERATE',
      create_time: now,
      delete_time: null,
      not_before: now - 60_000,
      not_after: Date.UTC(2036, 10, 20, 12),
      distinguished_name: subject('Root of all'),
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
    assert.ok(serial_number.length >= 1 && serial_number.length <= 64)
  })

  const signatures: Record<string, string> = {
    'RSA SHA256': '1.2.840.113549.1.1.11',
    'RSA SHA384': '1.2.840.113549.1.1.12',
    'RSA SHA512': '1.2.840.113549.1.1.13',
    'EC SHA256': '1.2.840.10045.4.3.2',
    'EC SHA384': '1.2.840.10045.4.3.3',
    'EC SHA512': '1.2.840.10045.4.3.4',
  }
  for (const keyAlgorithm of ['RSA2048', 'RSA4096', 'EC256', 'EC384']) {
    for (const hash of keyAlgorithm === 'RSA4096' ? ['SHA512'] : ['SHA256', 'SHA384', 'SHA512']) {
      test(`${keyAlgorithm} with ${hash}: echoed, and in the certificate`, async () => {
        const id = await createRoot(server, { key_algorithm: keyAlgorithm, signature_algorithm: hash })
        const ca = await showAuthority(server, id)
        assert.equal(ca.key_algorithm, keyAlgorithm)
        assert.equal(ca.signature_algorithm, hash)
        const { x509, signatureAlgorithm, serialNumber } = await authorityCertificateOf(server, id)
        const family = keyAlgorithm.startsWith('RSA') ? 'RSA' : 'EC'
        const { modulusLength, namedCurve } = x509.publicKey.asymmetricKeyDetails ?? {}
        const curves: Record<string, string> = { prime256v1: 'EC256', secp384r1: 'EC384' }
        assert.equal(namedCurve ? curves[namedCurve] : `RSA${modulusLength}`, keyAlgorithm)
        assert.equal(signatureAlgorithm, signatures[`${family} ${hash}`])
        assert.equal(serialNumber, ca.serial_number)
        assert.ok(x509.verify(x509.publicKey))
      })
    }
  }

  test('the certificate is self-signed, a CA without path length, with the three CA usages', async () => {
    const certificate = await authorityCertificateOf(server, await createRoot(server))
    assert.deepEqual(basicConstraintsOf(certificate), {
      isCritical: true,
      isAuthority: true,
      pathLength: null,
    })
    assert.deepEqual(keyUsagesOf(certificate), ['digitalSignature', 'keyCertSign', 'cRLSign'])
    assert.equal(certificate.extensions.get(oids.keyUsage)?.isCritical, true)
    assert.equal(certificate.extensions.has(oids.extendedKeyUsage), false)
    assert.equal(certificate.extensions.has(oids.distributionPoints), false)
    assert.ok(certificate.subject.equals(certificate.issuer))
  })

  test('issuer_id, path_length and key_usages are ignored unread', async () => {
    const ignored = { issuer_id: 'garbage', path_length: 'x', key_usages: ['nonsense', 5] }
    const id = await createRoot(server, ignored)
    const { issuer_id, path_length } = await showAuthority(server, id)
    assert.deepEqual({ issuer_id, path_length }, { issuer_id: null, path_length: 7 })
    assert.deepEqual(keyUsagesOf(await authorityCertificateOf(server, id)), [
      'digitalSignature',
      'keyCertSign',
      'cRLSign',
    ])
    await createRoot(server, { issuer_id: unknownId, path_length: 3, key_usages: ['digitalSignature'] })
  })

  const meaningless: [string, object][] = [
    [
      'the reference example of a CRL',
      { crl_configuration: { enabled: false, obs_bucket_name: 'demoBucket', valid_days: 8 } },
    ],
    ['crl_configuration null', { crl_configuration: null }],
    ['CRL fields null', { crl_configuration: { enabled: false, crl_name: null, valid_days: null } }],
    ['enterprise_project_id "0"', { enterprise_project_id: '0' }],
    ['enterprise_project_id ""', { enterprise_project_id: '' }],
    ['enterprise_project_id null', { enterprise_project_id: null }],
    ['start_from null', { validity: { type: 'YEAR', value: 10, start_from: null } }],
    ['start_from ""', { validity: { type: 'YEAR', value: 10, start_from: '' } }],
    ['an unknown field', { no_such_field: { a: 1 } }],
  ]
  for (const [what, changes] of meaningless) {
    test(`${what} changes nothing`, async () => {
      const ca = await showAuthority(server, await createRoot(server, changes))
      assert.equal(ca.enterprise_project_id, '0')
      assert.equal(ca.crl_configuration.enabled, false)
      assert.equal(ca.crl_configuration.obs_bucket_name, null)
      assert.equal(ca.not_before, server.clock.now() - 60_000)
    })
  }

  test('serial numbers differ', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => createRoot(server)))
    const serials = await Promise.all(ids.map(async (id) => (await showAuthority(server, id)).serial_number))
    assert.equal(new Set(serials).size, 10)
  })
})

const send = (body: unknown) => api('POST', authorities, body)
refusals('create a root CA', api, [
  ...fieldRefusals(send, rootBody(), [
    ...bad('type', 'PCA.00020202', [undefined, null, '', 'root', 'LEAF', 'ROOT ', 5, true, [], ['ROOT'], {}]),
    ...fields.badNames(true),
    ...fields.badKeyAlgorithms(true),
    ...bad('validity', 'PCA.00020109', [undefined, null, '']),
    ...fields.badValidities(30),
    ...fields.badHashes(true),
    ...fields.badRevocationLists,
    ...fields.enabledRevocationLists,
    ...fields.badEnterpriseProjects,
  ]),
  ...bodyRefusals(send),
])

suite('create a root CA: text that no JSON should hold', () => {
  for (const character of ['\0', '\ud800', '\udc00x']) {
    test(`${JSON.stringify(character)} in a name → 400`, async () => {
      const answer = await api('POST', authorities, rootBody(`a${character}b`))
      assert.equal(answer.status, 400)
      assert.match(answer.code ?? '', /^PCA\.00020(001|101)$/)
    })
  }
})
