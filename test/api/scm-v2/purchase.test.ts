import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { bad, ok, refused, shown, withField } from '../pca-v1/support.ts'
import { startServer } from '../running-server.ts'
import { seen, show as showV3 } from '../scm-v3/support.ts'
import { purchase } from './bodies.ts'
import { speakV2 } from './support.ts'

const server = await startServer({ 'hosted-certificate-quota': '3000,few=2' })
after(() => server.close())
const { api } = server
const { root, buy, list, show } = speakV2(server, api)
const post = (body: object) => api('POST', `${root}/cert/purchase`, body)

suite('purchase', () => {
  test('a thousand at once, in less than two seconds, all of one order', async (t) => {
    const { total, free_remain } = await list()
    const begun = performance.now()
    const { order_id, cert } = ok(await post(purchase({ order_number: 1000 })))
    const tookMs = performance.now() - begun
    t.diagnostic(`${Math.round(tookMs)} ms`)
    assert.ok(tookMs < 2000, `${tookMs} ms`)
    assert.equal(new Set(cert.map(({ cert_id }: { cert_id: string }) => cert_id)).size, 1000)
    const after = await list()
    assert.deepEqual([after.total, after.free_remain], [total + 1000, free_remain - 1000])
    for (const { cert_id } of [cert[0], cert[999]]) {
      const certificate = await show(cert_id)
      assert.deepEqual([certificate.order_id, certificate.status], [order_id, 'PAID'])
    }
  })

  test('spaces around a word, as in the reference; two years; what v3 shows of it', async () => {
    const id = await buy({ cert_type: ' EV_SSL_CERT ', domain_type: 'WILDCARD ', effective_time: 2 })
    const { type, domain_type, validity_period, brand } = await showV3(api, id)
    assert.deepEqual([type, domain_type, validity_period, brand], ['EV_SSL_CERT', 'WILDCARD', 24, 'GEOTRUST'])
    assert.equal((await show(id)).cert_type, 'EV')
  })

  test('all of them or none: the quota', async () => {
    const identity = await server.addAccount('few')
    const few = server.as(identity)
    const { project } = (await few('POST', '/v3/projects', { project: { name: 'cn-north-4_few' } })).body
    const path = `/v2/${project.id}/scm/cert/purchase`
    refused(await few('POST', path, purchase({ order_number: 3 })), 403, 'SCM.0004')
    assert.equal((await seen(few)).total_count, 0)
    ok(await few('POST', path, purchase({ order_number: 2 })))
    assert.equal(ok(await few('GET', `/v2/${project.id}/scm/certlist`)).free_remain, 0)
  })

  const rows = [
    ...bad('cert_brand', 'SCM.0005', [undefined, null, '', 'globalsign', 'LETSENCRYPT', 5]),
    ...bad('cert_type', 'SCM.0005', [undefined, 'OV', 'OV_SSL_CERT\n', {}]),
    ...bad('domain_type', 'SCM.0005', [undefined, 'SINGLE', 'SINGLE_DOMAIN WILDCARD']),
    ...bad('effective_time', 'SCM.0005', [undefined, 0, 3, 1.5, '1']),
    ...bad('domain_numbers', 'SCM.0005', [undefined, 0, 2, 101, '1']),
    ...bad('order_number', 'SCM.0005', [undefined, 0, 1001, 1.1, '1']),
    ...bad('agree_privacy_protection', 'SCM.0005', [undefined, false, 'true', null]),
  ]
  for (const { field, value, code } of rows) {
    test(`refused, and nothing was bought: ${field} ${shown(value)}`, async () => {
      const before = (await list()).total
      refused(await post(withField(purchase(), field, value)), 400, code, field)
      assert.equal((await list()).total, before)
    })
  }

  test('several names are 2 to 100', async () => {
    const several = { domain_type: 'MULTI_DOMAIN' }
    refused(await post(purchase({ ...several, domain_numbers: 1 })), 400, 'SCM.0005', 'domain_numbers')
    for (const domain_numbers of [2, 100])
      assert.equal((await show(await buy({ ...several, domain_numbers }))).domain_number, domain_numbers)
  })
})

suite('products', () => {
  test('each has an id and a name of its own, is shown by its id, and can be bought', async () => {
    const { type_list } = ok(await api('GET', `${root}/cert/product`))
    const distinct = (field: string) =>
      new Set(type_list.map((one: Record<string, string>) => one[field])).size
    assert.equal(type_list.length, 6 * 6 * 3 * 2)
    assert.equal(distinct('product_id'), type_list.length)
    assert.equal(distinct('product_name'), type_list.length)
    for (const { product_id, product_name, ...product } of type_list.slice(0, 20)) {
      assert.deepEqual(ok(await api('GET', `${root}/product/${product_id}`)), product)
      assert.match(product_name, /^[a-z]+\.(single|multi|wildcard)\.[a-z_]+\.[12]$/)
      const domain_numbers = product.domain_type === 'MULTI_DOMAIN' ? 2 : 1
      ok(await post(purchase({ ...product, domain_numbers })))
    }
  })

  test('one that there is not', async () => {
    for (const id of ['00301-999999-0--0', 'nonsense', '0'])
      refused(await api('GET', `${root}/product/${id}`), 400, 'SCM.0005', 'product_id')
  })
})
