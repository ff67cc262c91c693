import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { ecKeys, pem, rsaKeys } from '../pca-v1/requests.ts'
import { ok } from '../pca-v1/support.ts'
import { startServer } from '../running-server.ts'
import { issueBody, rootBody } from '../samples.ts'
import { edKeys, keyPem, make, makeChain } from './certificates.ts'
import { exported, hosted, importBody, importCertificate, show } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const imported = async (body: object) => exported(api, await importCertificate(api, body))

describe('import: what comes is what is given out again', () => {
  for (const [what, keys, forms] of [
    ['RSA', rsaKeys(), ['pkcs1', 'pkcs8']],
    ['P-256', ecKeys(), ['sec1', 'pkcs8']],
    ['P-521', ecKeys('P-521'), ['sec1', 'pkcs8']],
    ['brainpoolP256r1', ecKeys('brainpoolP256r1'), ['sec1', 'pkcs8']],
    ['Ed25519', edKeys(), ['pkcs8']],
  ] as const) {
    for (const form of forms) {
      test(`a key of ${what} in ${form}`, async () => {
        const made = make({ keys, dns: ['www.example.test'] })
        const private_key = keyPem(made, form)
        assert.deepEqual(await imported({ ...importBody(made), private_key }), {
          certificate: made.pem,
          certificate_chain: null,
          entire_certificate: made.pem,
          private_key,
          enc_certificate: null,
          enc_private_key: null,
        })
      })
    }
  }

  const { leaf, above } = makeChain(3)
  const chain = above.map((one) => one.pem).join('')
  const whole = {
    certificate: leaf.pem,
    certificate_chain: chain,
    entire_certificate: leaf.pem + chain,
    private_key: keyPem(leaf),
    enc_certificate: null,
    enc_private_key: null,
  }
  const [first = '', second = '', root = ''] = above.map((one) => one.pem)
  const crlf = (text: string) => text.replaceAll('\n', '\r\n')
  const escaped = (text: string) => text.replaceAll('\n', '\\n')
  const attributes = 'Bag Attributes\n    localKeyID: 01 02\n    friendlyName: ünï\nsubject=CN = www\n'
  const forms: Record<string, object> = {
    'the chain apart': { certificate_chain: chain },
    'the chain apart, in another order': { certificate_chain: root + second + first },
    'the chain in the certificate': { certificate: leaf.pem + chain },
    'the certificate last': { certificate: root + first + second + leaf.pem },
    'a part of the chain in the certificate': {
      certificate: leaf.pem + root,
      certificate_chain: second + first,
    },
    'the certificate in the chain as well, and a CA twice': {
      certificate_chain: leaf.pem + first + chain,
    },
    'line ends of CRLF': {
      certificate: crlf(leaf.pem),
      certificate_chain: crlf(chain),
      private_key: crlf(keyPem(leaf)),
    },
    'line ends written out': {
      certificate: escaped(leaf.pem),
      certificate_chain: escaped(crlf(chain)).replaceAll('\r', '\\r'),
      private_key: escaped(keyPem(leaf)),
    },
    'no line ends at all, between blocks neither': {
      certificate: (leaf.pem + first).replaceAll('\n', ''),
      certificate_chain: (second + root).replaceAll('\n', ' '),
    },
    'no line end at the end': { certificate: leaf.pem.trim(), certificate_chain: chain.trim() },
    "OpenSSL's attributes around the blocks": {
      certificate: attributes + leaf.pem,
      certificate_chain: attributes + first + attributes + second + root,
      private_key: `${attributes}Key Attributes: <No Attributes>\n${keyPem(leaf)}`,
    },
    'an older label': {
      certificate: leaf.pem.replaceAll('CERTIFICATE', 'X509 CERTIFICATE'),
      certificate_chain: chain,
    },
  }
  for (const [what, changes] of Object.entries(forms)) {
    test(what, async () => {
      assert.deepEqual(await imported(importBody(leaf, changes)), whole)
    })
  }

  test('the parameters of an EC key before it', async () => {
    const made = make({ dns: ['www.example.test'] })
    const private_key =
      pem('EC PARAMETERS', Buffer.from('06082a8648ce3d030107', 'hex')) + keyPem(made, 'sec1')
    assert.equal((await imported({ ...importBody(made), private_key })).private_key, keyPem(made, 'sec1'))
  })

  test('a chain that ends before the root, or is signed by RSA, PSS and SHA-1', async () => {
    const top = make({ keys: rsaKeys(), subject: 'Outer', scheme: 'SHA1withRSA' })
    const middle = make({ keys: rsaKeys(), subject: 'Middle', issuer: top, scheme: 'SHA256withRSAandMGF1' })
    const low = make({ keys: edKeys(), subject: 'Low', issuer: middle, scheme: 'SHA1withRSA' })
    const end = make({ issuer: low, dns: ['www.example.test'] })
    const { certificate_chain } = await imported({
      ...importBody(end),
      certificate_chain: middle.pem + low.pem,
    })
    assert.equal(certificate_chain, low.pem + middle.pem)
  })

  test('a CA that was cross-certified: both of its certificates', async () => {
    const [old, young] = [make({ subject: 'Old Root' }), make({ subject: 'Young Root' })]
    const crossed = make({ keys: young.keys, subject: 'Young Root', issuer: old })
    const end = make({ issuer: young, dns: ['www.example.test'] })
    const { certificate_chain } = await imported({
      ...importBody(end),
      certificate_chain: young.pem + crossed.pem + old.pem,
    })
    assert.equal(certificate_chain, young.pem + crossed.pem + old.pem)
  })

  test('what PCA issued here', async () => {
    const { ca_id } = ok(await api('POST', '/v1/private-certificate-authorities', rootBody()))
    const { certificate_id } = ok(await api('POST', '/v1/private-certificates', issueBody(ca_id)))
    const bundle = ok(
      await api('POST', `/v1/private-certificates/${certificate_id}/export`, {
        type: 'NGINX',
        is_compressed: 'false',
      }),
    )
    const { certificate, certificate_chain, private_key } = bundle
    const given = await imported({ name: 'from-pca', certificate, certificate_chain, private_key })
    const withoutReturns = (text: string) => text.replaceAll('\r', '')
    assert.equal(given.certificate, withoutReturns(certificate))
    assert.equal(given.certificate_chain, withoutReturns(certificate_chain))
    assert.equal(given.private_key, withoutReturns(private_key))
  })
})

