import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Open } from './opened.ts'
import { anAuditRecord, now } from './sample-nouns.ts'
import { suite } from './suite.ts'

export function auditStoreSuite(name: string, open: Open): void {
  suite(`audit store on ${name}`, open, (stage) => {
    test('appends records in order, every field as it was given', async () => {
      const records = [
        anAuditRecord({ accessKeyId: 'AK', beforeDigest: '0'.repeat(64) }),
        anAuditRecord({ accountId: null, userId: null, objectKind: null, objectId: null, count: 12 }),
      ]
      for (const record of records) {
        await stage.database.write('', ({ audit }) => audit.append(record))
      }
      const rows = await stage.opened.query('select * from audit_record order by sequence')
      assert.equal(rows.length, 2)
      for (const [index, record] of records.entries()) {
        const row = rows[index] ?? {}
        assert.equal(Number(row['at']), now)
        assert.equal(Number(row['count']), record.count)
        for (const [field, column] of Object.entries(columns)) {
          assert.equal(row[column], record[field as keyof typeof columns], field)
        }
      }
      assert.ok(Number(rows[0]?.['sequence']) < Number(rows[1]?.['sequence']))
    })

    test('keeps no record of a write that failed', async () => {
      const record = anAuditRecord({ operation: 'never' })
      const failed = stage.database.write('', async ({ audit }) => {
        await audit.append(record)
        throw new Error('no')
      })
      await assert.rejects(failed)
      assert.deepEqual(await stage.opened.query(`select * from audit_record where operation = 'never'`), [])
    })
  })
}

const columns = {
  accountId: 'account_id',
  userId: 'user_id',
  method: 'method',
  accessKeyId: 'access_key_id',
  sourceAddress: 'source_address',
  requestId: 'request_id',
  operation: 'operation',
  objectKind: 'object_kind',
  objectId: 'object_id',
  result: 'result',
  beforeDigest: 'before_digest',
  afterDigest: 'after_digest',
} as const
