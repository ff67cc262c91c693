import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { bad, ok, refused, shown, withField } from '../pca-v1/support.ts'
import { list, operationsOn, startScene } from './order-scene.ts'
import { buy, purchase } from './orders.ts'
import { hosted, seen, show } from './support.ts'

const scene = await startScene({ 'hosted-certificate-quota': '1000,few=3' })
const { api, server } = scene
const stranger = server.as(await server.addAccount('stranger'))
const multi = { domain_type: 'MULTI_DOMAIN', domain_numbers: 3 }
const post = (body: object) => api('POST', `${hosted}/buy`, body)

suite('buying', () => {
  test('makes as many certificates as were bought, each PAID, of one order', async () => {
    const before = (await seen(api)).total_count
    const { order_id, cert } = ok(await post(purchase({ order_number: 3, effective_time: 2 })))
    assert.match(order_id, /^[0-9a-f]{32}$/)
    const ids = cert.map(({ cert_id }: { cert_id: string }) => cert_id)
    assert.equal(new Set(ids).size, 3)
    for (const id of ids) {
      const certificate = await show(api, id)
      assert.equal(certificate.order_id, order_id)
      assert.deepEqual(
        [certificate.status, certificate.brand, certificate.type, certificate.domain_type],
        ['PAID', 'GEOTRUST', 'DV_SSL_CERT', 'SINGLE_DOMAIN'],
      )
      assert.deepEqual([certificate.validity_period, certificate.domain_count], [24, 1])
      for (const field of ['domain', 'sans', 'fingerprint', 'not_after', 'issue_time', 'application_info'])
        assert.equal(certificate[field], null, field)
      assert.deepEqual(certificate.authentification, [])
      assert.deepEqual(await operationsOn(api, id), ['buyCertificates'])
    }
    assert.equal((await seen(api)).total_count, before + 3)
  })

  test('0 years are three months', async () =>
    assert.equal((await show(api, await buy(api, { effective_time: 0 }))).validity_period, 3))

  test('every brand and type that the reference has, from the built-in issuer', async () => {
    for (const cert_brand of ['GEOTRUST', 'GLOBALSIGN', 'SYMANTEC', 'CFCA', 'TRUSTASIA', 'VTRUS'])
      assert.equal((await show(api, await buy(api, { cert_brand }))).brand, cert_brand)
    for (const cert_type of [
      'DV_SSL_CERT_BASIC',
      'OV_SSL_CERT',
      'OV_SSL_CERT_PRO',
      'EV_SSL_CERT',
      'EV_SSL_CERT_PRO',
    ])
      assert.equal((await show(api, await buy(api, { cert_type }))).type, cert_type)
  })

  test('kinds of names are of multi-domain certificates alone', async () => {
    const kinds = {
      primary_domain_type: 'WILDCARD_DOMAIN',
      single_domain_number: 2,
      wildcard_domain_number: 1,
    }
    const several = await show(api, await buy(api, { ...multi, ...kinds }))
    assert.deepEqual(
      [several.domain_count, several.wildcard_count, several.multi_domain_type],
      [3, 1, 'primary_wildcard'],
    )
    const single = await show(api, await buy(api, { ...kinds, single_domain_number: 0 }))
    assert.deepEqual([single.domain_count, single.multi_domain_type], [1, null])
  })

  test('tags and the enterprise project are those of every certificate', async () => {
    const { enterprise_project } = ok(
      await api('POST', '/v1.0/enterprise-projects', { name: 'shop' }).then((answer) => ({
        ...answer,
        status: answer.status === 201 ? 200 : answer.status,
      })),
    )
    const tags = [{ key: 'team', value: 'web' }]
    const enterprise_project_id = enterprise_project.id
    const id = await buy(api, { tags, enterprise_project_id })
    assert.deepEqual(ok(await api('GET', `/v3/scm/${id}/tags`)).tags, tags)
    assert.equal((await show(api, id)).enterprise_project_id, enterprise_project_id)
    const mine = await list(api, `enterprise_project_id=${enterprise_project_id}`)
    assert.deepEqual(
      mine.certificates.map((one: { id: string }) => one.id),
      [id],
    )
    refused(await post(purchase({ enterprise_project_id: 'none' })), 400, 'SCM.0005', 'enterprise_project_id')
    const twice = [...tags, { key: 'team', value: 'shop' }]
    refused(await post(purchase({ tags: twice })), 400, 'SCM.0005')
  })

  test('found by its tag, with what lists show of an order', async () => {
    const { order_id, cert } = ok(await post(purchase({ tags: [{ key: 'found', value: 'by' }] })))
    const { resources } = ok(
      await api('POST', '/v3/scm/resource_instances/action', {
        action: 'filter',
        tags: [{ key: 'found', values: ['by'] }],
      }),
    )
    const { resource_detail: detail } = resources[0]
    assert.deepEqual(
      [detail.cert_id, detail.order_status, detail.purchase_period, detail.partner_order_id],
      [cert[0].cert_id, 'PAID', 12, order_id],
    )
    assert.deepEqual(
      [detail.unsubscribe_support, detail.auto_renew_status, detail.push_support, detail.fail_reason],
      [true, 0, false, null],
    )
    assert.deepEqual([detail.domain, detail.cert_issued_time, detail.domain_num], [null, null, 1])
  })

  test('all of them or none: the quota', async () => {
    const few = server.as(await server.addAccount('few'))
    await buy(few)
    refused(await few('POST', `${hosted}/buy`, purchase({ order_number: 3 })), 403, 'SCM.0004')
    assert.equal((await seen(few)).total_count, 1)
    ok(await few('POST', `${hosted}/buy`, purchase({ order_number: 2 })))
    refused(await few('POST', `${hosted}/buy`, purchase()), 403, 'SCM.0004')
  })

  test('of other accounts nothing is seen', async () => {
    await buy(api)
    assert.equal((await seen(stranger)).total_count, 0)
  })
})

