import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StoredRequest } from '../../src/domain/model/stored-request.ts'
import type { StoredRequestFilter } from '../../src/domain/ports/stored-request-store.ts'
import type { Open } from './opened.ts'
import { newId, now, ours, theirs } from './sample-nouns.ts'
import { suite } from './suite.ts'

export const aRequest = (changes: Partial<StoredRequest> = {}): StoredRequest => ({
  id: newId(),
  name: 'site',
  requestPem: '-----BEGIN CERTIFICATE REQUEST-----\nMA==\n-----END CERTIFICATE REQUEST-----\n',
  domainName: 'www.example.test',
  otherNames: 'a.example.test;192.0.2.1',
  keyAlgorithm: 'EC256',
  publicKeyHash: '0'.repeat(64),
  hasKey: true,
  usage: 'PERSONAL',
  company: { country: null, state: null, locality: null, organization: null },
  createdAt: now,
  updatedAt: now,
  ...changes,
})

export function storedRequestStoreSuite(name: string, open: Open): void {
  suite(`store of certificate requests on ${name}`, open, (stage) => {
    const add = (request: StoredRequest, accountId = ours) =>
      stage.database.write(accountId, ({ storedRequests }) => storedRequests.add(request))
    const find = (id: string, accountId = ours) =>
      stage.database.read(accountId, ({ storedRequests }) => storedRequests.find(id))
    const list = (filter: StoredRequestFilter, offset = 0, limit = 1000, accountId = ours) =>
      stage.database.search(accountId, ({ storedRequests }) =>
        storedRequests.list(filter, { offset, limit, sortKey: 'created', direction: 'descending' }),
      )

    test('finds what was added as it was added, within the account', async () => {
      const company = { country: 'CN', state: 'Sichuan', locality: 'Chengdu', organization: 'Bücher 1' }
      const request = aRequest({ usage: 'ENTERPRISE', company, hasKey: false, otherNames: '' })
      await add(request)
      assert.deepEqual(await find(request.id), request)
      for (const [id, account] of [
        [request.id, theirs],
        [request.id, ''],
        [newId(), ours],
      ] as const) {
        assert.equal(await find(id, account), undefined)
      }
    })

    test('renames and removes the own one only', async () => {
      const request = aRequest({ name: 'before' })
      await add(request)
      const change = (accountId: string) =>
        stage.database.write(accountId, async ({ storedRequests }) => {
          await storedRequests.rename(request.id, 'After', now + 1)
          if (accountId === theirs) await storedRequests.remove(request.id)
        })
      await change(theirs)
      assert.deepEqual(await find(request.id), request)
      await change(ours)
      const renamed = { ...request, name: 'After', updatedAt: now + 1 }
      assert.deepEqual(await find(request.id), renamed)
      assert.deepEqual((await list({ name: 'aFTE' })).items, [renamed])
      assert.equal((await list({ name: 'before' })).total, 0)
      await stage.database.write(ours, ({ storedRequests }) => storedRequests.remove(request.id))
      assert.equal(await find(request.id), undefined)
    })

    test('lists by part of the name and by algorithm, the last first, page by page', async () => {
      const account = newId()
      const made = ['one_a', 'ONExb', 'two_c', '100%', 'one_d'].map((requestName, place) =>
        aRequest({
          name: requestName,
          createdAt: now + place,
          keyAlgorithm: place % 2 ? 'RSA3072' : 'EC256',
        }),
      )
      for (const request of made) await add(request, account)
      const names = async (filter: StoredRequestFilter, offset = 0, limit = 1000) => {
        const { total, items } = await list(filter, offset, limit, account)
        return [total, ...items.map((item) => item.name)]
      }
      assert.deepEqual(await names({}), [5, 'one_d', '100%', 'two_c', 'ONExb', 'one_a'])
      assert.deepEqual(await names({}, 1, 2), [5, '100%', 'two_c'])
      assert.deepEqual(await names({}, 9), [5])
      assert.deepEqual(await names({ name: 'One' }), [3, 'one_d', 'ONExb', 'one_a'])
      assert.deepEqual(await names({ name: '_' }), [3, 'one_d', 'two_c', 'one_a'])
      assert.deepEqual(await names({ name: '%' }), [1, '100%'])
      assert.deepEqual(await names({ name: '\0' }), [0])
      assert.deepEqual(await names({ name: 'one', keyAlgorithm: 'RSA3072' }), [1, 'ONExb'])
      assert.deepEqual(await names({ keyAlgorithm: 'SM2' }), [0])
    })
  })
}