describe('import: what is shown of it', () => {
  test('every field, in details and in the list', async () => {
    const made = make({
      subject: 'www.example.test',
      dns: ['www.example.test', '*.example.test', 'WWW.example.test', 'intranet'],
      addresses: [[192, 0, 2, 1]],
      notBefore: '20260601000000Z',
      notAfter: '20270601235959Z',
    })
    const id = await importCertificate(api, importBody(made, { name: 'A_b.c-9' }))
    const common = {
      id,
      name: 'A_b.c-9',
      domain: 'www.example.test',
      sans: '*.example.test;intranet;192.0.2.1',
      signature_algorithm: 'SHA256withECDSA',
      type: null,
      brand: null,
      domain_type: 'MULTI_DOMAIN',
      validity_period: 12,
      status: 'UPLOAD',
      domain_count: 4,
      wildcard_count: 1,
      description: null,
      enterprise_project_id: '0',
    }
    const { fingerprint, ...details } = await show(api, id)
    assert.deepEqual(details, {
      ...common,
      order_id: null,
      push_support: 'ON',
      revoke_reason: null,
      issue_time: null,
      not_before: '2026-06-01 00:00:00.0',
      not_after: '2027-06-01 23:59:59.0',
      validation_method: null,
      multi_domain_type: null,
      authentification: [],
      authentication: [],
      shared: false,
      application_info: null,
      fail_reason: null,
      hindrance: null,
      renewal_status: null,
      auto_renew: false,
      period_end_time: null,
      deployed_count: 0,
    })
    assert.equal(fingerprint, createHash('sha1').update(made.der).digest('hex'))
    const { certificates } = ok(await api('GET', `${hosted}?content=A_b.c-9`))
    assert.deepEqual(certificates, [
      {
        ...common,
        deploy_support: true,
        expire_time: '2027-06-01 23:59:59.0',
        domain_id: server.credentials.domain.id,
      },
    ])
  })

  const cases: [what: string, content: Parameters<typeof make>[0], expected: object][] = [
    [
      'a common name that is no name',
      { subject: 'Some Shop', dns: ['a.test', 'b.test'] },
      { domain: 'a.test', sans: 'b.test' },
    ],
    [
      'an address alone',
      { subject: 'Some Shop', addresses: [[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]] },
      { domain: '2001:db8::1', sans: null, domain_type: 'SINGLE_DOMAIN' },
    ],
    [
      'a wildcard alone',
      { subject: '*.shop.test' },
      { domain: '*.shop.test', domain_type: 'WILDCARD', wildcard_count: 1, domain_count: 1 },
    ],
    ['an address as common name', { subject: '192.0.2.7' }, { domain: '192.0.2.7' }],
    ['a single label', { subject: 'localhost' }, { domain: 'localhost' }],
    ['one that is expired', { notAfter: '20261101000000Z' }, { status: 'EXPIRED', push_support: 'OFF' }],
    [
      'one that is not valid yet',
      { notBefore: '20261225000000Z', notAfter: '20270325000000Z' },
      { status: 'UPLOAD', validity_period: 3 },
    ],
    ['one that never ends', { notAfter: '99991231235959Z' }, { not_after: '9999-12-31 23:59:59.0' }],
    ['a serial number below zero', { serialNumber: [0x80, 1] }, { domain: 'www.example.test' }],
    ['Ed25519', { keys: edKeys() }, { signature_algorithm: 'Ed25519' }],
    [
      'PSS',
      { keys: rsaKeys(), scheme: 'SHA256withRSAandMGF1' },
      { signature_algorithm: 'SHA256withRSAandMGF1' },
    ],
  ]
  for (const [what, content, expected] of cases) {
    test(what, async () => {
      const details = await show(api, await importCertificate(api, importBody(make(content))))
      assert.deepEqual({ ...details, ...expected }, details)
    })
  }

  test('it becomes EXPIRED with the clock', async () => {
    const id = await importCertificate(api, importBody(make({ notAfter: '20261120120001Z' })))
    assert.equal((await show(api, id)).status, 'UPLOAD')
    server.clock.advance(1000)
    assert.equal((await show(api, id)).status, 'EXPIRED')
    assert.equal((await exported(api, id)).certificate_chain, null)
  })

  test('twenty at once have twenty ids', async () => {
    const made = make()
    const ids = await Promise.all(Array.from({ length: 20 }, () => importCertificate(api, importBody(made))))
    assert.equal(new Set(ids).size, 20)
  })

  test('duplicate_check: absent and true allow the same again, false does not', async () => {
    const made = make()
    await importCertificate(api, importBody(made, { duplicate_check: false }))
    const again = importBody(made, { duplicate_check: false })
    const answers = [await api('POST', `${hosted}/import`, again)]
    await importCertificate(api, importBody(made, { duplicate_check: true }))
    await importCertificate(api, importBody(made))
    const stranger = server.as(await server.addAccount('another'))
    await importCertificate(stranger, again)
    answers.push(await api('POST', `${hosted}/import`, again))
    for (const { status, code, message } of answers) {
      assert.equal(`${status} ${code}`, '400 SCM.0005')
      assert.match(message ?? '', /: certificate with the fingerprint [0-9a-f]{40} is there already/)
    }
  })

  test('of ten at once with duplicate_check false one is taken', async () => {
    const body = importBody(make(), { duplicate_check: false })
    const answers = await Promise.all(Array.from({ length: 10 }, () => api('POST', `${hosted}/import`, body)))
    const statuses = answers.map(({ status }) => status)
    assert.deepEqual(
      [statuses.filter((status) => status === 200).length, new Set(statuses)],
      [1, new Set([200, 400])],
    )
  })
})

