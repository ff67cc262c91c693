import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { type RunningServer, startServer } from '../running-server.ts'
import { authorities, orderBody } from '../samples.ts'
import { bodyRefusals, fieldRefusals, refusals } from './refusals.ts'
import { bad, done, ok, quotaUsed, refused, showAuthority } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const order = (body: unknown, as = api) => as('POST', `${authorities}/order`, body)

suite('an order of CAs', () => {
  test('yields as many ids as were ordered, each a CA that waits', async () => {
    const before = await quotaUsed(api, authorities)
    const { order_id, ca_ids } = ok(await order(orderBody(3)))
    assert.match(order_id, /^[0-9a-f-]{36}$/)
    assert.equal(new Set([order_id, ...ca_ids]).size, 4)
    assert.equal(await quotaUsed(api, authorities), before + 3)
    for (const id of ca_ids) assert.equal((await showAuthority(server, id)).status, 'PENDING')
  })

  test('an ordered CA shows that it is paid in advance, and that it has neither name nor key', async () => {
    const { ca_ids } = ok(await order({ ...orderBody(1), enterprise_project_id: '0' }))
    assert.deepEqual(await showAuthority(server, ca_ids[0]), {
      ca_id: ca_ids[0],
      type: 'SUBORDINATE',
      status: 'PENDING',
      path_length: 0,
      issuer_id: null,
      issuer_name: null,
      key_algorithm: '',
      signature_algorithm: null,
      freeze_flag: 0,
      gen_mode: 'GENERATE',
      serial_number: null,
      create_time: server.clock.now(),
      delete_time: null,
      not_before: null,
      not_after: null,
      distinguished_name: {
        country: null,
        state: null,
        locality: null,
        organization: null,
        organizational_unit: null,
        common_name: '',
      },
      crl_configuration: {
        enabled: false,
        crl_name: null,
        obs_bucket_name: null,
        valid_days: null,
        crl_dis_point: null,
      },
      enterprise_project_id: '0',
      charging_mode: 0,
      free_quota: 0,
      domain_id: server.credentials.domain.id,
      cluster_id: null,
      ocsp_switch: false,
    })
  })

  test('is listed, sorted and filtered with the others, by every key', async () => {
    const { ca_ids } = ok(await order(orderBody(1)))
    for (const key of ['create_time', 'common_name', 'type', 'not_after']) {
      const query = `limit=1000&status=PENDING&type=SUBORDINATE&sort_key=${key}`
      const { certificate_authorities: list } = ok(await api('GET', `${authorities}?${query}`))
      assert.deepEqual(
        list.find(({ ca_id }: { ca_id: string }) => ca_id === ca_ids[0]),
        await showAuthority(server, ca_ids[0]),
      )
    }
  })

  test('by the month, without what is optional, with what is not looked at', async () => {
    const { is_auto_pay: _, ...less } = { ...orderBody(1), period_type: 2, period_num: 9, is_auto_renew: 1 }
    ok(await order({ ...less, promotion_info: { anything: [1] }, unknown: 5, enterprise_project_id: '' }))
  })

  test("another account's quota and list do not see it", async () => {
    const stranger = server.as(await server.addAccount('stranger'))
    ok(await order(orderBody(1)))
    assert.equal(await quotaUsed(stranger, authorities), 0)
    assert.equal(ok(await stranger('GET', authorities)).total, 0)
  })
})

suite('an order and the quota', () => {
  const withQuota = async (quota: number, work: (server: RunningServer) => Promise<void>) => {
    const small = await startServer({ 'ca-quota': String(quota) })
    try {
      await work(small)
    } finally {
      await small.close()
    }
  }
  const used = ({ api: as }: RunningServer) => quotaUsed(as, authorities)

  test('all of it fits, or none of it is made', () =>
    withQuota(3, async (small) => {
      ok(await order(orderBody(1), small.api))
      refused(await order(orderBody(3), small.api), 403, 'PCA.00030001')
      assert.equal(await used(small), 1)
      assert.equal(ok(await small.api('GET', authorities)).total, 1)
      ok(await order(orderBody(2), small.api))
      assert.equal(await used(small), 3)
    }))

  test('a CA that is deleted before it has a name gives its place back', () =>
    withQuota(1, async (small) => {
      const { ca_ids } = ok(await order(orderBody(1), small.api))
      refused(await order(orderBody(1), small.api), 403, 'PCA.00030001')
      done(await small.api('DELETE', `${authorities}/${ca_ids[0]}`))
      refused(await small.api('GET', `${authorities}/${ca_ids[0]}`), 404, 'PCA.00030102')
      assert.equal(await used(small), 0)
      ok(await order(orderBody(1), small.api))
    }))

  test('orders at the same time do not get past it', () =>
    withQuota(5, async (small) => {
      const answers = await Promise.all(Array.from({ length: 6 }, () => order(orderBody(2), small.api)))
      assert.equal(answers.filter(({ status }) => status === 200).length, 2)
      assert.equal(await used(small), 4)
    }))
})

test('a field that may have few values says which', async () => {
  for (const [field, value, only] of [
    ['charging_mode', 1, '0'],
    ['period_type', 1, '2 (months) or 3 (years)'],
    ['is_auto_renew', 2, '0 or 1'],
    ['cloud_service_type', 'hws.service.type.scm', 'hws.service.type.ccm'],
  ] as const) {
    const { body } = await order({ ...orderBody(1), [field]: value })
    assert.ok(body.error_msg.endsWith(`: ${field} must be ${only}`), body.error_msg)
  }
})

const product = orderBody(1).product_infos[0] ?? {}
const numbers = [undefined, null, '', '1', 1.5, true, [], {}]
const code = 'PCA.00020001'
refusals('order CAs', api, [
  ...bodyRefusals((body) => order(body)),
  ...fieldRefusals((body) => order(body), orderBody(1), [
    ...bad('cloud_service_type', code, [undefined, null, '', 'hws.service.type.scm', 5]),
    ...bad('charging_mode', code, [...numbers, 1, -1]),
    ...bad('period_type', code, [...numbers, 1, 4]),
    ...bad('period_num', code, [...numbers, 0, -1, 101]),
    ...bad('is_auto_renew', code, [...numbers, 2, -1]),
    ...bad('is_auto_pay', code, ['1', 1.5, true, 2, [], {}]),
    ...bad('subscription_num', code, [...numbers, 0, -1, 101, 2 ** 53]),
    ...bad('product_infos', code, [undefined, null, [], {}, 'x', 5, Array(11).fill(product)]),
    ...['cloud_service_type', 'resource_type', 'resource_spec_code'].flatMap((field) =>
      [undefined, null, '', 'other', 5].map((value) => ({
        field: 'product_infos',
        value: [{ ...product, [field]: value }],
        code,
        names: `product_infos[0].${field}`,
      })),
    ),
    ...bad('enterprise_project_id', code, [5, 'x'.repeat(65), {}]),
  ]),
])
