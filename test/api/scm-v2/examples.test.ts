import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alternativeNames, commonName, dns, request } from '../pca-v1/requests.ts'
import { ok, refused } from '../pca-v1/support.ts'
import { keyPem, make } from '../scm-v3/certificates.ts'
import { startScene } from '../scm-v3/order-scene.ts'
import { minuteMs } from '../test-clock.ts'
import { picture } from './bodies.ts'
import { speakV2 } from './support.ts'

/** Chapter 6 of the reference, example by example; its trailing commas and broken markers repaired, and nothing else. */
const scene = await startScene()
const { api, worker, prove, credentials } = scene
const { root, at, show } = speakV2(scene, api)
// the reference's `cn-north-7`
assert.equal(
  (await api('POST', '/v3/projects', { project: { name: `${credentials.project.name}_test` } })).status,
  201,
)

const body61 = {
  cert_brand: 'GLOBALSIGN',
  cert_type: 'OV_SSL_CERT ',
  domain_type: 'MULTI_DOMAIN',
  effective_time: 1,
  domain_numbers: 5,
  order_number: 1,
  agree_privacy_protection: true,
}
const body67 = {
  domain: 'www.xzz.com',
  company_name: 'Huawei Chengdu branch',
  company_province: 'Sichuan',
  company_city: 'Chengdu',
  applicant_name: 'Tom',
  applicant_phone: '13212345678',
  applicant_email: '9997342346@qq.com',
  csr: '',
  sans: '',
  country: 'CN',
  company_unit: 'Human Resource Dept',
  contact_name: 'Jacky',
  contact_phone: '13512345678',
  contact_email: 'jk@jk.ff',
  auto_dns_auth: false,
  agree_privacy_protection: true,
}
const { auto_dns_auth: _, ...body69 } = body67
const purchase = async (): Promise<string> =>
  ok(await api('POST', `${root}/cert/purchase`, body61)).cert[0].cert_id

/** Proven, reviewed, issued. */
async function issue(id: string): Promise<void> {
  await prove(id)
  await worker.pass(minuteMs)
  assert.equal((await show(id)).status, 'CHECKING', 'somebody has yet to look at the company')
  await api('POST', `/v3/scm/reviews/${id}/approve`)
  await worker.pass(minuteMs)
  assert.equal((await show(id)).status, 'ISSUED')
}

