import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { authorities, pendingBody, rootBody } from '../samples.ts'
import { refusals } from './refusals.ts'
import { createAuthority, createRoot, createSubordinate, done, ok, showAuthority } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const list = async (query = '') => ok(await api('GET', `${authorities}${query}`))
const namesOf = async (query = '') =>
  (await list(query)).certificate_authorities.map(
    (ca: { distinguished_name: { common_name: string } }) => ca.distinguished_name.common_name,
  )

const years = (value: number) => ({ validity: { type: 'YEAR', value } })
const tick = () => server.clock.advance(1000)

/** Twelve, a second apart, in an order that is neither that of the names nor that of the ends. */
const ids: Record<string, string> = {}
ids['delta'] = await createRoot(server, years(10), 'delta')
tick()
ids['alpha'] = await createRoot(server, years(12), 'alpha')
tick()
ids['mid_dle'] = await createSubordinate(server, ids['delta'], years(1), 'mid_dle')
tick()
ids['midXdle'] = await createSubordinate(server, ids['alpha'], years(3), 'midXdle')
tick()
ids['waiting'] = await createAuthority(server, pendingBody('waiting'))
tick()
ids['Beta one'] = await createRoot(server, years(7), 'Beta one')
tick()
ids['中文 CA'] = await createRoot(server, years(8), '中文 CA')
tick()
ids['off'] = await createRoot(server, years(9), 'off')
done(await api('POST', `${authorities}/${ids['off']}/disable`))
tick()
ids['off past end'] = await createRoot(server, { validity: { type: 'HOUR', value: 1 } }, 'off past end')
done(await api('POST', `${authorities}/${ids['off past end']}/disable`))
tick()
ids['past end'] = await createRoot(server, { validity: { type: 'HOUR', value: 2 } }, 'past end')
tick()
ids['BETA two'] = await createRoot(server, years(6), 'BETA two')
tick()
ids['a.b-c, d*'] = await createRoot(server, years(5), 'a.b-c, d*')
server.clock.advance(3 * 3_600_000)

const other = server.as(await server.addAccount('other'))
ok(await other('POST', authorities, rootBody('alpha')))

const newestFirst = Object.keys(ids).toReversed()

