import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { VersionedCache } from '../../src/domain/operations/versioned-cache.ts'

interface Value {
  readonly account: string
  readonly text: string
}

describe('the versioned cache', () => {
  let versions: Map<string, number>
  let store: Map<string, Value>
  let loads: number
  let cache: VersionedCache<Value>

  beforeEach(() => {
    versions = new Map()
    store = new Map([['a', { account: 'one', text: 'first' }]])
    loads = 0
    cache = newCache(10)
  })

  const newCache = (bound: number) =>
    new VersionedCache<Value>(
      { version: async (account, topic) => versions.get(`${account}/${topic}`) ?? 0 },
      'identity',
      bound,
    )
  const bump = (account: string, topic = 'identity') =>
    versions.set(`${account}/${topic}`, (versions.get(`${account}/${topic}`) ?? 0) + 1)
  const getVersioned = (key: string) =>
    cache.get(
      key,
      async () => {
        loads += 1
        return store.get(key)
      },
      ({ account }) => account,
    )
  const get = async (key: string) => (await getVersioned(key))?.value
  /** How often the store was asked for this. */
  const loadsOf = async (work: () => Promise<unknown>) => {
    const former = loads
    await work()
    return loads - former
  }

  test('what is known is not loaded again', async () => {
    assert.equal((await get('a'))?.text, 'first')
    assert.equal(await loadsOf(() => get('a')), 0)
    assert.equal((await get('a'))?.text, 'first')
  })

  test('a change of the account makes it load again; of another account or topic not', async () => {
    await get('a')
    store.set('a', { account: 'one', text: 'second' })
    bump('two')
    bump('one', 'certificates')
    assert.equal((await get('a'))?.text, 'first')
    bump('one')
    assert.equal((await get('a'))?.text, 'second')
    assert.equal(await loadsOf(() => get('a')), 0)
  })

  test('a value comes with the version that it was made from', async () => {
    bump('one')
    assert.equal((await getVersioned('a'))?.version, 1)
    bump('one')
    assert.equal((await getVersioned('a'))?.version, 2)
  })

  test('what is gone is gone at the next change', async () => {
    await get('a')
    store.delete('a')
    bump('one')
    assert.equal(await get('a'), undefined)
  })

  test('absence is not kept', async () => {
    assert.equal(await get('b'), undefined)
    store.set('b', { account: 'one', text: 'came' })
    assert.equal((await get('b'))?.text, 'came')
  })

  test('a change while it loads is never hidden behind the new version', async () => {
    for (const changeAt of [1, 2]) {
      cache = newCache(10)
      store.set('a', { account: 'one', text: 'old' })
      let load = 0
      await cache.get(
        'a',
        async () => {
          const found = store.get('a')
          load += 1
          if (load === changeAt) {
            store.set('a', { account: 'one', text: 'new' })
            bump('one')
          }
          return found
        },
        ({ account }) => account,
      )
      assert.equal((await get('a'))?.text, 'new', `changed during load ${changeAt}`)
    }
  })

  test('a load that fails leaves nothing behind', async () => {
    await assert.rejects(
      cache.get(
        'a',
        () => Promise.reject(new Error('down')),
        ({ account }) => account,
      ),
    )
    assert.equal((await get('a'))?.text, 'first')
  })

  test('it holds no more than its bound, and the oldest goes first', async () => {
    cache = newCache(3)
    for (const key of ['k1', 'k2', 'k3', 'k4']) {
      store.set(key, { account: 'one', text: key })
      await get(key)
    }
    for (const key of ['k2', 'k3', 'k4']) assert.equal(await loadsOf(() => get(key)), 0, key)
    assert.ok((await loadsOf(() => get('k1'))) > 0)
  })
})
