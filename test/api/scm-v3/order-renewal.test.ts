import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { suite, test } from 'node:test'
import { commonName, request } from '../pca-v1/requests.ts'
import { done, ok, refused } from '../pca-v1/support.ts'
import { dayMs, minuteMs } from '../test-clock.ts'
import { operationsOn, startScene, statusOf } from './order-scene.ts'
import { exported, hosted, show } from './support.ts'

const scene = await startScene()
const { api, outside, worker, clock, issue } = scene
const isoDay = (text: string) => text.slice(0, 10)
const renew = (id: string) => api('POST', `${hosted}/${id}/renew`)
const switchTo = (id: string, enabled: boolean) => api('PUT', `${hosted}/${id}/auto-renewal`, { enabled })
const leafOf = async (id: string) => new X509Certificate((await exported(api, id)).certificate)

/** Days go by one by one, as they do. */
const passDays = async (days: number) => {
  for (let day = 0; day < days; day += 1) await worker.pass(dayMs)
}
const passMinutes = async (minutes: number) => {
  for (let minute = 0; minute < minutes; minute += 1) await worker.pass(minuteMs)
}

suite('renewed in place', () => {
  test('at two thirds of its life, under the same id with another key, until what was bought ends; and not after', async () => {
    const id = await issue({ effective_time: 1 }, { domain: 'year.test' })
    const first = await show(api, id)
    assert.equal(first.auto_renew, true)
    assert.equal(isoDay(first.period_end_time), '2027-11-20')
    const fingerprints = [first.fingerprint]
    const keys = [(await exported(api, id)).private_key]
    let day = 0
    for (const next of [100, 131, 134, 200, 263, 267, 300, 364]) {
      await passDays(next - day)
      day = next
      const { fingerprint, status } = await show(api, id)
      assert.equal(status, 'ISSUED', `day ${day}`)
      if (fingerprint === fingerprints.at(-1)) continue
      assert.ok([134, 267].includes(day), `renewed before day ${day}`)
      fingerprints.push(fingerprint)
      keys.push((await exported(api, id)).private_key)
    }
    assert.equal(fingerprints.length, 3)
    assert.equal(new Set(keys).size, 3)
    const last = await show(api, id)
    assert.ok(last.not_after <= last.period_end_time)
    await passDays(40)
    const over = await show(api, id)
    assert.deepEqual(
      [over.status, over.fingerprint, over.renewal_status],
      ['EXPIRED', fingerprints.at(-1), null],
    )
    refused(await renew(id), 400, 'SCM.0010')
    refused(await switchTo(id, true), 400, 'SCM.0010')
    assert.equal((await operationsOn(api, id)).filter((one) => one === 'beginRenewal').length, 2)
  })

  for (const [years, months, days] of [
    [0, 3, 92],
    [3, 36, 198],
  ] as const) {
    test(`${years} years: ${months} months, the first certificate of ${days} days at most`, async () => {
      const id = await issue({ effective_time: years }, { domain: `for-${years}.test` })
      const { not_after, period_end_time, validity_period } = await show(api, id)
      assert.equal(validity_period, months)
      const lives = (Date.parse(`${isoDay(not_after)}Z`) - clock.now()) / dayMs
      assert.ok(lives <= days && lives >= days - 5, `${lives} days`)
      if (years === 0) {
        assert.ok(not_after <= period_end_time)
        refused(await renew(id), 400, 'SCM.0010')
      }
    })
  }

  test('the old one is there until the new one has come, and stays where nothing comes of it', async () => {
    const id = await issue({}, { domain: 'kept.test' })
    const before = await show(api, id)
    const value = before.authentification[0].record_value
    outside.records.delete('_dnsauth.kept.test')
    done(await renew(id))
    await worker.settle()
    const waiting = await show(api, id)
    assert.deepEqual(
      [waiting.status, waiting.fingerprint, waiting.renewal_status],
      ['ISSUED', before.fingerprint, 'proving'],
    )
    assert.equal(waiting.authentification[0].record_value, value, 'a record that stays serves each renewal')
    await exported(api, id)
    refused(await renew(id), 400, 'SCM.0010')
    refused(await api('POST', `${hosted}/${id}/revoke`), 400, 'SCM.0010')
    refused(await api('POST', `${hosted}/${id}/rehearse`), 400, 'SCM.0010')
    await worker.pass(7 * dayMs + 20 * minuteMs)
    const failed = await show(api, id)
    assert.deepEqual(
      [failed.status, failed.fingerprint, failed.renewal_status],
      ['ISSUED', before.fingerprint, null],
    )
    assert.match(failed.fail_reason, /^not proven within 7 days: kept\.test/)
    outside.set('_dnsauth.kept.test', value)
    done(await renew(id))
    await worker.settle()
    const renewed = await show(api, id)
    assert.notEqual(renewed.fingerprint, before.fingerprint)
    assert.equal(renewed.fail_reason, null)
  })

  test('one that failed is begun again by itself', async () => {
    const id = await issue({}, { domain: 'again.test' })
    const { fingerprint, authentification } = await show(api, id)
    outside.records.delete('_dnsauth.again.test')
    await passDays(142)
    assert.match((await show(api, id)).fail_reason, /not proven/)
    outside.set('_dnsauth.again.test', authentification[0].record_value)
    await passDays(3)
    assert.notEqual((await show(api, id)).fingerprint, fingerprint)
  })

  test('not by itself once that is switched off; at once when it is late and is switched on', async () => {
    const id = await issue({}, { domain: 'switched.test' })
    const { fingerprint } = await show(api, id)
    done(await switchTo(id, false))
    assert.equal((await show(api, id)).auto_renew, false)
    await passDays(140)
    assert.equal((await show(api, id)).fingerprint, fingerprint)
    done(await switchTo(id, true))
    await passMinutes(2)
    assert.notEqual((await show(api, id)).fingerprint, fingerprint)
    for (const enabled of ['yes', 1, null])
      refused(await api('PUT', `${hosted}/${id}/auto-renewal`, { enabled }), 400, 'SCM.0005', 'enabled')
  })

  test('what has expired meanwhile is renewed, too', async () => {
    const id = await issue({}, { domain: 'expired.test' })
    done(await switchTo(id, false))
    clock.advance(200 * dayMs)
    assert.equal(await statusOf(api, id), 'EXPIRED')
    done(await renew(id))
    await passMinutes(2)
    assert.equal(await statusOf(api, id), 'ISSUED')
  })

  test('with a key of the user never, and it is said', async () => {
    const id = await issue({}, { domain: 'own.test', csr: request({ subject: commonName('own.test') }) })
    refused(await renew(id), 400, 'SCM.0010')
    refused(await switchTo(id, true), 400, 'SCM.0010')
    await passDays(140)
    assert.equal((await show(api, id)).auto_renew, false)
  })

  test('the same kind of key again', async () => {
    const id = await issue({}, { domain: 'kind.test', key_algorithm: 'EC_P384' })
    done(await renew(id))
    await passMinutes(2)
    assert.equal((await leafOf(id)).publicKey.asymmetricKeyDetails?.namedCurve, 'secp384r1')
  })
})

