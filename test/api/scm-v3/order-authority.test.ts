import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { DomainError } from '../../../src/domain/model/errors.ts'
import { receiveHttp } from '../../operations/sink-receivers.ts'
import { done, ok, refused } from '../pca-v1/support.ts'
import { createTestClock, dayMs, minuteMs } from '../test-clock.ts'
import { createAuthority } from './acme-authority.ts'
import { startScene, statusOf } from './order-scene.ts'
import { apply, buy, company, purchase } from './orders.ts'
import { createOutside, textOf } from './outside.ts'
import { exported, hosted, show } from './support.ts'

const clock = createTestClock()
const outside = createOutside()
const authority = await createAuthority(outside, clock)
const acme = {
  kind: 'acme',
  name: 'elsewhere',
  directory: authority.directory,
  validatesOrganizations: false,
} as const
const ours = { kind: 'built-in', name: 'built-in' } as const
const receiver = await receiveHttp()
after(() => receiver.close())
const certificateIssuers = {
  list: () => [],
  ofBrand: (brand: string) =>
    brand === 'GLOBALSIGN' ? acme : brand === 'CFCA' ? { ...acme, validatesOrganizations: true } : ours,
  find: (name: string) => (name === 'elsewhere' ? acme : ours),
}
const scene = await startScene(
  { 'outbound-allow': '127.0.0.0/8' },
  { outside: { certificateIssuers } },
  outside,
  clock,
)
const { api, worker, prove, issue } = scene
const elsewhere = { cert_brand: 'GLOBALSIGN' }
const cancel = (id: string) => api('POST', `${hosted}/${id}/cancel-cert`)
const unreachable = () => new DomainError('issuer-unreachable', { reason: 'the authority is away' })

const applied = async (
  domain: string,
  changes: object = {},
  product: object = elsewhere,
): Promise<string> => {
  const id = await buy(api, product)
  ok(await apply(api, id, { domain, ...changes }))
  await worker.settle()
  return id
}
const acts = (from: number) => authority.acts.slice(from).filter((act) => act !== 'read')

