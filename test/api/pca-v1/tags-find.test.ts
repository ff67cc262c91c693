import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { ApiAnswer } from '../client.ts'
import { done, ok, quotaUsed } from './support.ts'
import { makeTagged, type Noun, nouns, startTagServer, tagCalls } from './tagged.ts'

const samples: Record<string, Record<string, string>> = {
  'Alpha 1': { env: 'prod', team: 'a' },
  'Alpha 2': { env: 'test', team: 'a' },
  'Beta 1': { env: 'prod', team: 'b' },
  Beta_2: { env: 'dev' },
  'Öl 100.': { env: '', Env: 'prod' },
}

const server = await startTagServer()
after(() => server.close())
const { api, clock } = server
const made = new Map<Noun, ReadonlyMap<string, string>>()
for (const noun of nouns) {
  const ids = new Map<string, string>()
  for (const [name, tags] of Object.entries(samples)) {
    ids.set(name, await makeTagged(server, noun, tags, name))
    clock.advance(1000)
  }
  made.set(noun, ids)
}

for (const noun of nouns) {
  const calls = tagCalls(api, noun)
  const ids = made.get(noun) ?? new Map<string, string>()
  const youngestFirst = [...ids.keys()].reverse()
  const names = (answer: ApiAnswer): string[] =>
    ok(answer).resources.map(({ resource_name }: { resource_name: string }) => resource_name)

  /** Both operations: the same resources, whatever the order. */
  async function finds(filter: object, ...expected: string[]): Promise<void> {
    const answer = await calls.filter({ ...filter, limit: 50 })
    assert.deepEqual(names(answer).toSorted(), expected.toSorted())
    assert.equal(ok(answer).total_count, expected.length)
    assert.deepEqual(ok(await calls.count(filter)), { total_count: expected.length })
  }
  const byTags = (...tags: [key: string, values?: unknown][]) => ({
    tags: tags.map(([key, values]) => ({ key, ...(values !== undefined && { values }) })),
  })
  const byName = (value: string) => ({ matches: [{ key: 'resource_name', value }] })

  suite(`${noun.name}s found by tags`, () => {
    test('by a key with a value', () => finds(byTags(['env', ['prod']]), 'Alpha 1', 'Beta 1'))
    test('by one of several values', () =>
      finds(byTags(['env', ['prod', 'dev', 'none']]), 'Alpha 1', 'Beta 1', 'Beta_2'))
    test('by several keys, all of which must be there', () =>
      finds(byTags(['env', ['prod', 'test']], ['team', ['a']]), 'Alpha 1', 'Alpha 2'))
    test('by a key twice: both must hold', async () => {
      await finds(byTags(['env', ['prod']], ['env', ['test']]))
      await finds(byTags(['env', ['prod', 'test']], ['env', ['test', 'dev']]), 'Alpha 2')
    })
    for (const values of [[], undefined, null]) {
      test(`by a key whose values are ${JSON.stringify(values)}: any value`, () =>
        finds(byTags(['team', values]), 'Alpha 1', 'Alpha 2', 'Beta 1'))
    }
    test('by an empty value, which is a value', () => finds(byTags(['env', ['']]), 'Öl 100.'))
    test('keys and values have a case, and are never taken in part', async () => {
      await finds(byTags(['Env', ['prod']]), 'Öl 100.')
      await finds(byTags(['env', ['PROD']]))
      await finds(byTags(['en']))
      await finds(byTags(['env', ['pro']]))
    })
    test('a value belongs to its key', () => finds(byTags(['team', ['prod']])))
  })

  suite(`${noun.name}s found by name`, () => {
    test('a part of it, without case', async () => {
      await finds(byName('alpha'), 'Alpha 1', 'Alpha 2')
      await finds(byName('A 1'), 'Alpha 1', 'Beta 1')
      await finds(byName('ÖL'), 'Öl 100.')
      await finds(byName('no such'))
    })
    test('signs that mean something to a database mean themselves', async () => {
      await finds(byName('_'), 'Beta_2')
      await finds(byName('%'))
      await finds(byName('\\'))
      await finds(byName("'"))
    })
    test('an empty name is none', async () => {
      assert.deepEqual(names(await calls.filter({ ...byName(''), limit: 50 })), names(await calls.filter()))
    })
    test('name and tags together', () =>
      finds({ ...byName('beta'), ...byTags(['env', ['prod', 'test']]) }, 'Beta 1'))
  })

  suite(`${noun.name}s: without filter, and what is told`, () => {
    for (const body of [undefined, {}, { tags: [] }, { tags: [], matches: [] }, 'null', { tags: null }]) {
      test(`body ${JSON.stringify(body) ?? 'absent'}: all, youngest first`, async () => {
        const answer = await calls.filter(body)
        const total = await quotaUsed(api, noun.root)
        assert.deepEqual(
          names(answer).filter((name) => ids.has(name)),
          youngestFirst,
        )
        assert.equal(ok(answer).total_count, total)
        assert.deepEqual(ok(await calls.count(body)), { total_count: total })
      })
    }

    test('each with its id, name, all its tags sorted, and the details that GET shows', async () => {
      const answer = await calls.filter({ ...byTags(['team', ['b']]), limit: 10 })
      const id = ids.get('Beta 1') ?? ''
      assert.deepEqual(ok(answer).resources, [
        {
          resource_id: id,
          resource_name: 'Beta 1',
          tags: [
            { key: 'env', value: 'prod' },
            { key: 'team', value: 'b' },
          ],
          resource_detail: ok(await api('GET', `${noun.root}/${id}`)),
        },
      ])
    })

    test('what a tag change does is seen at once', async () => {
      const id = ids.get('Beta_2') ?? ''
      done(await calls.set(id, { key: 'moving', value: '1' }))
      await finds(byTags(['moving', ['1']]), 'Beta_2')
      done(await calls.set(id, { key: 'moving', value: '2' }))
      await finds(byTags(['moving', ['1']]))
      done(await calls.remove(id, [{ key: 'moving' }]))
      await finds(byTags(['moving']))
    })
  })
}