/** Every order of so few. */
const permutations = <One>(all: readonly One[]): One[][] =>
  all.length < 2
    ? [[...all]]
    : all.flatMap((one, place) => permutations(all.toSpliced(place, 1)).map((others) => [one, ...others]))

describe('import: a chain of CAs that were cross-certified', () => {
  const [oldRoot, keys] = [make({ subject: 'Old root' }), ecKeys()]
  const newRoot = make({ keys, subject: 'New root' })
  const renewed = make({ keys, subject: 'New root', notAfter: '20290601000000Z' })
  const cross = make({ keys, subject: 'New root', issuer: oldRoot })
  const lower = make({ subject: 'Lower', issuer: newRoot })
  const end = make({ dns: ['www.example.test'], issuer: lower })
  for (const [what, above] of [
    ['the new root, and what the old one says of it', [lower, newRoot, cross, oldRoot]],
    ['without the old root', [lower, newRoot, cross]],
    ['a root that was renewed with its key', [lower, newRoot, renewed]],
  ] as const) {
    test(`${what}: in any order`, async () => {
      for (const order of permutations(above)) {
        const certificate_chain = order.map((one) => one.pem).join('')
        const { certificate_chain: kept } = await imported({ ...importBody(end), certificate_chain })
        const expected = above.map((one) => one.pem).sort()
        assert.deepEqual((kept as string).split(/(?<=-----END CERTIFICATE-----\n)/).sort(), expected)
        assert.ok((kept as string).startsWith(lower.pem))
      }
    })
  }
})
