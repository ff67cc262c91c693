import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AuditRecord } from '../../src/domain/model/audit-record.ts'
import type { AuditFilter, AuditPlace } from '../../src/domain/ports/audit-store.ts'
import type { Open } from './opened.ts'
import { anAuditRecord, now, octets, ours, theirs } from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

export function auditListSuite(name: string, open: Open): void {
  suite(`list of audit records on ${name}`, open, (stage) => {
    test('the records of one account, newest first, whether they are sealed or not', async () => {
      await fill(stage)
      assert.deepEqual(await listed(stage), ['h', 'g', 'f', 'e', 'd', 'c', 'b', 'a'])
      const records = await list(stage, ours, {}, 10)
      assert.deepEqual(
        records.map(({ position }) => position),
        [null, null, 4, 3, 5, null, 2, 1],
      )
      const others = await list(stage, theirs, {}, 10)
      assert.deepEqual(
        others.map(({ operation }) => operation),
        ['theirs'],
      )
      assert.deepEqual(await list(stage, '', {}, 10), [])
    })

    test('a record is listed as it was written', async () => {
      const [record] = await list(stage, ours, { operation: 'a' }, 1)
      assert.ok(record)
      const { sequence, ...told } = record
      assert.equal(typeof sequence, 'number')
      assert.deepEqual(told, { ...samples[0], requestId: told.requestId, objectId: 'one', position: 1 })
    })

    const narrowed: readonly (readonly [AuditFilter, string])[] = [
      [{ userId: 'other' }, 'g b'],
      [{ objectId: 'two' }, 'f d'],
      [{ objectKind: 'authority' }, 'e'],
      [{ result: 'action-denied' }, 'h c'],
      [{ operation: 'd' }, 'd'],
      [{ from: now + 5 }, 'h g f'],
      [{ until: now + 2 }, 'b a'],
      [{ from: now + 1, until: now + 3 }, 'd c b'],
      [{ objectId: 'two', from: now + 4 }, 'f'],
      [{ userId: 'other', result: 'action-denied' }, ''],
    ]
    for (const [filter, expected] of narrowed) {
      test(`narrowed by ${JSON.stringify(filter)}`, async () => {
        assert.equal((await listed(stage, filter)).join(' '), expected)
      })
    }

    test('page by page everything comes once', async () => {
      for (const limit of [1, 2, 3, 7]) {
        const seen: string[] = []
        let after: AuditPlace | undefined
        for (;;) {
          const page = await list(stage, ours, {}, limit, after)
          seen.push(...page.map(({ operation }) => operation))
          after = page.at(-1)
          if (page.length < limit) break
        }
        assert.deepEqual(seen, ['h', 'g', 'f', 'e', 'd', 'c', 'b', 'a'], `${limit} a page`)
      }
    })
  })
}

const list = (stage: Stage, account: string, filter: AuditFilter, limit: number, after?: AuditPlace) =>
  stage.database.search(account, ({ audit }) => audit.list(filter, limit, after))

const listed = async (stage: Stage, filter: AuditFilter = {}) =>
  (await list(stage, ours, filter, 10)).map(({ operation }) => operation)

/** `d` and `c` are of one moment. */
const samples: readonly AuditRecord[] = [
  anAuditRecord({ operation: 'a', objectId: 'one', at: now }),
  anAuditRecord({ operation: 'b', userId: 'other', at: now + 1 }),
  anAuditRecord({ operation: 'c', result: 'action-denied', objectKind: null, objectId: null, at: now + 2 }),
  anAuditRecord({ operation: 'd', objectId: 'two', at: now + 2 }),
  anAuditRecord({ operation: 'e', objectKind: 'authority', at: now + 4 }),
  anAuditRecord({ operation: 'f', objectId: 'two', at: now + 5 }),
  anAuditRecord({ operation: 'g', userId: 'other', at: now + 6 }),
  anAuditRecord({ operation: 'h', result: 'action-denied', at: now + 7 }),
]

/** `c`, `g` and `h` wait for the sealer, as when a commit came late. */
async function fill({ database }: Stage): Promise<void> {
  for (const record of [...samples, anAuditRecord({ operation: 'theirs', accountId: theirs, at: now + 9 })]) {
    await database.write('', ({ audit }) => audit.append(record))
  }
  const unsealed = await database.read('', ({ trail }) => trail.listUnsealed(10))
  const order = ['a', 'b', 'e', 'f', 'd', 'theirs']
  for (const [index, operation] of order.entries()) {
    const sequence = unsealed.find(({ record }) => record.operation === operation)?.sequence ?? 0
    const block = {
      number: index + 1,
      firstPosition: index + 1,
      count: 1,
      previousHash: '',
      recordsHash: '',
      removedThrough: 0,
      sealedAt: now,
      keyId: '',
      signature: octets(1),
    }
    await database.write('', ({ trail }) => trail.seal(block, [sequence]))
  }
}
