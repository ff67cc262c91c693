import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { ok, refused } from '../pca-v1/support.ts'
import { dayMs, minuteMs } from '../test-clock.ts'
import { operationsOn, proofPeriodMs, startScene, statusOf } from './order-scene.ts'
import { apply, buy } from './orders.ts'
import { hosted, show } from './support.ts'

const scene = await startScene()
const { api, outside, worker, prove, issue, world, credentials } = scene
const accountId = credentials.domain.id
const unsubscribe = (id: string) => api('DELETE', `${hosted}/${id}/unsubscribe`)
const cancel = (id: string) => api('POST', `${hosted}/${id}/cancel-cert`)

const applied = async (changes: object = {}, product: object = {}): Promise<string> => {
  const id = await buy(api, product)
  ok(await apply(api, id, changes))
  await worker.settle()
  return id
}
const managed = (name: string) => ({ domain: `${name}.managed.test`, auto_dns_auth: true })
const recordsAt = (name: string) => [...(outside.records.get(`_dnsauth.${name}.managed.test`) ?? [])]
const comingKeys = (id: string) => world.database.read(accountId, ({ keys }) => keys.find(`${id}/coming`))

suite('proofs that are looked for', () => {
  test('what was found is told, and when it is there the certificate comes', async () => {
    const id = await applied({ domain: 'looked.test' })
    const [proof] = (await show(api, id)).authentification
    assert.equal(proof.finding, 'there is no such record')
    outside.set('_dnsauth.looked.test', '"else" <b>')
    await worker.pass(minuteMs)
    assert.equal((await show(api, id)).authentification[0].finding, String.raw`holds "\"else\" <b>"`)
    outside.set('_dnsauth.looked.test', proof.record_value)
    await worker.pass(minuteMs)
    const issued = await show(api, id)
    assert.equal(issued.status, 'ISSUED')
    assert.match(issued.authentification[0].seen_time, /^2026-11-20 12:0/)
    assert.deepEqual((await operationsOn(api, id)).slice(2), ['proveNames', 'takeInCertificate'])
  })

  test('are looked for more rarely the longer they are not there', async () => {
    await applied({ domain: 'rare.test' })
    const looks = () => outside.looks.filter((name) => name === '_dnsauth.rare.test').length
    for (let minute = 0; minute < 10; minute += 1) await worker.pass(minuteMs)
    const soon = looks()
    for (let minute = 0; minute < 60; minute += 1) await worker.pass(minuteMs)
    assert.ok(soon >= 6 && looks() - soon <= 20, `${soon}, then ${looks() - soon}`)
  })

  test('one of two is not enough', async () => {
    const id = await applied(
      { domain: 'one.test', sans: 'two.test' },
      { domain_type: 'MULTI_DOMAIN', domain_numbers: 2 },
    )
    const [first] = (await show(api, id)).authentification
    outside.set(first.record_name, first.record_value)
    await worker.pass(minuteMs)
    const { status, authentification } = await show(api, id)
    assert.equal(status, 'CHECKING_DOMAIN')
    assert.deepEqual(
      authentification.map((proof: { seen_time: unknown }) => proof.seen_time !== null),
      [true, false],
    )
  })

  test("another order's record proves nothing", async () => {
    const first = await applied({ domain: 'mine.test' })
    const second = await applied({ domain: 'mine.test' })
    await prove(first)
    await worker.pass(minuteMs)
    assert.deepEqual([await statusOf(api, first), await statusOf(api, second)], ['ISSUED', 'CHECKING_DOMAIN'])
  })

  test('that nothing can be looked at is told', async () => {
    outside.lookFault = 'no name server of the zone answers'
    const id = await applied({ domain: 'unreachable.test' })
    outside.lookFault = null
    assert.equal((await show(api, id)).authentification[0].finding, 'no name server of the zone answers')
  })

  test('a file may end with a line end, and holds nothing else', async () => {
    const id = await applied({ domain: 'file.test', domain_method: 'FILE' })
    const [{ record_name: path, record_value: value }] = (await show(api, id)).authentification
    outside.files.set(`file.test${path}`, `x${value}`)
    await worker.pass(minuteMs)
    assert.equal(await statusOf(api, id), 'CHECKING_DOMAIN')
    outside.files.set(`file.test${path}`, `${value}\r\n`)
    await worker.pass(minuteMs)
    assert.equal(await statusOf(api, id), 'ISSUED')
  })
})

suite('seven days', () => {
  test('without the proof: UNPASSED with the reason, and it may be applied for again', async () => {
    const id = await applied({ domain: 'late.test' })
    await worker.pass(proofPeriodMs - minuteMs)
    assert.equal(await statusOf(api, id), 'CHECKING_DOMAIN')
    await worker.pass(20 * minuteMs)
    const failed = await show(api, id)
    assert.equal(failed.status, 'UNPASSED')
    assert.equal(failed.fail_reason, 'not proven within 7 days: late.test (there is no such record)')
    assert.equal(await comingKeys(id), undefined)
    const [before] = failed.authentification
    ok(await apply(api, id, { domain: 'late.test' }))
    const again = await show(api, id)
    assert.deepEqual([again.status, again.fail_reason], ['CHECKING_DOMAIN', null])
    assert.notEqual(again.authentification[0].record_value, before.record_value)
    await prove(id)
    await worker.pass(minuteMs)
    assert.equal(await statusOf(api, id), 'ISSUED')
  })

  test('given back from UNPASSED it is gone', async () => {
    const id = await applied({ domain: 'given.test' })
    await worker.pass(proofPeriodMs + 20 * minuteMs)
    ok(await unsubscribe(id))
    refused(await api('GET', `${hosted}/${id}`), 404, 'SCM.0008')
  })
})

