import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { OpenDatabase } from '../../src/storage/database.ts'
import type { Open } from './opened.ts'
import { anAuditRecord } from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'
import { sealAll, verifyAll, verifyStored } from './trail-world.ts'

/** What sealing can get wrong where records of many nodes become visible in any order. */
export function postgresTrailSuite(open: Open): void {
  suite('the audit trail of two nodes on PostgreSQL', open, (stage) => {
    let two: OpenDatabase
    before(async () => {
      const opened = await stage.opened.openAnother?.()
      assert.ok(opened)
      two = opened
    })
    after(() => two.close())

    test('a record that becomes visible after later ones is sealed after them, without a gap', async () => {
      const written = Promise.withResolvers<void>()
      const released = Promise.withResolvers<void>()
      const late = stage.database.write('', async ({ audit }) => {
        await audit.append(anAuditRecord({ operation: 'late' }))
        written.resolve()
        await released.promise
      })
      await written.promise
      await append(two, 'early')
      const sealed = await sealAll(two)
      assert.deepEqual([sealed?.number, sealed?.count], [1, 1])
      released.resolve()
      await late
      await append(two, 'last')
      await sealAll(stage.database)
      assert.deepEqual(await trailOf(stage), ['1 early', '2 late', '3 last'])
      const [first, second] = await sequencesOf(stage)
      assert.ok(Number(first) > Number(second), 'the late one did not have the smaller sequence')
      assert.deepEqual((await verifyAll(two)).faults, [])
    })

    test('numbers that were given up leave no gap', async () => {
      const given = stage.database.write('', async ({ audit }) => {
        await audit.append(anAuditRecord({ operation: 'never' }))
        throw new Error('given up')
      })
      await assert.rejects(given, /given up/)
      await append(stage.database, 'after')
      await sealAll(two)
      assert.deepEqual((await trailOf(stage)).at(-1), '4 after')
      assert.deepEqual((await verifyAll(two)).faults, [])
    })

    test('both nodes write and seal at once: every record once, in one chain', async () => {
      const nodes = [stage.database, two]
      const work = Array.from({ length: 60 }, async (_, turn) => {
        const node = nodes[turn % 2] ?? two
        await append(node, `both ${turn}`)
        if (turn % 5 === 0) await sealAll(node)
      })
      await Promise.all(work)
      await Promise.all(nodes.map(sealAll))
      const report = await verifyAll(two)
      assert.deepEqual([report.faults, report.records, report.unsealed], [[], 64, 0])
      assert.deepEqual(await verifyStored(stage.opened.url), report)
      assert.equal(new Set((await trailOf(stage)).map((line) => line.replace(/^\d+ /, ''))).size, 64)
    })

    test('what another program changes in the table is found from outside', async () => {
      await stage.opened.query("update audit_record set result = 'denied' where position = 2")
      const { faults } = await verifyStored(stage.opened.url)
      assert.equal(faults.length, 1)
      assert.match(faults[0] ?? '', /was changed/)
    })
  })
}

const append = (node: OpenDatabase, operation: string) =>
  node.write('', ({ audit }) => audit.append(anAuditRecord({ operation })))

async function trailOf({ opened }: Stage): Promise<string[]> {
  const rows = await opened.query('select position, operation from audit_record order by position')
  return rows.map(({ position, operation }) => `${String(position)} ${String(operation)}`)
}

const sequencesOf = async ({ opened }: Stage) =>
  (await opened.query('select sequence from audit_record order by position')).map(({ sequence }) => sequence)
