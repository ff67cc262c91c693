import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { suite, test } from 'node:test'
import { bad, ok, refused, shown, withField } from '../pca-v1/support.ts'
import { operationsOn, startScene, statusOf } from './order-scene.ts'
import { application, apply, buy, company } from './orders.ts'
import { exported, hosted, show } from './support.ts'

const scene = await startScene()
const { api, issue } = scene
const stranger = scene.server.as(await scene.server.addAccount('stranger'))

const wildcard = { domain_type: 'WILDCARD' }
const three = { domain_type: 'MULTI_DOMAIN', domain_numbers: 3 }
const mixed = {
  ...three,
  primary_domain_type: 'SINGLE_DOMAIN',
  single_domain_number: 2,
  wildcard_domain_number: 1,
}
const ov = { cert_type: 'OV_SSL_CERT' }

/** The application is refused, and the certificate is what it was. */
async function assertRefused(product: object, changes: object, code: string, named?: string): Promise<void> {
  const id = await buy(api, product)
  const before = await show(api, id)
  refused(await apply(api, id, changes), 400, code, named)
  assert.deepEqual(await show(api, id), before)
}

suite('applied for', () => {
  test('the names, who applied, and what is to be set are shown', async () => {
    const id = await buy(api)
    const answer = ok(await apply(api, id, company))
    assert.deepEqual(answer, { request_info: 'success' })
    const certificate = await show(api, id)
    assert.deepEqual(
      [certificate.status, certificate.domain, certificate.validation_method],
      ['CHECKING_DOMAIN', 'www.example.test', 'DNS'],
    )
    const [proof, ...more] = certificate.authentification
    assert.deepEqual(more, [])
    assert.deepEqual(
      [proof.domain, proof.record_name, proof.record_type],
      ['www.example.test', '_dnsauth.www.example.test', 'TXT'],
    )
    assert.match(proof.record_value, /^[a-z2-7]{32}$/)
    assert.deepEqual(certificate.authentication, certificate.authentification)
    assert.deepEqual(certificate.application_info, {
      ...company,
      applicant_name: 'Li Lei',
      applicant_phone: '13212345678',
      applicant_email: 'li.lei@example.test',
      contact_name: null,
      contact_phone: null,
      contact_email: null,
    })
    assert.deepEqual((await operationsOn(api, id)).slice(0, 2), ['buyCertificates', 'applyForCertificate'])
  })

  test("the reference's own example, empty fields and all, is one for a DNS record", async () => {
    const id = await buy(api, ov)
    ok(
      await api('POST', `${hosted}/${id}/apply`, {
        domain: 'www.test.com',
        company_name: 'Company XX',
        company_province: 'Sichuan',
        company_city: 'Chengdu',
        applicant_name: 'xx',
        applicant_phone: '12312345678',
        applicant_email: 'example@test.com',
        csr: '',
        sans: '',
        country: 'CN',
        company_unit: 'IT',
        contact_name: 'test',
        contact_phone: '12312345678',
        contact_email: 'example@test.com',
        auto_dns_auth: false,
        agree_privacy_protection: true,
      }),
    )
    assert.equal((await show(api, id)).authentification[0].record_type, 'TXT')
  })

  test('empty texts are absent ones', async () => {
    const id = await buy(api)
    const empty = Object.fromEntries(
      ['company_name', 'company_unit', 'country', 'contact_name', 'contact_email', 'domain_method'].map(
        (field) => [field, ''],
      ),
    )
    ok(await apply(api, id, empty))
    const { application_info: info } = await show(api, id)
    assert.deepEqual([info.company_name, info.country, info.contact_email], [null, null, null])
  })
})

