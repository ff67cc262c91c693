import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { type RunningServer, startServer } from '../api/running-server.ts'
import { authorities, rootBody } from '../api/samples.ts'
import { until } from '../faults/until.ts'
import { query } from './audit-rows.ts'
import { copyOf, removeFolder, sealedFolder, tamper, verifyFolder } from './sealed-folder.ts'

const startOn = (dataFolder: string) => startServer({ 'data-dir': dataFolder })

async function createRoot({ api }: RunningServer): Promise<void> {
  assert.equal((await api('POST', authorities, rootBody())).status, 200)
}

const count = (dataFolder: string, condition: string) =>
  Number(query(dataFolder, `select count(*) as count from ${condition}`)[0]?.['count'])

const unsealed = 'audit_record where position is null'

describe('sealing', () => {
  const folders: string[] = []
  after(() => folders.forEach(removeFolder))

  async function aFolder(): Promise<string> {
    const source = folders[0] ?? (await sealedFolder())
    if (folders.length === 0) folders.push(source)
    const copy = copyOf(source)
    folders.push(copy)
    return copy
  }

  test('goes by itself, soon after the act, and keeps the checkpoint up to date', async () => {
    const dataFolder = await aFolder()
    const server = await startOn(dataFolder)
    const before = count(dataFolder, 'audit_block')
    await createRoot(server)
    await until('it is sealed', 10_000, () => count(dataFolder, unsealed) === 0)
    assert.ok(count(dataFolder, 'audit_block') > before)
    await until('the checkpoint is of now', 10_000, async () => {
      const { number } = JSON.parse(readFileSync(join(dataFolder, 'audit-checkpoint.json'), 'utf8'))
      return number === count(dataFolder, 'audit_block')
    })
    assert.equal((await verifyFolder(dataFolder)).isRight, true)
    await server.close()
  })

  test('more than one block holds is sealed too, in the order in which it was written', async () => {
    const dataFolder = await aFolder()
    tamper(dataFolder, (database) =>
      database.exec(`with recursive number(n) as (select 1 union all select n + 1 from number where n < 600)
        insert into audit_record (at, method, source_address, request_id, operation, result, count)
        select n, 'none', '', '', 'before the upgrade', 'success', 1 from number`),
    )
    const server = await startOn(dataFolder)
    await until('all of it is sealed', 10_000, () => count(dataFolder, unsealed) === 0)
    const rows = query(
      dataFolder,
      "select at from audit_record where operation like 'before%' order by position",
    )
    assert.deepEqual(
      rows.map(({ at }) => Number(at)),
      Array.from({ length: 600 }, (_, index) => index + 1),
    )
    await server.close()
    assert.equal((await verifyFolder(dataFolder)).isRight, true)
  })

  test('a checkpoint that the trail does not go on from is not replaced: what was cut off stays found', async () => {
    const dataFolder = await aFolder()
    tamper(dataFolder, (database) => {
      database.exec(`delete from audit_record where position >=
        (select first_position from audit_block order by number desc limit 1)`)
      database.exec('delete from audit_block where number = (select max(number) from audit_block)')
    })
    const server = await startOn(dataFolder)
    for (const _ of [1, 2]) {
      await createRoot(server)
      await until('it is sealed', 10_000, () => {
        // what failed is put off
        server.clock.advance(500)
        return count(dataFolder, unsealed) === 0
      })
    }
    await server.close()
    const { isRight, words } = await verifyFolder(dataFolder)
    assert.equal(isRight, false)
    assert.match(words.join('\n'), /the checkpoint of the data folder knows another block \d+/)
    rmSync(join(dataFolder, 'audit-checkpoint.json'))
    await (await startOn(dataFolder)).close()
    assert.equal((await verifyFolder(dataFolder)).isRight, true, 'when the operator took it away')
  })

  test('a key that was not sealed under the master key signs nothing; calls go on', async () => {
    const dataFolder = await aFolder()
    tamper(dataFolder, (database) => database.exec("update audit_key set id = 'another'"))
    const server = await startOn(dataFolder)
    await createRoot(server)
    const failure = await until('the job fails', 10_000, () => {
      const [job] = query(dataFolder, "select failure from job where kind = 'seal-audit-trail'")
      return typeof job?.['failure'] === 'string' && job['failure']
    })
    assert.match(
      failure,
      /^sealing the audit trail: key-processing-failed: the secret of audit\/key\/another does not open/,
    )
    await createRoot(server)
    assert.ok(count(dataFolder, unsealed) >= 2)
    await server.close()
    assert.equal((await verifyFolder(dataFolder)).isRight, false)
  })
})
