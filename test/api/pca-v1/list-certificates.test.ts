import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { certificates, unknownId } from '../samples.ts'
import { refusals } from './refusals.ts'
import { commonName, request } from './requests.ts'
import { createRoot, done, issue, ok, refused, showCertificate } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const list = async (query = '') => ok(await api('GET', `${certificates}${query}`))
const namesOf = async (query = '') =>
  (await list(query)).certificates.map(
    (certificate: { distinguished_name: { common_name: string } }) =>
      certificate.distinguished_name.common_name,
  )

const beta = await createRoot(server, {}, 'beta issuer')
const alpha = await createRoot(server, {}, 'Alpha issuer')
const ids: Record<string, string> = {}

async function make(name: string, issuerId: string, days: number): Promise<string> {
  const changes = { distinguished_name: { common_name: name }, validity: { type: 'DAY', value: days } }
  const id = await issue(server, issuerId, changes)
  ids[name] = id
  server.clock.advance(1000)
  return id
}

await make('delta.test', beta, 300)
await make('alpha.test', alpha, 500)
await make('mid_dle', beta, 100)
await make('midXdle', alpha, 200)
const revoked = await make('revoked.test', beta, 400)
const revokedPastEnd = await make('revoked past end', alpha, 1)
await make('past end', beta, 1)
await make('Beta one', alpha, 50)
await make('BETA two', beta, 60)
await make('中文', alpha, 70)
await make('*.wild.test', beta, 80)
for (const id of [revoked, revokedPastEnd]) done(await api('POST', `${certificates}/${id}/revoke`))
const csr = request({ subject: commonName('50% "of"\\ all') })
ids['50% "of"\\ all'] = ok(
  await api('POST', `${certificates}/csr`, { issuer_id: alpha, csr, validity: { type: 'DAY', value: 90 } }),
).certificate_id
server.clock.advance(2 * 86_400_000)

const other = server.as(await server.addAccount('other'))
const newestFirst = Object.keys(ids).toReversed()