suite('names that are issued', () => {
  const issued: [what: string, product: object, names: object, held: string[]][] = [
    ['one', {}, { domain: 'WWW.Example.test' }, ['www.example.test']],
    [
      'one, said once more among the others',
      {},
      { sans: 'www.example.test; WWW.EXAMPLE.TEST;' },
      ['www.example.test'],
    ],
    ['an IDN, as A-label', {}, { domain: 'bücher.example.test' }, ['xn--bcher-kva.example.test']],
    ['one in Chinese', {}, { domain: '例子.测试' }, ['xn--fsqu00a.xn--0zwm56d']],
    ['a wildcard', wildcard, { domain: '*.example.test' }, ['*.example.test']],
    [
      'a wildcard and its bare name, by one record',
      three,
      { domain: '*.example.test', sans: 'example.test' },
      ['*.example.test', 'example.test'],
    ],
    ['three', three, { domain: 'a.test', sans: 'b.test; c.test ;a.test' }, ['a.test', 'b.test', 'c.test']],
    [
      'of the kinds that were bought',
      mixed,
      { domain: 'a.test', sans: '*.b.test;c.test' },
      ['a.test', '*.b.test', 'c.test'],
    ],
  ]
  for (const [what, product, names, held] of issued) {
    test(what, async () => {
      const id = await issue(product, names)
      const certificate = await show(api, id)
      assert.equal(
        certificate.status,
        'ISSUED',
        certificate.fail_reason ?? certificate.hindrance ?? 'not issued',
      )
      assert.deepEqual([certificate.domain, certificate.sans], [held[0], held.slice(1).join(';') || null])
      const leaf = new X509Certificate((await exported(api, id)).certificate)
      assert.deepEqual(
        leaf.subjectAltName?.split(', '),
        held.map((name) => `DNS:${name}`),
      )
      assert.equal(leaf.subject, `CN=${held[0]}`)
    })
  }

  test('addresses, by files', async () => {
    const id = await issue(three, {
      domain: '192.0.2.7',
      sans: '2001:DB8::1;www.a.test',
      domain_method: 'FILE',
    })
    const certificate = await show(api, id)
    assert.equal(
      certificate.status,
      'ISSUED',
      certificate.fail_reason ?? certificate.hindrance ?? 'not issued',
    )
    assert.deepEqual(
      certificate.authentification.map((proof: { record_type: string; record_name: string }) => [
        proof.record_type,
        proof.record_name,
      ]),
      Array(3).fill(['FILE', '/.well-known/pki-validation/fileauth.txt']),
    )
  })
})

suite('names that are refused', () => {
  const refusals: [what: string, product: object, names: object, named: string][] = [
    ['a wildcard on SINGLE_DOMAIN', {}, { domain: '*.example.test' }, 'domain'],
    ['no wildcard on WILDCARD', wildcard, {}, 'domain'],
    ['two on SINGLE_DOMAIN', {}, { sans: 'b.example.test' }, 'sans'],
    ['two on WILDCARD', wildcard, { domain: '*.example.test', sans: 'example.test' }, 'sans'],
    ['four where three were bought', three, { sans: 'b.test;c.test;d.test' }, 'sans'],
    ['a wildcard first', mixed, { domain: '*.b.test' }, 'domain'],
    ['two wildcards', mixed, { sans: '*.b.test;*.c.test' }, 'sans'],
    ['three that are none', mixed, { sans: 'b.test;c.test' }, 'sans'],
    ['a public suffix', {}, { domain: 'com' }, 'domain'],
    ['a public suffix of two labels', {}, { domain: 'co.uk' }, 'domain'],
    ['a private one', {}, { domain: 'github.io' }, 'domain'],
    ['a wildcard of a public suffix', wildcard, { domain: '*.co.uk' }, 'domain'],
    ['a public suffix among the others', three, { sans: 'com.cn' }, 'sans'],
    ['a common name of 65', {}, { domain: `${'a'.repeat(32)}.${'b'.repeat(27)}.test` }, 'domain'],
    ['a label of 64', three, { sans: `${'a'.repeat(64)}.test` }, 'sans'],
    ['a space', {}, { domain: 'www example.test' }, 'domain'],
    ['a path', {}, { domain: 'www.example.test/x' }, 'domain'],
    ['a port', {}, { domain: 'www.example.test:443' }, 'domain'],
    ['a user', {}, { domain: 'a@b.test' }, 'domain'],
    ['a final dot', {}, { domain: 'www.example.test.' }, 'domain'],
    ['a star in the middle', three, { sans: 'a.*.test' }, 'sans'],
    ['two stars', wildcard, { domain: '*.*.test' }, 'domain'],
    ['a star alone', wildcard, { domain: '*' }, 'domain'],
    ['a number', {}, { domain: '12345' }, 'domain'],
    ['an address with a prefix', {}, { domain: '192.0.2.0/24', domain_method: 'FILE' }, 'domain'],
    ['HTML', {}, { domain: '<script>alert(1)</script>' }, 'domain'],
    ['a line end', {}, { domain: 'www.example.test\r\nX: y' }, 'domain'],
  ]
  for (const [what, product, names, named] of refusals) {
    test(`${what} → SCM.0015`, () => assertRefused(product, names, 'SCM.0015', named))
  }
  test('nothing before the first semicolon is no name, and no fault', async () => {
    ok(await apply(api, await buy(api), { sans: ';;' }))
  })
})

