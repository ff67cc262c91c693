import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { QuotaKind } from '../../src/domain/ports/quota-store.ts'
import type { Open } from './opened.ts'
import { newId } from './sample-nouns.ts'
import { suite } from './suite.ts'

export function quotaStoreSuite(name: string, open: Open): void {
  suite(`quota store on ${name}`, open, (stage) => {
    const take = (accountId: string, limit: number, kind: QuotaKind = 'CERTIFICATE') =>
      stage.database.write(accountId, ({ quotas }) => quotas.take(kind, limit))
    const used = (accountId: string, kind: QuotaKind = 'CERTIFICATE') =>
      stage.database.read(accountId, ({ quotas }) => quotas.used(kind))

    test('takes one at a time up to the limit', async () => {
      const account = newId()
      assert.equal(await used(account), 0)
      for (const [taken, isTaken] of [
        [1, true],
        [2, true],
        [2, false],
      ] as const) {
        assert.equal(await take(account, 2), isTaken)
        assert.equal(await used(account), taken)
      }
      assert.equal(await take(account, 3), true)
    })

    test('counts each kind and each account for itself', async () => {
      const [one, other] = [newId(), newId()]
      assert.equal(await take(one, 1), true)
      assert.equal(await take(one, 1, 'CERTIFICATE_AUTHORITY'), true)
      assert.equal(await take(other, 1), true)
      assert.deepEqual(
        await Promise.all([used(one), used(one, 'CERTIFICATE_AUTHORITY'), used(other)]),
        [1, 1, 1],
      )
    })

    test('takes nothing of a quota of none, nor for nobody', async () => {
      const account = newId()
      assert.equal(await take(account, 0), false)
      assert.equal(await used(account), 0)
      await assert.rejects(take('', 1))
    })

    for (const [before, limit] of [
      [0, 1],
      [6, 7],
    ] as const) {
      test(`of 50 at once, one gets the last of ${limit}`, async () => {
        const account = newId()
        for (let taken = 0; taken < before; taken += 1) await take(account, limit)
        const outcomes = await Promise.all(Array.from({ length: 50 }, () => take(account, limit)))
        assert.equal(outcomes.filter(Boolean).length, 1)
        assert.equal(await used(account), limit)
      })
    }

    test('a write that fails afterwards gives back what it took', async () => {
      const account = newId()
      const failed = stage.database.write(account, async ({ quotas }) => {
        assert.equal(await quotas.take('CERTIFICATE', 5), true)
        throw new Error('changed my mind')
      })
      await assert.rejects(failed, /changed my mind/)
      assert.equal(await used(account), 0)
    })
  })
}
