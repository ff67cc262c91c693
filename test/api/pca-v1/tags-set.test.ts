import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { done, refused } from './support.ts'
import { makeTagged, nouns, startTagServer, tagCalls, tagList, tagsOf } from './tagged.ts'

const server = await startTagServer()
after(() => server.close())
const twenty = (prefix: string) =>
  Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${prefix}${index + 10}`, 'v']))

for (const noun of nouns) {
  const calls = tagCalls(server.api, noun)
  const made = (tags: Record<string, string> = {}) =>
    Object.keys(tags).length > 0 ? makeTagged(server, noun, tags) : noun.make(server)
  const hasTags = async (id: string, ...expected: string[]) =>
    assert.deepEqual(await tagsOf(server, noun, id), expected)

  suite(`tags of a ${noun.name}: set`, () => {
    test('none at first', async () => hasTags(await made()))

    test('one, with a value and with an empty one', async () => {
      const id = await made()
      done(await calls.set(id, { key: 'env', value: 'prod' }))
      done(await calls.set(id, { key: 'bare', value: '' }))
      await hasTags(id, 'bare=', 'env=prod')
    })

    test('a key that is there gets the new value', async () => {
      const id = await made({ env: 'prod', team: 'a' })
      done(await calls.set(id, { key: 'env', value: 'test' }))
      done(await calls.setAll(id, tagList({ team: '', env: 'dev' })))
      await hasTags(id, 'env=dev', 'team=')
    })

    test('the same again changes nothing', async () => {
      const id = await made({ env: 'prod' })
      done(await calls.set(id, { key: 'env', value: 'prod' }))
      done(await calls.setAll(id, tagList({ env: 'prod' })))
      await hasTags(id, 'env=prod')
    })

    test('several come sorted by key, whatever order they were sent in; keys have a case', async () => {
      const id = await made({ b: '1', C: '2', a: '3', A: '4' })
      await hasTags(id, 'A=4', 'C=2', 'a=3', 'b=1')
    })

    test('another one has its own', async () => {
      const [one, other] = [await made({ env: 'prod' }), await made({ env: 'test' })]
      done(await calls.remove(one, [{ key: 'env' }]))
      await hasTags(one)
      await hasTags(other, 'env=test')
    })
  })

  suite(`tags of a ${noun.name}: removed`, () => {
    test('by key, by key and value, by key and an empty value that stands for any', async () => {
      const id = await made({ a: '1', b: '2', c: '3', d: '4' })
      done(await calls.remove(id, [{ key: 'a' }, { key: 'b', value: '2' }, { key: 'c', value: '' }]))
      await hasTags(id, 'd=4')
    })

    test('not where the value is another, nor where the key has another case', async () => {
      const id = await made({ a: '1' })
      done(await calls.remove(id, [{ key: 'a', value: '2' }, { key: 'A' }, { key: 'x' }]))
      await hasTags(id, 'a=1')
    })

    test('what is not there is removed already, and twice is once', async () => {
      const id = await made({ a: '1' })
      for (const _ of [1, 2]) done(await calls.remove(id, [{ key: 'a' }]))
      await hasTags(id)
    })
  })

  suite(`tags of a ${noun.name}: at most 20`, () => {
    test('20 in one request, and then none more, by either way', async () => {
      const id = await made(twenty('k'))
      const before = await tagsOf(server, noun, id)
      assert.equal(before.length, 20)
      refused(await calls.set(id, { key: 'one', value: 'more' }), 400, 'PCA.00020001', 'tags')
      refused(await calls.setAll(id, tagList({ k10: 'x', one: 'more' })), 400, 'PCA.00020001', 'tags')
      assert.deepEqual(await tagsOf(server, noun, id), before)
    })

    test('values of the 20 may change, and a place that was freed may be taken', async () => {
      const id = await made(twenty('k'))
      done(await calls.setAll(id, tagList({ k10: 'new', k11: 'new' })))
      done(await calls.remove(id, [{ key: 'k12' }]))
      done(await calls.set(id, { key: 'k12-again', value: '' }))
      const tags = await tagsOf(server, noun, id)
      assert.deepEqual([tags.length, tags[0], tags[2]], [20, 'k10=new', 'k12-again='])
    })

    test('21 in one request are refused, and all of a request goes in or none', async () => {
      const id = await made({ a: '1' })
      const tooMany = { ...twenty('k'), one: 'more' }
      refused(await calls.setAll(id, tagList(tooMany)), 400, 'PCA.00020001', 'tags')
      refused(await calls.setAll(id, tagList(twenty('k'))), 400, 'PCA.00020001', 'tags')
      await hasTags(id, 'a=1')
    })

    test('requests at the same time do not get past it', async () => {
      const id = await made(Object.fromEntries(Object.entries(twenty('k')).slice(0, 18)))
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) => calls.set(id, { key: `late${index}`, value: '' })),
      )
      assert.equal(answers.filter(({ status }) => status === 204).length, 2)
      assert.equal((await tagsOf(server, noun, id)).length, 20)
    })
  })
}