suite('chapter 6, example by example', () => {
  let id = ''

  test('6.1 purchase, with the space behind the type', async () => {
    const answer = ok(await api('POST', `${root}/cert/purchase`, body61))
    assert.deepEqual(Object.keys(answer), ['order_id', 'cert'])
    assert.match(answer.order_id, /^[0-9a-f]{32}$/)
    assert.deepEqual(Object.keys(answer.cert[0]), ['cert_id'])
    assert.match(answer.cert[0].cert_id, /^scs\d{13}$/)
    id = answer.cert[0].cert_id
  })

  test('6.2 list', async () => {
    const query = 'order_status=&content=&sort_key=&sort_dir=&limit=&offset='
    const answer = ok(await api('GET', `${root}/certlist?${query}`))
    assert.deepEqual(Object.keys(answer), ['total', 'free_remain', 'order_list'])
    assert.equal(answer.total, 1)
    assert.ok(Number.isInteger(answer.free_remain))
    const { cert_name, ...listed } = answer.order_list[0]
    assert.match(cert_name, /^cert-\d{13}$/)
    assert.deepEqual(listed, {
      cert_id: id,
      domain: null,
      cert_type: 'OV_SSL_CERT',
      cert_brand: 'GLOBALSIGN',
      domain_type: 'MULTI_DOMAIN',
      purchase_period: 1,
      expired_time: null,
      order_status: 'PAID',
      order_state: 'PAID',
      domain_num: 5,
      wildcard_number: 0,
      cert_des: null,
    })
  })

  test('6.3 details: every field of table and example', async () => {
    const shown = await show(id)
    for (const field of [
      'cert_id',
      'order_id',
      'cert_name',
      'cert_type',
      'cert_brand',
      'domain_type',
      'domain_name',
      'domain_number',
      'cert_describe',
      'push_support',
      'revoke_reason',
      'company_name',
      'company_province',
      'company_city',
      'applicant_name',
      'applicant_phone',
      'applicant_email',
      'contact_name',
      'contact_phone',
      'contact_email',
      'status',
      'encrypt_type',
      'country',
      'organization_unit',
      'DNS_push_status',
      'auth',
    ])
      assert.ok(field in shown, field)
    assert.deepEqual(
      [shown.cert_type, shown.cert_brand, shown.domain_type, shown.status, shown.push_support],
      ['OV', 'GLOBALSIGN', 'MULTI_DOMAIN', 'PAID', 'off'],
    )
    assert.deepEqual([shown.DNS_push_status, shown.auth], ['NONE', []])
  })

  test('6.4 another name', async () => {
    const body = { modify_key: 'CERT_NAME', modify_value: 'sssaaaa' }
    assert.deepEqual(ok(await api('PUT', at(id), body)), { response_info: 'success' })
    assert.equal((await show(id)).cert_name, 'sssaaaa')
  })

  test('6.5 and 6.6 the product of the example', async () => {
    const { type_list } = ok(await api('GET', `${root}/cert/product`))
    const [product] = type_list.filter(
      (one: { product_id: string }) => one.product_id === '00301-106005-0--0',
    )
    const same = {
      cert_type: 'OV_SSL_CERT',
      cert_brand: 'GLOBALSIGN',
      domain_type: 'SINGLE_DOMAIN',
      effective_time: 1,
    }
    // the example says .2 of one year
    assert.deepEqual(product, {
      ...same,
      product_id: '00301-106005-0--0',
      product_name: 'globalsign.single.ov.1',
    })
    assert.deepEqual(ok(await api('GET', `${root}/product/00301-106005-0--0`)), same)
  })

  test('6.8 the domain of a CSR, by both names; on one line, too', async () => {
    const text = request({ subject: commonName('a.example1.com') }).replaceAll(
      'CERTIFICATE',
      'NEW CERTIFICATE',
    )
    for (const csr of [text, text.replaceAll(/\r?\n/g, ''), text.replaceAll('\n', '\\n')])
      assert.deepEqual(ok(await api('POST', `${root}/check-csr`, { csr })), {
        domain: 'a.example1.com',
        domain_name: 'a.example1.com',
      })
  })

  test('6.9 save, and 6.10 read it', async () => {
    assert.deepEqual(ok(await api('POST', `${at(id)}/save`, body69)), { request_info: 'success' })
    const { domain, csr: _csr, agree_privacy_protection: _agreed, ...entered } = body69
    assert.deepEqual(ok(await api('POST', `${at(id)}/read`)), {
      domain_name: domain,
      ...entered,
      CSR: null,
      bl: '0',
      tl: '0',
    })
  })

  test('6.13 pictures', async () => {
    for (const type of ['BL', 'TL']) {
      const path = `${at(id)}/info/${type}/upload_authentication`
      assert.deepEqual(ok(await api('POST', path, picture, { 'content-type': 'image/png' })), {
        request_info: 'success',
      })
    }
    const { bl, tl } = ok(await api('POST', `${at(id)}/read`))
    assert.deepEqual([bl, tl], ['1', '1'])
  })

  test('6.7 apply, and 6.11 cancel', async () => {
    assert.deepEqual(ok(await api('POST', `${at(id)}/complete`, body67)), { request_info: 'success' })
    const { status, auth, domain_name, applicant_name, organization_unit } = await show(id)
    assert.deepEqual(
      [status, domain_name, applicant_name, organization_unit],
      ['CHECKING', 'www.xzz.com', 'Tom', 'Human Resource Dept'],
    )
    const [proof] = auth
    assert.deepEqual(
      [proof.method, proof.status, proof.domain_name, proof.record_type],
      ['DNS', 'checking', 'www.xzz.com', 'TXT'],
    )
    assert.ok(proof.host_record && proof.record)
    assert.deepEqual(ok(await api('POST', `${at(id)}/cancel-cert`)), { cert_id: id, message: 'success' })
    assert.equal((await show(id)).status, 'PAID')
  })

  test('6.20 a further name for a certificate that is there', async () => {
    ok(await api('POST', `${at(id)}/complete`, { ...body67, domain: 'first.com', sans: 'abc.com;xyz.com' }))
    await issue(id)
    const body = { ori_sans: 'abc.com;xyz.com', add_sans: 'example.domain.com', email: 'example@xx.com' }
    assert.deepEqual(ok(await api('POST', `${at(id)}/supplement`, body)), { request_info: 'success' })
    const shown = await show(id)
    assert.deepEqual([shown.status, shown.contact_email], ['SUPPLEMENTCHECKING', 'example@xx.com'])
  })

  test('6.19 no privacy agreement any more', async () => {
    const other = await purchase()
    ok(await api('POST', `${at(other)}/save`, body69))
    assert.deepEqual(ok(await api('DELETE', `${root}/privacy-protection/${other}`)), { message: 'success' })
    assert.equal((await show(other)).applicant_name, null)
  })

  test('6.16 revoke', async () => {
    const other = await purchase()
    ok(await api('POST', `${at(other)}/complete`, { ...body67, domain: 'other.com' }))
    await issue(other)
    const reason = 'certificate information filled incorrectly'
    assert.deepEqual(ok(await api('POST', `${at(other)}/revoke`, { reason })), { message: 'success' })
    const { status, revoke_reason } = await show(other)
    assert.deepEqual([status, revoke_reason], ['REVOKED', reason])
  })

  test('6.15 upload on one line, 6.17 push, 6.18 history, 6.14 download, 6.12 delete', async () => {
    const made = make()
    const line = (pem: string) => pem.replaceAll('\n', ' ')
    const body = { cert_name: 'test', cert: line(made.pem), private_key: line(keyPem(made, 'sec1')) }
    const { cert_id, ...rest } = ok(await api('POST', `${root}/cert/upload`, body))
    assert.deepEqual(rest, {})
    const project = `${credentials.project.name}_test`
    const pushes: unknown[] = []
    for (const [service_type, remote_project] of [
      ['WAF', project],
      ['CDN', ''],
    ]) {
      const answer = await api('POST', `${at(cert_id)}/push`, { service_type, remote_project })
      assert.deepEqual(ok(answer), { message: 'success' })
      pushes.unshift({
        push_time: String(scene.clock.now()),
        push_remote_project: remote_project === '' ? null : project,
        push_service: service_type,
      })
      scene.clock.advance(1000)
    }
    assert.deepEqual(ok(await api('GET', `${at(cert_id)}/push-history`)), { push_history_list: pushes })
    const file = await api('GET', `${at(cert_id)}/cert_file`)
    assert.equal(file.headers.get('content-type'), 'application/zip')
    assert.deepEqual(ok(await api('DELETE', at(cert_id))), { message: 'success' })
    refused(await api('GET', at(cert_id)), 404, 'SCM.0008')
  })
})

test('a CSR whose common name is no domain: the first of its alternative names; none at all', async () => {
  const check = (parts: object) => api('POST', `${root}/check-csr`, { csr: request(parts) })
  const names = alternativeNames(dns('b.example.test'), dns('c.example.test'))
  assert.equal(
    ok(await check({ subject: commonName('Some Body'), extensions: [names] })).domain,
    'b.example.test',
  )
  refused(await check({ subject: commonName('Some Body') }), 400, 'SCM.0015', 'csr')
  refused(await api('POST', `${root}/check-csr`, { csr: 'x' }), 400, 'SCM.0005', 'csr')
  refused(await api('POST', `${root}/check-csr`, {}), 400, 'SCM.0005', 'csr')
  refused(await api('POST', `${root}/check-csr`, { csr: 'x'.repeat(5121) }), 400, 'SCM.0005', 'csr')
})