suite('rehearsed', () => {
  const rehearse = async (id: string) => ok(await api('POST', `${hosted}/${id}/rehearse`))
  const faults = (steps: { name: string; is_fine: boolean; finding: string }[]) =>
    steps.filter(({ is_fine }) => !is_fine).map(({ name, finding }) => `${name}: ${finding}`)

  test('all is fine, and nothing was changed', async () => {
    const id = await issue({}, { domain: 'fine.test' })
    const before = await show(api, id)
    const { is_fine, steps } = await rehearse(id)
    assert.deepEqual(
      [is_fine, steps.map(({ name }: { name: string }) => name)],
      [true, ['period', 'key', 'issuer', 'proof']],
    )
    assert.deepEqual(await show(api, id), before)
  })

  test('a record that is gone', async () => {
    const id = await issue({}, { domain: 'away.test' })
    outside.records.delete('_dnsauth.away.test')
    const { is_fine, steps } = await rehearse(id)
    assert.equal(is_fine, false)
    assert.deepEqual(faults(steps), ['proof: the record of before is gone: it has to be set again'])
  })

  test('a zone of ours: a record is placed, seen and taken away; and a zone that can not be changed', async () => {
    const id = await issue({}, { domain: 'zone.managed.test', auto_dns_auth: true })
    const { is_fine, steps } = await rehearse(id)
    assert.equal(is_fine, true, faults(steps).join())
    assert.deepEqual([...(outside.records.get('_dnsauth.zone.managed.test') ?? [])], [])
    outside.zoneFault = 'NOTAUTH'
    const refusedSteps = (await rehearse(id)).steps
    outside.zoneFault = null
    assert.deepEqual(faults(refusedSteps), ['zone: NOTAUTH'])
  })

  test('the end of what was bought, and a key of the user', async () => {
    const csr = request({ subject: commonName('end.test') })
    const id = await issue({ effective_time: 0 }, { domain: 'end.test', csr })
    assert.deepEqual(
      faults((await rehearse(id)).steps).map((fault) => fault.split(':')[0]),
      ['period', 'key'],
    )
  })
})