suite('cancelled', () => {
  test('it is PAID, shows no proofs, and nothing comes of records that are there', async () => {
    const id = await applied({ domain: 'cancelled.test' })
    await prove(id)
    ok(await cancel(id))
    await worker.pass(dayMs)
    const cancelled = await show(api, id)
    assert.deepEqual([cancelled.status, cancelled.authentification], ['PAID', []])
    ok(await apply(api, id, { domain: 'other.test' }))
    assert.equal((await show(api, id)).domain, 'other.test')
  })
})

suite('records that we place', () => {
  test('are placed beside others, seen, and taken away', async () => {
    outside.set('_dnsauth.placed.managed.test', 'of somebody else')
    const id = await applied(managed('placed'))
    await worker.pass(minuteMs)
    const issued = await show(api, id)
    assert.equal(issued.status, 'ISSUED', issued.hindrance ?? '')
    assert.equal(issued.auto_renew, true)
    assert.deepEqual(recordsAt('placed'), ['of somebody else'])
  })

  test('a zone that can not be changed hinders, is told, and hinders no longer when it can', async () => {
    outside.zoneFault = 'REFUSED'
    const id = await applied(managed('refused'))
    assert.equal((await show(api, id)).hindrance, 'REFUSED')
    assert.equal(await statusOf(api, id), 'CHECKING_DOMAIN')
    outside.zoneFault = null
    await worker.pass(minuteMs)
    await worker.pass(minuteMs)
    const issued = await show(api, id)
    assert.deepEqual([issued.status, issued.hindrance], ['ISSUED', null])
  })

  test('for seven days: UNPASSED', async () => {
    outside.zoneFault = 'REFUSED'
    const id = await applied(managed('never'))
    await worker.pass(proofPeriodMs + 20 * minuteMs)
    outside.zoneFault = null
    const failed = await show(api, id)
    assert.deepEqual([failed.status], ['UNPASSED'])
    assert.match(failed.fail_reason, /not proven within 7 days|REFUSED/)
  })

  const left: [what: string, act: (id: string) => Promise<unknown>][] = [
    ['cancelled', async (id) => ok(await cancel(id))],
    ['given back', async (id) => ok(await unsubscribe(id))],
  ]
  for (const [what, act] of left) {
    test(`are taken away when the order is ${what}`, async () => {
      outside.lookFault = 'not yet'
      const id = await applied(managed(what.replace(' ', '-')))
      assert.equal(recordsAt(what.replace(' ', '-')).length, 1)
      await act(id)
      outside.lookFault = null
      await worker.pass(minuteMs)
      assert.deepEqual(recordsAt(what.replace(' ', '-')), [])
      if (what === 'cancelled') assert.equal(await statusOf(api, id), 'PAID')
    })
  }

  test('are taken away when nothing came of it', async () => {
    outside.lookFault = 'not yet'
    await applied(managed('failed'))
    assert.equal(recordsAt('failed').length, 1)
    await worker.pass(proofPeriodMs + 20 * minuteMs)
    outside.lookFault = null
    assert.deepEqual(recordsAt('failed'), [])
  })

  test('of a renewal are taken away when the certificate is deleted', async () => {
    const id = await issue({}, managed('renewing'))
    outside.lookFault = 'not yet'
    assert.equal((await api('POST', `${hosted}/${id}/renew`)).status, 204)
    await worker.settle()
    assert.equal(recordsAt('renewing').length, 1)
    assert.equal((await api('DELETE', `${hosted}/${id}`)).status, 204)
    outside.lookFault = null
    assert.deepEqual(recordsAt('renewing'), [])
    await worker.pass(dayMs)
  })
})

suite('at once', () => {
  test('of two applications one counts', async () => {
    const id = await buy(api)
    const answers = await Promise.all([
      apply(api, id, { domain: 'left.test' }),
      apply(api, id, { domain: 'right.test' }),
    ])
    const [first, second] = answers.map(({ status, code }) => `${status} ${code ?? ''}`).sort()
    assert.deepEqual([first, second], ['200 ', '400 SCM.0010'])
    const won = answers[0]?.status === 200 ? 'left.test' : 'right.test'
    const { domain, authentification } = await show(api, id)
    assert.deepEqual([domain, authentification[0].domain], [won, won])
  })

  test('cancelled while a step is on: nothing is issued', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await buy(api)
      ok(await apply(api, id, { domain: `race-${round}.test` }))
      await prove(id)
      const passing = worker.pass(minuteMs)
      const answer = await cancel(id)
      await passing
      await worker.settle()
      const status = await statusOf(api, id)
      if (answer.status === 200) assert.equal(status, 'PAID')
      else {
        refused(answer, 400, 'SCM.0010')
        assert.equal(status, 'ISSUED')
      }
    }
  })

  test('deleted while a renewal is on', async () => {
    const id = await issue({}, { domain: 'gone.test' })
    assert.equal((await api('POST', `${hosted}/${id}/renew`)).status, 204)
    const passing = worker.pass(minuteMs)
    assert.equal((await api('DELETE', `${hosted}/${id}`)).status, 204)
    await passing
    await worker.pass(minuteMs)
    refused(await api('GET', `${hosted}/${id}`), 404, 'SCM.0008')
    assert.equal(await comingKeys(id), undefined)
  })

  test('of two renewals one is begun', async () => {
    const id = await issue({}, { domain: 'twice.test' })
    const answers = await Promise.all([1, 2].map(() => api('POST', `${hosted}/${id}/renew`)))
    assert.deepEqual(
      answers.map(({ status }) => status).sort((left, right) => left - right),
      [204, 400],
    )
  })
})
