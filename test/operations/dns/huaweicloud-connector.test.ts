import assert from 'node:assert/strict'
import { afterEach, beforeEach, suite, test } from 'node:test'
import { DomainError } from '../../../src/domain/model/errors.ts'
import { createDnsConnectors } from '../../../src/outbound/dns/dns-connectors.ts'
import { accessKey, type HuaweiCloudDns, secretKey, startHuaweiCloudDns } from './huaweicloud-dns.ts'

const now = Date.UTC(2026, 10, 20, 12)
const name = '_acme-challenge.www.example.test'
const path = '/v2/zones/zone-1/recordsets'

suite('Huawei Cloud DNS', () => {
  let service: HuaweiCloudDns
  beforeEach(async () => {
    service = await startHuaweiCloudDns(now)
  })
  afterEach(() => service.close())

  const connector = (differences: { secretKey?: string; projectId?: string; zone?: string } = {}) => {
    const { zone = 'example.test', ...others } = differences
    const place = {
      kind: 'huaweicloud',
      zones: [zone],
      endpoint: service.endpoint,
      accessKey,
      secretKey,
      projectId: null,
      certificates: null,
      ...others,
    } as const
    const tools = { clock: { now: () => now }, random: { octets: () => new Uint8Array(2) } }
    const found = createDnsConnectors([place], tools).find(`_acme-challenge.www.${zone}`)
    assert.ok(found)
    return found
  }
  const records = () => service.sets.map((set) => [set.name, set.ttl, ...set.records])

  test('gets a set for the first record of a name, more in it, and no set at last', async () => {
    const dns = connector()
    await dns.addText(name, 'one')
    assert.deepEqual(records(), [[`${name}.`, 60, '"one"']])
    await dns.addText(name, 'two')
    await dns.addText(name, 'two')
    assert.deepEqual(records(), [[`${name}.`, 60, '"one"', '"two"']])
    await dns.removeText(name, 'one')
    await dns.removeText(name, 'one')
    assert.deepEqual(records(), [[`${name}.`, 60, '"two"']])
    await dns.removeText(name, 'two')
    await dns.removeText(name, 'two')
    assert.deepEqual(records(), [])
    const body = { name: `${name}.`, type: 'TXT', ttl: 60 }
    assert.deepEqual(
      service.requests.filter((request) => !request.startsWith('GET')),
      [
        `POST ${path} ${JSON.stringify({ ...body, records: ['"one"'] })}`,
        `PUT ${path}/set-1 ${JSON.stringify({ ...body, records: ['"one"', '"two"'] })}`,
        `PUT ${path}/set-1 ${JSON.stringify({ ...body, records: ['"two"'] })}`,
        `DELETE ${path}/set-1`,
      ],
    )
    assert.deepEqual(service.requests.slice(0, 2), [
      'GET /v2/zones?name=example.test.&search_mode=equal',
      `GET ${path}?name=${name}.&search_mode=equal&type=TXT`,
    ])
  })

  test("leaves others' records, sets and lifetimes alone", async () => {
    const mine = {
      id: 'theirs',
      name: `${name}.`,
      type: 'TXT',
      ttl: 300,
      description: 'of others',
      line: 'default_view',
      records: ['"of others"'],
    }
    const ofLine = { ...mine, id: 'line', line: 'Dianxin' }
    const alike = { ...mine, id: 'alike', name: `x${name}.` }
    service.sets.push(alike, ofLine, mine)
    await connector({ projectId: 'a1b2' }).addText(name.toUpperCase(), 'ours')
    assert.deepEqual(service.sets, [alike, ofLine, { ...mine, records: ['"of others"', '"ours"'] }])
    await connector().removeText(name, 'ours')
    await connector().removeText(name, 'never there')
    assert.deepEqual(service.sets, [alike, ofLine, mine])
    const written = service.requests.filter((request) => request.startsWith('PUT'))
    assert.ok(written.length === 2 && written.every((put) => put.includes('"description":"of others"')))
  })

  test('loses none of many changes at once', async () => {
    const dns = connector()
    const values = Array.from({ length: 10 }, (_, index) => `value-${index}`)
    await Promise.all(values.map((value) => dns.addText(name, value)))
    assert.deepEqual(
      service.sets[0]?.records,
      values.map((value) => `"${value}"`),
    )
  })

  const isRefused = (reason: RegExp) => (error: unknown) => {
    assert.ok(error instanceof DomainError)
    assert.equal(error.code, 'dns-refused')
    assert.match(error.facts.reason ?? '', reason)
    assert.ok(!error.message.includes(secretKey))
    return true
  }

  test('that refuses is quoted, and the next change is tried all the same', async () => {
    await assert.rejects(
      connector({ secretKey: 'another' }).addText(name, 'x'),
      isRefused(/^Huawei Cloud DNS: 127\.0\.0\.1:\d+ answers 401 APIG\.0301 Incorrect IAM/),
    )
    await assert.rejects(
      connector({ zone: 'ample.test' }).addText(name, 'x'),
      isRefused(/has no public zone ample\.test$/),
    )
    const same = connector()
    for (const [fault, reason] of [
      [{ status: 403, body: '{"code":"DNS.0403","message":"no"}' }, /answers 403 DNS\.0403 no$/],
      [{ status: 500, body: '<html>' }, /answers 500$/],
      [{ status: 200, body: '<html>' }, /answers no JSON$/],
      [{ status: 200, body: '{"zones":{}}' }, /answers no zones$/],
      [{ status: 200, body: '' }, /answers no zones$/],
      [{ status: 200, body: '{"zones":[{"id":"../x","name":"example.test."}]}' }, /has no public zone/],
    ] as const) {
      service.fault = fault
      await assert.rejects(same.addText(name, 'x'), isRefused(reason))
    }
    service.fault = null
    await same.addText(name, 'x')
    assert.equal(service.sets.length, 1)
    await service.close()
    await assert.rejects(same.addText(name, 'y'), isRefused(/ECONNREFUSED/))
  })
})
