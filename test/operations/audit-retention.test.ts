import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { sealRest } from '../../src/domain/operations/audit/seal-trail.ts'
import { freePort, type RunningServer, startServer } from '../api/running-server.ts'
import { authorities, rootBody } from '../api/samples.ts'
import { createTestClock, dayMs } from '../api/test-clock.ts'
import { until } from '../faults/until.ts'
import { query } from './audit-rows.ts'
import { copyOf, removeFolder, tamper, verifyFolder } from './sealed-folder.ts'

const days = 30
const hourMs = 3_600_000

describe('retention of the audit trail', () => {
  const clock = createTestClock()
  const dataFolder = mkdtempSync(join(tmpdir(), 'chancery-retention-'))
  let server: RunningServer

  const start = async (settings: Record<string, string> = {}) => {
    const base = { 'data-dir': dataFolder, 'audit-retention-days': `${days}` }
    server = await startServer({ ...base, ...settings }, clock)
  }
  before(() => start())
  after(async () => {
    await server.close()
    removeFolder(dataFolder)
  })

  const createRoots = async (count: number) => {
    for (let number = 0; number < count; number += 1) {
      assert.equal((await server.api('POST', authorities, rootBody())).status, 200)
    }
    await sealRest(server.world)
  }
  const positions = () =>
    query(dataFolder, 'select position from audit_record where position is not null order by position').map(
      ({ position }) => Number(position),
    )
  const lastBlock = () => query(dataFolder, 'select * from audit_block order by number desc limit 1')[0] ?? {}

  test('records go with their blocks when they are old enough, not before, and the trail still proves itself', async () => {
    await createRoots(3)
    clock.advance(days * dayMs)
    await createRoots(2)
    const old = positions().slice(0, 4)
    assert.deepEqual(old, [1, 2, 3, 4])
    // the job may have looked a moment ago, and looks each hour
    clock.advance(hourMs)
    await until('the old ones are gone', 10_000, () => positions()[0] === 5)
    await sealRest(server.world)
    assert.ok(positions().length >= 3, 'the younger ones and what tells of the removal')
    const { body } = await server.api('GET', '/v1/audit/records')
    assert.equal(body.records.length, 2)
    const blocks = query(dataFolder, 'select number from audit_block order by number')
    assert.equal(blocks[0]?.['number'], 1, 'blocks stay')
    const { isRight, words } = await verifyFolder(dataFolder)
    assert.equal(isRight, true, words.join('\n'))
    assert.ok(words.includes('records up to position 4 were removed on purpose'), words.join('\n'))
    const told = query(dataFolder, "select * from audit_record where operation = 'removeOldRecords'")
    assert.equal(told.length, 1)
  })

  test('what else is removed is found, and so is a removal that is taken back', async () => {
    const tampering: readonly (readonly [string, RegExp])[] = [
      ['delete from audit_record where position = 5', /1 are missing, first 5$/],
      ['update audit_block set removed_through = 0', /is not signed as it stands/],
      [
        `update audit_block set removed_through = number - 1 where number = ${String(lastBlock()['number'])}`,
        /not signed/,
      ],
    ]
    for (const [statement, found] of tampering) {
      const copy = copyOf(dataFolder)
      tamper(copy, (database) => database.exec(statement))
      const { isRight, words } = await verifyFolder(copy)
      assert.equal(isRight, false, statement)
      assert.match(words.join('\n'), found)
      removeFolder(copy)
    }
  })

  test('the last block keeps its records, however old they are', async () => {
    clock.advance(365 * dayMs)
    await until('all others are gone', 10_000, async () => {
      await sealRest(server.world)
      return positions()[0] === Number(lastBlock()['first_position']) || positions().length <= 2
    })
    assert.ok(positions().length > 0)
    assert.equal((await verifyFolder(dataFolder)).isRight, true)
  })

  test('what a sink did not get yet is kept', async () => {
    await server.close()
    await start({ 'audit-sinks': `syslog+tcp://127.0.0.1:${await freePort()}` })
    await createRoots(3)
    const kept = positions()
    clock.advance(365 * dayMs)
    await createRoots(1)
    clock.advance(hourMs)
    const runsAt = () =>
      Number(
        query(dataFolder, "select run_after from job where kind = 'remove-old-audit-records'")[0]?.[
          'run_after'
        ],
      )
    await until('the job has looked', 10_000, () => runsAt() > clock.now())
    assert.deepEqual(positions().slice(0, kept.length), kept)
    assert.equal((await verifyFolder(dataFolder)).isRight, true)
  })
})
