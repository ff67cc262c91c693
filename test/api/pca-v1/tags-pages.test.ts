import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { type Refusal, refusals } from './refusals.ts'
import { ok, shown } from './support.ts'
import { makeTagged, type Noun, nouns, startTagServer, tagCalls } from './tagged.ts'

const server = await startTagServer()
after(() => server.close())
const { api, clock } = server
const code = 'PCA.00020001'

const badFilters: readonly (readonly [body: object, names: string])[] = [
  ...[9, 51, 0, -1, 1.5, '10', true].map((limit) => [{ limit }, 'limit'] as const),
  ...[-1, 1.5, '0', {}, 2 ** 53, 1e19, 1e300].map((offset) => [{ offset }, 'offset'] as const),
  ...['x', {}, 5, ['x'], [5], [{}], Array(21).fill({ key: 'k' })].map((tags) => [{ tags }, 'tags'] as const),
  ...['', 'k'.repeat(129), '😀', 5].map((key) => [{ tags: [{ key }] }, 'tags[0].key'] as const),
  ...['x', {}, 5].map((values) => [{ tags: [{ key: 'k', values }] }, 'tags[0].values'] as const),
  [{ tags: [{ key: 'k', values: ['ok', '😀'] }] }, 'tags[0].values[1]'],
  [{ tags: [{ key: 'k', values: [5] }] }, 'tags[0].values[0]'],
  [{ tags: [{ key: 'k', values: Array(21).fill('v') }] }, 'tags[0].values'],
  ...['x', {}, [{}], [{ value: 'x' }]].map((matches) => [{ matches }, 'matches'] as const),
  [{ matches: [{ key: 'name', value: 'x' }] }, 'matches[0].key'],
  [{ matches: [{ key: 'resource_name' }] }, 'matches[0].value'],
  [{ matches: [{ key: 'resource_name', value: 5 }] }, 'matches[0].value'],
  [{ matches: [{ key: 'resource_name', value: 'x'.repeat(256) }] }, 'matches[0].value'],
  [{ matches: Array(2).fill({ key: 'resource_name', value: 'x' }) }, 'matches'],
]

const madeOf = new Map<Noun, string[]>()
for (const noun of nouns) {
  const made: string[] = []
  for (let index = 0; index < 13; index++) {
    made.unshift(await makeTagged(server, noun, { page: String(index % 2) }, `Page ${index}`))
    // several are made in one millisecond
    if (index % 3 === 0) clock.advance(1)
  }
  madeOf.set(noun, made)
}

for (const noun of nouns) {
  const calls = tagCalls(api, noun)
  const made = madeOf.get(noun) ?? []
  const tags = [{ key: 'page' }]
  const page = async (body: object): Promise<{ total: number; ids: string[] }> => {
    const { total_count: total, resources } = ok(await calls.filter({ tags, ...body }))
    return { total, ids: resources.map(({ resource_id }: { resource_id: string }) => resource_id) }
  }

  suite(`pages of ${noun.name}s found by tags`, () => {
    test('10 unless told, with the total of all', async () => {
      const { total, ids } = await page({})
      assert.deepEqual([total, ids.length], [13, 10])
    })

    test('in an order that stays: offset by offset every one comes once, the youngest first', async () => {
      const { ids: all } = await page({ limit: 50 })
      assert.deepEqual(all.toSorted(), made.toSorted())
      const times = await Promise.all(
        all.map(async (id): Promise<number> => ok(await api('GET', `${noun.root}/${id}`)).create_time),
      )
      assert.deepEqual(
        times,
        times.toSorted((left, right) => right - left),
      )
      for (let offset = 0; offset <= 13; offset++) {
        const { total, ids } = await page({ limit: 10, offset })
        assert.deepEqual([total, ids], [13, all.slice(offset, offset + 10)])
      }
    })

    test('behind the end there is nothing, and the total is as it was', async () => {
      for (const offset of [13, 14, 1000, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
        assert.deepEqual(await page({ offset }), { total: 13, ids: [] })
      }
    })

    test('limit and offset mean nothing to the count', async () => {
      assert.deepEqual(ok(await calls.count({ tags, limit: 10, offset: 12 })), { total_count: 13 })
    })
  })

  const rows = (what: string, send: (body: object) => ReturnType<typeof api>, isPaged: boolean): Refusal[] =>
    badFilters
      .filter(([, names]) => isPaged || !['limit', 'offset'].includes(names))
      .map(([body, names]) => ({ what: `${what} ${shown(body)}`, send: () => send(body), code, names }))
  refusals(`find ${noun.name}s by tags`, api, [
    ...rows('filter', calls.filter, true),
    ...rows('count', calls.count, false),
    ...['[]', '"x"', '5', '{"tags":'].map((body) => ({
      what: `filter by the body ${body}`,
      send: () => api('POST', `${noun.root}/resource-instances/filter`, body),
      code,
    })),
  ])
}