suite('list certificates', () => {
  test('the newest ten by default, and how many there are', async () => {
    const { total, certificates: items, ...rest } = await list()
    assert.deepEqual(rest, {})
    assert.equal(total, 12)
    assert.equal(items.length, 10)
    assert.deepEqual(await namesOf(), newestFirst.slice(0, 10))
  })

  test('each is what its details say', async () => {
    for (const certificate of (await list('?limit=1000')).certificates) {
      assert.deepEqual(certificate, await showCertificate(server, certificate.certificate_id))
      assert.equal(ids[certificate.distinguished_name.common_name], certificate.certificate_id)
    }
  })

  test('those of one CA, and of another account none', async () => {
    const ofAlpha = ['alpha.test', 'midXdle', 'revoked past end', 'Beta one', '中文', '50% "of"\\ all']
    assert.deepEqual((await namesOf(`?issuer_id=${alpha}&limit=100`)).toSorted(), ofAlpha.toSorted())
    assert.equal((await list(`?issuer_id=${alpha}&status=REVOKED&limit=1`)).total, 1)
    assert.deepEqual(await namesOf(`?issuer_id=${alpha}&name=MID`), ['midXdle'])
    const nothing = { total: 0, certificates: [] }
    assert.deepEqual(ok(await other('GET', `${certificates}?issuer_id=${alpha}`)), nothing)
    assert.deepEqual(await list(`?issuer_id=${unknownId}`), nothing)
    refused(await api('GET', `${certificates}?issuer_id=other`), 400, 'PCA.00020201')
  })

  test('only those of the own account', async () => {
    assert.deepEqual(ok(await other('GET', certificates)), { total: 0, certificates: [] })
  })

  const gone = ['revoked.test', 'revoked past end', 'past end']
  const filters: [string, string[]][] = [
    ['status=ISSUED', newestFirst.filter((name) => !gone.includes(name))],
    ['status=EXPIRED', ['past end']],
    ['status=REVOKED', ['revoked past end', 'revoked.test']],
    ['name=alpha', ['alpha.test']],
    ['name=beta', ['BETA two', 'Beta one']],
    ['name=.test', ['*.wild.test', 'revoked.test', 'alpha.test', 'delta.test']],
    ['name=d_d', ['mid_dle']],
    ['name=_', ['mid_dle']],
    ['name=%25', ['50% "of"\\ all']],
    ['name=0%25%20', ['50% "of"\\ all']],
    ['name=%5C', ['50% "of"\\ all']],
    ['name=%22of%22', ['50% "of"\\ all']],
    ['name=*', ['*.wild.test']],
    ['name=%27%20OR%201%3D1%20--', []],
    [`name=${encodeURIComponent('文')}`, ['中文']],
    ['name=past&status=EXPIRED', ['past end']],
    ['name=', newestFirst],
    ['status=&sort_key=&sort_dir=', newestFirst],
  ]
  for (const [query, expected] of filters) {
    test(`${query} finds ${expected.length}`, async () => {
      assert.deepEqual(await namesOf(`?limit=1000&${query}`), expected)
      assert.equal((await list(`?limit=1&${query}`)).total, expected.length)
    })
  }

  const keys: [string, (certificate: Record<string, unknown>) => unknown][] = [
    ['create_time', (each) => each['create_time']],
    ['not_after', (each) => each['not_after']],
    ['issuer_name', (each) => String(each['issuer_name']).toLowerCase()],
    [
      'common_name',
      (each) => (each['distinguished_name'] as Record<string, string>)['common_name']?.toLowerCase(),
    ],
  ]
  for (const [key, readKey] of keys) {
    for (const direction of ['ASC', 'DESC', undefined]) {
      test(`sorted by ${key} ${direction ?? '(descending by default)'}, across pages`, async () => {
        const query = `sort_key=${key}${direction ? `&sort_dir=${direction}` : ''}`
        const whole = (await list(`?limit=1000&${query}`)).certificates
        assert.equal(whole.length, 12)
        const values = whole.map(readKey)
        const sorted = values.toSorted((left: string, right: string) =>
          left < right ? -1 : left > right ? 1 : 0,
        )
        assert.deepEqual(values, direction === 'ASC' ? sorted : sorted.toReversed())
        const paged = []
        for (let offset = 0; offset < 12; offset += 5) {
          paged.push(...(await list(`?limit=5&offset=${offset}&${query}`)).certificates)
        }
        assert.deepEqual(paged, whole)
      })
    }
  }

  const pages: [string, number][] = [
    ['limit=0', 0],
    ['limit=1', 1],
    ['limit=1000', 12],
    ['limit=', 10],
    ['offset=11', 1],
    ['offset=12', 0],
    ['offset=1000000', 0],
    ['offset=2147483648', 0],
  ]
  for (const [query, count] of pages) {
    test(`${query}: ${count} of 12`, async () => {
      const { total, certificates: items } = await list(`?${query}`)
      assert.equal(total, 12)
      assert.equal(items.length, count)
    })
  }
})

const wrong: [string, string[]][] = [
  ['limit', ['-1', '1001', 'x', '1.5', '1e3', '99999999999999999999']],
  ['offset', ['-1', 'x', '1.5']],
  ['name', ['a'.repeat(65)]],
  ['status', ['ACTIVED', 'issued', 'x', 'PENDING']],
  ['sort_key', ['ca_type', 'type', 'x', 'NOT_AFTER']],
  ['sort_dir', ['asc', 'x']],
]

refusals(
  'list certificates',
  api,
  wrong.flatMap(([field, values]) =>
    values.map((value) => ({
      what: `${field}=${value}`,
      send: () => api('GET', `${certificates}?${field}=${value}`),
      code: 'PCA.00020001',
      names: field,
    })),
  ),
)