const rows = [
  ...bad('cert_brand', 'SCM.0005', [undefined, null, '', 'geotrust', 'LETSENCRYPT', 5]),
  ...bad('cert_type', 'SCM.0005', [undefined, 'DV', {}]),
  ...bad('domain_type', 'SCM.0005', [undefined, 'SINGLE', ['SINGLE_DOMAIN']]),
  ...bad('effective_time', 'SCM.0005', [undefined, -1, 4, 1.5, '1', 1e300]),
  ...bad('domain_numbers', 'SCM.0005', [undefined, 0, 2, 251, -1, '1']),
  ...bad('order_number', 'SCM.0005', [undefined, 0, 101, 1.1, '1']),
  ...bad('agree_privacy_protection', 'SCM.0005', [undefined, false, 'true', null]),
  ...bad('primary_domain_type', 'SCM.0005', ['WILDCARD', 1]),
  ...bad('tags', 'SCM.0005', [{}, [{ key: '' }], Array(11).fill({ key: 'k', value: 'v' })]),
]

suite('refused, and nothing was bought', () => {
  for (const { field, value, code } of rows) {
    test(`${field}: ${shown(value)}`, async () => {
      const before = await seen(api)
      refused(await post(withField(purchase(), field, value)), 400, code, field)
      assert.deepEqual(await seen(api), before)
    })
  }

  for (const [what, changes, named] of [
    ['one name', { domain_numbers: 1 }, 'domain_numbers'],
    ['one kind counted', { single_domain_number: 3 }, 'wildcard_domain_number'],
    ['the other counted', { wildcard_domain_number: 3 }, 'single_domain_number'],
    ['counts that are not the sum', { single_domain_number: 1, wildcard_domain_number: 1 }, 'domain_numbers'],
    [
      'no wildcard for the first name',
      { primary_domain_type: 'WILDCARD_DOMAIN', single_domain_number: 3, wildcard_domain_number: 0 },
      'wildcard_domain_number',
    ],
    [
      'no other for the first name',
      { primary_domain_type: 'SINGLE_DOMAIN', single_domain_number: 0, wildcard_domain_number: 3 },
      'single_domain_number',
    ],
  ] as const) {
    test(`MULTI_DOMAIN with ${what}`, async () =>
      refused(await post(purchase({ ...multi, ...changes })), 400, 'SCM.0005', named))
  }
})