suite('an authority elsewhere', () => {
  test('is asked for an order, and for its look only when the record is seen', async () => {
    const id = await buy(api, elsewhere)
    ok(await apply(api, id, { domain: 'one.test' }))
    assert.match(await statusOf(api, id), /^CHECKING/)
    await worker.settle()
    const [{ record_name, record_value }] = (await show(api, id)).authentification
    const [order] = [...authority.orders.values()].slice(-1)
    assert.deepEqual(
      [record_name, record_value],
      ['_acme-challenge.one.test', textOf(`${order?.tokens[0]}.thumbprint`)],
    )
    assert.deepEqual(acts(0), ['account', 'order'])
    await worker.pass(dayMs)
    assert.deepEqual(acts(0), ['account', 'order'])
    await prove(id)
    await worker.pass(20 * minuteMs)
    await worker.pass(20 * minuteMs)
    assert.deepEqual(acts(0), ['account', 'order', 'answer', 'finalize', 'download'])
    assert.equal(await statusOf(api, id), 'ISSUED')
    assert.match((await exported(api, id)).private_key, /PRIVATE KEY/)
  })

  test('that is away hinders, and it goes on', async () => {
    authority.faults.push(unreachable(), unreachable())
    const id = await applied('away.test')
    const { status, hindrance } = await show(api, id)
    assert.deepEqual([status, hindrance], ['CHECKING', 'the authority is away'])
    for (let minute = 0; minute < 3; minute += 1) await worker.pass(minuteMs)
    assert.deepEqual([await statusOf(api, id), (await show(api, id)).hindrance], ['CHECKING_DOMAIN', null])
  })

  test('says when it may be asked again, and is not asked before', async () => {
    const retryAt = clock.now() + 3_600_000
    authority.faults.push(new DomainError('issuer-unreachable', { reason: 'rate limited', retryAt }))
    const id = await applied('limited.test')
    const from = authority.acts.length
    await worker.pass(50 * minuteMs)
    assert.deepEqual(acts(from), [])
    await worker.pass(11 * minuteMs)
    assert.deepEqual(acts(from), ['order'])
    assert.equal(await statusOf(api, id), 'CHECKING_DOMAIN')
  })

  test('that refuses for good: UNPASSED with its reason', async () => {
    authority.faults.push(new DomainError('issuer-refused', { reason: 'CAA forbids it' }))
    const id = await applied('caa.test')
    const { status, fail_reason } = await show(api, id)
    assert.deepEqual([status, fail_reason], ['UNPASSED', 'CAA forbids it'])
  })

  test('that does not see what we have seen: a new order, other records, and who applied is told', async () => {
    ok(await api('PUT', '/v3/scm/notification/webhook', { url: `http://127.0.0.1:${receiver.port}/` }))
    const id = await applied('replaced.test')
    const [before] = (await show(api, id)).authentification
    outside.set(before.record_name, before.record_value)
    const order = [...authority.orders.values()].at(-1)
    assert.ok(order)
    order.state = 'invalid'
    order.problem = 'NXDOMAIN at the secondary'
    await worker.pass(minuteMs)
    await worker.pass(minuteMs)
    await worker.pass(minuteMs)
    const [after] = (await show(api, id)).authentification
    assert.notEqual(after.record_value, before.record_value)
    assert.equal(await statusOf(api, id), 'CHECKING_DOMAIN')
    const told = JSON.parse(receiver.received.at(-1)?.body ?? '{}')
    assert.deepEqual(
      [told.type, told.certificate.id, told.reason, told.proofs],
      [
        'ORDER_PROOFS_REPLACED',
        id,
        'NXDOMAIN at the secondary',
        [
          {
            domain: 'replaced.test',
            record_type: 'TXT',
            record_name: after.record_name,
            record_value: after.record_value,
          },
        ],
      ],
    )
    await prove(id)
    await worker.pass(minuteMs)
    await worker.pass(minuteMs)
    assert.equal(await statusOf(api, id), 'ISSUED')
    ok({ ...(await api('DELETE', '/v3/scm/notification/webhook')), status: 200 })
  })

  test('records of ours for an order that was refused do not stay', async () => {
    const id = await applied('swept.managed.test', { auto_dns_auth: true })
    for (let minute = 0; minute < 3; minute += 1) await worker.pass(minuteMs)
    assert.equal(await statusOf(api, id), 'ISSUED')
    assert.deepEqual([...(outside.records.get('_acme-challenge.swept.managed.test') ?? [])], [])
  })

  test('is told of a cancellation, as long as it takes', async () => {
    const id = await applied('told.test')
    const from = authority.acts.length
    authority.faults.push(unreachable())
    ok(await cancel(id))
    await worker.settle()
    assert.equal(await statusOf(api, id), 'CANCELCHECKING')
    refused(await cancel(id), 400, 'SCM.0010')
    refused(await api('DELETE', `${hosted}/${id}/unsubscribe`), 500, 'SCM.0016')
    for (let minute = 0; minute < 3; minute += 1) await worker.pass(minuteMs)
    assert.deepEqual([acts(from), await statusOf(api, id)], [['deactivate 0'], 'PAID'])
  })

  test('that stays away for a day: cancelled in any case; so where it refuses, and past the seven days', async () => {
    const stuck = await applied('stuck.test')
    await worker.pass(6.9 * dayMs)
    authority.faults.push(...Array.from({ length: 150 }, unreachable))
    ok(await cancel(stuck))
    for (let hour = 0; hour < 23; hour += 1) await worker.pass(3_600_000)
    assert.equal(await statusOf(api, stuck), 'CANCELCHECKING')
    for (let hour = 0; hour < 3; hour += 1) await worker.pass(3_600_000)
    assert.equal(await statusOf(api, stuck), 'PAID')
    authority.faults.splice(0)
    const forbidden = await applied('forbidden.test')
    authority.faults.push(new DomainError('issuer-refused', { reason: 'not yours' }))
    ok(await cancel(forbidden))
    await worker.settle()
    assert.equal(await statusOf(api, forbidden), 'PAID')
  })

  test('is told when what is on its way is given back', async () => {
    const id = await applied('back.test')
    const from = authority.acts.length
    ok(await api('DELETE', `${hosted}/${id}/unsubscribe`))
    assert.deepEqual(acts(from), ['deactivate 0'])
  })

  test('that is away when it is given back keeps nobody', async () => {
    const id = await applied('back-away.test')
    authority.faults.push(unreachable())
    ok(await api('DELETE', `${hosted}/${id}/unsubscribe`))
    authority.faults.splice(0)
    refused(await api('GET', `${hosted}/${id}`), 404, 'SCM.0008')
  })

  test('revokes when it is reached; until it is told the revocation can be taken back', async () => {
    const id = await issue(elsewhere, { domain: 'revoked.test' })
    for (let minute = 0; minute < 3; minute += 1) await worker.pass(minuteMs)
    assert.equal(await statusOf(api, id), 'ISSUED')
    const from = authority.acts.length
    authority.faults.push(unreachable())
    done(await api('POST', `${hosted}/${id}/revoke`, { reason: 'KEY_COMPROMISE' }))
    assert.equal(await statusOf(api, id), 'REVOKING')
    for (let minute = 0; minute < 3; minute += 1) await worker.pass(minuteMs)
    assert.deepEqual([acts(from), await statusOf(api, id)], [['revoke KEY_COMPROMISE'], 'REVOKED'])
  })

  test('renews when it says so, in place of the one before', async () => {
    const id = await applied('window.managed.test', { auto_dns_auth: true })
    for (let minute = 0; minute < 3; minute += 1) await worker.pass(minuteMs)
    const { fingerprint } = await show(api, id)
    const now = clock.now()
    authority.window = { start: now + dayMs, end: now + 2 * dayMs, lookAgainAt: now + 6 * 3_600_000 }
    for (let hour = 0; hour < 26; hour += 1) await worker.pass(3_600_000)
    if ((await show(api, id)).fingerprint === fingerprint)
      for (let hour = 0; hour < 25; hour += 1) await worker.pass(3_600_000)
    authority.window = null
    assert.notEqual((await show(api, id)).fingerprint, fingerprint)
    const replacing = [...authority.orders.values()].filter(({ replaces }) => replaces !== undefined)
    assert.ok(replacing.length >= 1)
  })
})

suite('companies at an authority that looks at none', () => {
  for (const cert_type of ['OV_SSL_CERT', 'EV_SSL_CERT_PRO'])
    test(`${cert_type} → SCM.0005`, async () =>
      refused(
        await api('POST', `${hosted}/buy`, purchase({ ...elsewhere, cert_type })),
        400,
        'SCM.0005',
        'cert_type',
      ))
  test('where it does look at them', async () => {
    const id = await buy(api, { cert_brand: 'CFCA', cert_type: 'OV_SSL_CERT' })
    ok(await apply(api, id, { domain: 'ov.test', ...company }))
  })
  test('by mail no names are proven there → SCM.0005', async () => {
    const id = await buy(api, elsewhere)
    refused(await apply(api, id, { domain_method: 'EMAIL' }), 400, 'SCM.0005', 'domain_method')
  })
  test('a rehearsal opens an order and gives it up', async () => {
    const id = await issue(elsewhere, { domain: 'rehearsed.test' })
    for (let minute = 0; minute < 3; minute += 1) await worker.pass(minuteMs)
    const from = authority.acts.length
    ok(await api('POST', `${hosted}/${id}/rehearse`))
    assert.deepEqual(acts(from), ['order', 'deactivate 0'])
  })
})
