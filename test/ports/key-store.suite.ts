import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Open } from './opened.ts'
import { newId, octets, ours, theirs } from './sample-nouns.ts'
import { suite } from './suite.ts'

export function keyStoreSuite(name: string, open: Open): void {
  suite(`key store on ${name}`, open, (stage) => {
    const key = octets(0, 1, 2, 255)

    test('finds a sealed key as it was added', async () => {
      const id = newId()
      await stage.database.write(ours, ({ keys }) => keys.add(id, key))
      assert.deepEqual(await stage.database.read(ours, ({ keys }) => keys.find(id)), key)
    })

    test('an unknown key and another account’s are absent', async () => {
      const id = newId()
      await stage.database.write(ours, ({ keys }) => keys.add(id, key))
      assert.equal(await stage.database.read(ours, ({ keys }) => keys.find(newId())), undefined)
      for (const stranger of [theirs, '']) {
        assert.equal(await stage.database.read(stranger, ({ keys }) => keys.find(id)), undefined)
      }
    })

    test('never replaces a key, and keeps none for nobody', async () => {
      const id = newId()
      await stage.database.write(ours, ({ keys }) => keys.add(id, key))
      const other = octets(9)
      for (const accountId of [ours, theirs]) {
        await assert.rejects(stage.database.write(accountId, ({ keys }) => keys.add(id, other)))
      }
      await assert.rejects(stage.database.write('', ({ keys }) => keys.add(newId(), key)))
      assert.deepEqual(await stage.database.read(ours, ({ keys }) => keys.find(id)), key)
    })
  })
}
