import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { unknownId } from '../samples.ts'
import { bodyRefusals, type Refusal, refusals } from './refusals.ts'
import { done, refused, shown } from './support.ts'
import { makeTagged, nouns, startTagServer, tagCalls, tagsOf } from './tagged.ts'

const server = await startTagServer()
after(() => server.close())
const { api } = server

const goodKeys = ['k', 'k'.repeat(128), 'a b', '_.:=+-@', '密钥', 'ключ', 'ß9', '中'.repeat(128)]
const goodValues = ['', 'v'.repeat(255), 'a b', '_.:=+-@/', '值', '中'.repeat(255), '𠀀'.repeat(255)]
const badKeys = [
  null,
  undefined,
  '',
  'k'.repeat(129),
  'a/b',
  'a*',
  'a,b',
  'a\n',
  '😀',
  '<b>',
  '\t',
  5,
  true,
  {},
]
const badValues = [undefined, null, 'v'.repeat(256), 'a*', 'a,b', 'a\nb', '😀', '"', '\\', 5, false, []]
const badLists = [undefined, null, [], {}, 'x', 5, ['x'], [5], [null], [[]]]

const ids = await Promise.all(nouns.map((noun) => makeTagged(server, noun, { present: 'yes' })))

for (const [index, noun] of nouns.entries()) {
  const calls = tagCalls(api, noun)
  const id = ids[index] ?? ''
  const path = `${noun.root}/${id}/tags`
  const code = 'PCA.00020001'

  suite(`tag keys and values of a ${noun.name}`, () => {
    for (const key of goodKeys) {
      test(`key ${shown(key)}`, async () => {
        done(await calls.set(id, { key, value: 'v' }))
        assert.ok((await tagsOf(server, noun, id)).includes(`${key}=v`))
        done(await calls.remove(id, [{ key, value: 'v' }]))
      })
    }
    for (const value of goodValues) {
      test(`value ${shown(value)}`, async () => {
        done(await calls.setAll(id, [{ key: 'k', value }]))
        assert.deepEqual(await tagsOf(server, noun, id), [`k=${value}`, 'present=yes'])
        done(await calls.remove(id, [{ key: 'k' }]))
      })
    }
  })

  const one: Refusal[] = [
    ...badKeys.map((key) => ({ key, value: 'v', names: 'tag.key' })),
    ...badValues.map((value) => ({ key: 'k', value, names: 'tag.value' })),
  ].map(({ names, ...tag }) => ({ what: shown(tag), send: () => calls.set(id, tag), code, names }))
  const many: Refusal[] = [
    ...badKeys.map((key) => ({ key, value: 'v', names: 'tags[1].key' })),
    ...badValues.map((value) => ({ key: 'k', value, names: 'tags[1].value' })),
  ].map(({ names, ...tag }) => ({
    what: `second of two: ${shown(tag)}`,
    send: () => calls.setAll(id, [{ key: 'first', value: '' }, tag]),
    code,
    names,
  }))
  const lists: Refusal[] = badLists.flatMap((tags) => [
    { what: `create tags ${shown(tags)}`, send: () => calls.setAll(id, tags), code, names: 'tags' },
    { what: `delete tags ${shown(tags)}`, send: () => calls.remove(id, tags), code, names: 'tags' },
  ])
  const removals: Refusal[] = [
    {
      what: 'delete without key',
      send: () => calls.remove(id, [{ value: 'v' }]),
      code,
      names: 'tags[0].key',
    },
    {
      what: 'delete with a value that can not be',
      send: () => calls.remove(id, [{ key: 'k', value: '😀' }]),
      code,
      names: 'tags[0].value',
    },
    {
      what: 'delete of 21',
      send: () => calls.remove(id, Array(21).fill({ key: 'present' })),
      code,
      names: 'tags',
    },
    {
      what: 'a key twice with two values',
      send: () =>
        calls.setAll(id, [
          { key: 'k', value: '1' },
          { key: 'k', value: '2' },
        ]),
      code,
      names: 'tags',
    },
    { what: 'no tag', send: () => api('POST', path, {}), code, names: 'tag' },
    { what: 'tag as list', send: () => calls.set(id, [{ key: 'k', value: 'v' }]), code, names: 'tag' },
    { what: 'tag as text', send: () => calls.set(id, 'k=v'), code, names: 'tag' },
  ]
  const unknown: Refusal[] = [
    { what: 'unknown id', send: () => calls.list(unknownId), status: 404, code: 'PCA.00030102' },
    {
      what: 'malformed id, before the body',
      send: () => calls.set('x', 5),
      code: noun.malformedId,
      names: noun.parameter,
    },
  ]
  refusals(`set a tag of a ${noun.name}`, api, [
    ...one,
    ...bodyRefusals((body) => api('POST', path, body)),
    ...unknown,
  ])
  refusals(`set and remove tags of a ${noun.name}`, api, [
    ...many,
    ...lists,
    ...removals,
    ...bodyRefusals((body) => api('POST', `${path}/create`, body)),
    ...bodyRefusals((body) => api('DELETE', `${path}/delete`, body)),
  ])
  test(`and the ${noun.name} has the tags it had`, async () =>
    assert.deepEqual(await tagsOf(server, noun, id), ['present=yes']))

  test(`unknown ${noun.name}: every way → 404, and no tag is left anywhere`, async () => {
    refused(await calls.set(unknownId, { key: 'ghost', value: '' }), 404, 'PCA.00030102')
    refused(await calls.setAll(unknownId, [{ key: 'ghost', value: '' }]), 404, 'PCA.00030102')
    refused(await calls.remove(unknownId, [{ key: 'ghost' }]), 404, 'PCA.00030102')
    assert.deepEqual((await calls.inUse()).body, { tags: [{ key: 'present', values: ['yes'] }] })
  })
}