suite('list CAs', () => {
  test('the newest ten by default, and how many there are', async () => {
    const { total, certificate_authorities, ...rest } = await list()
    assert.deepEqual(rest, {})
    assert.equal(total, 12)
    assert.equal(certificate_authorities.length, 10)
    assert.deepEqual(await namesOf(), newestFirst.slice(0, 10))
  })

  test('each is what its details say', async () => {
    for (const ca of (await list('?limit=1000')).certificate_authorities) {
      assert.deepEqual(ca, await showAuthority(server, ca.ca_id))
      assert.equal(ids[ca.distinguished_name.common_name], ca.ca_id)
    }
  })

  test('only those of the own account', async () => {
    const { total, certificate_authorities } = ok(await other('GET', authorities))
    assert.equal(total, 1)
    assert.equal(certificate_authorities[0].distinguished_name.common_name, 'alpha')
    const nobodys = ok(await server.as(await server.addAccount('third'))('GET', authorities))
    assert.deepEqual(nobodys, { total: 0, certificate_authorities: [] })
  })

  const filters: [string, string[]][] = [
    ['status=PENDING', ['waiting']],
    [
      'status=ACTIVED',
      ['a.b-c, d*', 'BETA two', '中文 CA', 'Beta one', 'midXdle', 'mid_dle', 'alpha', 'delta'],
    ],
    ['status=DISABLED', ['off past end', 'off']],
    ['status=EXPIRED', ['past end']],
    ['status=DELETED', []],
    ['status=REVOKED', []],
    ['type=SUBORDINATE', ['waiting', 'midXdle', 'mid_dle']],
    ['type=ROOT', newestFirst.filter((name) => !['waiting', 'midXdle', 'mid_dle'].includes(name))],
    ['type=SUBORDINATE&status=ACTIVED', ['midXdle', 'mid_dle']],
    ['type=ROOT&status=PENDING', []],
    ['name=alpha', ['alpha']],
    ['name=beta', ['BETA two', 'Beta one']],
    ['name=BETA%20T', ['BETA two']],
    ['name=d_d', ['mid_dle']],
    ['name=_', ['mid_dle']],
    ['name=%25', []],
    ['name=%5C', []],
    ['name=%27%20OR%201%3D1%20--', []],
    ['name=*', ['a.b-c, d*']],
    ['name=.b-c,', ['a.b-c, d*']],
    [`name=${encodeURIComponent('文 c')}`, ['中文 CA']],
    ['name=off&status=DISABLED&type=ROOT', ['off past end', 'off']],
    ['name=', newestFirst],
    ['status=&type=&sort_key=&sort_dir=&offset=', newestFirst],
    ['no_such_parameter=1', newestFirst],
  ]
  for (const [query, expected] of filters) {
    test(`${query} finds ${expected.length}`, async () => {
      assert.deepEqual(await namesOf(`?limit=1000&${query}`), expected)
      assert.equal((await list(`?limit=1&${query}`)).total, expected.length)
    })
  }

  test('what is shown and what is filtered by agree for every status', async () => {
    for (const status of ['PENDING', 'ACTIVED', 'DISABLED', 'DELETED', 'EXPIRED', 'REVOKED']) {
      for (const ca of (await list(`?limit=1000&status=${status}`)).certificate_authorities) {
        assert.equal(ca.status, status)
      }
    }
  })

  const keys: [string, (ca: Record<string, unknown>) => unknown][] = [
    ['create_time', (ca) => ca['create_time']],
    ['type', (ca) => ca['type']],
    ['ca_type', (ca) => ca['type']],
    ['not_after', (ca) => ca['not_after']],
    [
      'common_name',
      (ca) => (ca['distinguished_name'] as Record<string, string>)['common_name']?.toLowerCase(),
    ],
  ]
  for (const [key, readKey] of keys) {
    for (const direction of ['ASC', 'DESC', undefined]) {
      test(`sorted by ${key} ${direction ?? '(descending by default)'}, across pages`, async () => {
        const query = `sort_key=${key}${direction ? `&sort_dir=${direction}` : ''}`
        const whole = (await list(`?limit=1000&${query}`)).certificate_authorities
        assert.equal(whole.length, 12)
        const values = whole.map(readKey).filter((value: unknown) => value !== null)
        const sorted = values.toSorted((left: string, right: string) =>
          left < right ? -1 : left > right ? 1 : 0,
        )
        assert.deepEqual(values, direction === 'ASC' ? sorted : sorted.toReversed())
        const paged = []
        for (let offset = 0; offset < 12; offset += 5) {
          paged.push(...(await list(`?limit=5&offset=${offset}&${query}`)).certificate_authorities)
        }
        assert.deepEqual(paged, whole)
      })
    }
  }

  test('ca_type is type', async () => {
    assert.deepEqual(await list('?sort_key=ca_type&sort_dir=ASC'), await list('?sort_key=type&sort_dir=ASC'))
  })

  const pages: [string, number][] = [
    ['limit=0', 0],
    ['limit=1', 1],
    ['limit=12', 12],
    ['limit=1000', 12],
    ['limit=', 10],
    ['offset=11', 1],
    ['offset=12', 0],
    ['offset=13', 0],
    ['offset=1000000', 0],
    ['offset=2147483648', 0],
    ['limit=0&offset=12', 0],
  ]
  for (const [query, count] of pages) {
    test(`${query}: ${count} of 12`, async () => {
      const { total, certificate_authorities } = await list(`?${query}`)
      assert.equal(total, 12)
      assert.equal(certificate_authorities.length, count)
    })
  }
})

const wrong: [string, string, string[]][] = [
  ['limit', 'PCA.00020001', ['-1', '1001', 'x', '1.5', '1e3', '0x10', '%201', '99999999999999999999']],
  ['offset', 'PCA.00020001', ['-1', 'x', '1.5', '1e1', '1e300', '10000000000000000000']],
  ['name', 'PCA.00020001', ['a'.repeat(65), encodeURIComponent('中'.repeat(65))]],
  ['status', 'PCA.00020404', ['ISSUED', 'actived', 'ACTIVE', 'x', '%20']],
  ['type', 'PCA.00020202', ['root', 'x', 'INTERMEDIATE']],
  ['sort_key', 'PCA.00020001', ['issuer_name', 'x', 'CREATE_TIME', 'create_time;drop']],
  ['sort_dir', 'PCA.00020001', ['asc', 'x', 'UP']],
]

refusals(
  'list CAs',
  api,
  wrong.flatMap(([field, code, values]) =>
    values.map((value) => ({
      what: `${field}=${value}`,
      send: () => api('GET', `${authorities}?${field}=${value}`),
      code,
      names: field,
    })),
  ),
)

test('a name of 64 CJK characters is not too long', async () => {
  assert.equal((await list(`?name=${encodeURIComponent('中'.repeat(64))}`)).total, 0)
})