suite('ways to prove that do not go', () => {
  for (const [what, product, changes, named] of [
    ['DNS for an address', {}, { domain: '192.0.2.7' }, 'domain_method'],
    ['EMAIL for an address', {}, { domain: '192.0.2.7', domain_method: 'EMAIL' }, 'domain_method'],
    ['FILE for a wildcard', wildcard, { domain: '*.a.test', domain_method: 'FILE' }, 'domain_method'],
    ['EMAIL where there is no mail server', {}, { domain_method: 'EMAIL' }, 'domain_method'],
    ['records set by us in no zone of ours', {}, { auto_dns_auth: true }, 'auto_dns_auth'],
    ['records set by us of a file', {}, { auto_dns_auth: true, domain_method: 'FILE' }, 'auto_dns_auth'],
  ] as const) {
    test(`${what} → SCM.0005`, () => assertRefused(product, changes, 'SCM.0005', named))
  }
})

suite('companies', () => {
  for (const cert_type of ['OV_SSL_CERT', 'OV_SSL_CERT_PRO', 'EV_SSL_CERT', 'EV_SSL_CERT_PRO']) {
    for (const field of ['company_name', 'company_province', 'company_city', 'country']) {
      for (const value of [undefined, '']) {
        test(`${cert_type} with ${field} ${shown(value)} → SCM.0005`, () =>
          assertRefused({ cert_type }, { ...company, [field]: value }, 'SCM.0005', field))
      }
    }
  }
  test('OV without a department', async () => {
    const { company_unit: _, ...rest } = company
    ok(await apply(api, await buy(api, ov), rest))
  })
})

const rows = [
  ...bad('domain', 'SCM.0005', [undefined, null, '', 5, ['a.test'], 'a'.repeat(256)]),
  ...bad('sans', 'SCM.0005', [5, ['a.test'], `${'a.test;'.repeat(700)}`]),
  ...bad('applicant_name', 'SCM.0005', [undefined, '', 'x'.repeat(64), '<b>', 'a\nb', 7]),
  ...bad('applicant_phone', 'SCM.0005', [undefined, '', '1'.repeat(64), '1\r\n2', 123]),
  ...bad('applicant_email', 'SCM.0005', [
    undefined,
    '',
    'nobody',
    'a@b@c',
    'a b@c.test',
    'a@c.test,b@d.test',
    'a@c.test\r\nBcc: x@y.test',
    `${'a'.repeat(250)}@example.test`,
  ]),
  ...bad('company_name', 'SCM.0005', ['x'.repeat(64), '<script>', 'a\u0007']),
  ...bad('country', 'SCM.0005', ['CHN', 'C', '中国', 'C1']),
  ...bad('contact_email', 'SCM.0005', ['nobody', 5]),
  ...bad('agree_privacy_protection', 'SCM.0005', [undefined, false, 'true']),
  ...bad('auto_dns_auth', 'SCM.0005', ['true', 1]),
  ...bad('domain_method', 'SCM.0005', ['dns', 'HTTP', 1]),
  ...bad('key_algorithm', 'SCM.0005', ['RSA2048', 'SM2', 'RSA_1024']),
  ...bad('ca_hash_algorithm', 'SCM.0005', ['SHA1']),
  ...bad('csr', 'SCM.0005', ['x', 'x'.repeat(5121), 5]),
]

suite('fields that are refused, and nothing changed', () => {
  let id = ''
  for (const { field, value, code } of rows) {
    test(`${field}: ${shown(value)}`, async () => {
      id ||= await buy(api)
      const answer = await api('POST', `${hosted}/${id}/apply`, withField(application(), field, value))
      refused(answer, 400, code, field)
      assert.equal(await statusOf(api, id), 'PAID')
    })
  }

  test('a company of another script is a company', async () => {
    const names = { ...company, company_name: "O'Neill & Söhne (中国) 有限公司, S/A" }
    const id = await issue({}, names)
    assert.equal((await show(api, id)).application_info.company_name, names.company_name)
  })

  for (const text of ['a\u0000b', 'a\ud800b'])
    for (const field of [
      'domain',
      'sans',
      'applicant_name',
      'applicant_phone',
      'applicant_email',
      'company_name',
    ])
      test(`${field} with ${JSON.stringify(text)} → SCM.0005`, async () =>
        refused(await apply(api, id, { [field]: text }), 400, 'SCM.0005', 'body'))

  for (const body of ['', '{', 'null', '[]', '5'])
    test(`a body that is ${shown(body)}`, async () =>
      refused(await api('POST', `${hosted}/${await buy(api)}/apply`, body), 400, 'SCM.0005'))
})

suite('ids', () => {
  test("malformed, unknown, another account's", async () => {
    const id = await buy(api)
    refused(await apply(api, 'scs1'), 400, 'SCM.0020', 'certificate_id')
    const unknown = await apply(api, 'scs0000000000000')
    refused(unknown, 404, 'SCM.0008')
    const others = await apply(stranger, id)
    assert.deepEqual(others.bytes, unknown.bytes)
    assert.equal(await statusOf(api, id), 'PAID')
  })
})
