import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { sealBlocks, sealRest } from '../../../src/domain/operations/audit/seal-trail.ts'
import { anAuditRecord } from '../../ports/sample-nouns.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { authorities, rootBody } from '../samples.ts'

const path = '/v1/audit/verify'
const blockCount = 230
const pieceBlocks = 200

interface Piece {
  readonly verified_through: number | null
  readonly blocks: number
  readonly records: number
  readonly removed_through: number
  readonly faults: readonly { block: number | null; position: number | null; finding: string }[]
  readonly next_block: number | null
  readonly end_block: number | null
  readonly unsealed: number
}

describe('POST /v1/audit/verify', () => {
  let server: RunningServer

  before(async () => {
    server = await startServer({ 'rsa-pool-size': '0' })
    const { database } = server.world
    for (let number = 0; number < blockCount; number += 1) {
      await database.write('', ({ audit }) => audit.append(anAuditRecord()))
      await sealBlocks(server.world, (work) => database.write('', work), 1)
    }
    await sealRest(server.world)
  })
  after(() => server.close())

  async function verify(from_block?: number): Promise<Piece> {
    const answer = await server.api('POST', path, from_block === undefined ? undefined : { from_block })
    assert.equal(answer.status, 200, answer.message ?? '')
    return answer.body
  }

  async function verifyAll(): Promise<Piece[]> {
    const pieces = [await verify()]
    for (let next = pieces[0]?.next_block ?? null; next !== null; next = pieces.at(-1)?.next_block ?? null) {
      pieces.push(await verify(next))
    }
    return pieces
  }

  const faultsOf = (pieces: readonly Piece[]) => pieces.flatMap(({ faults }) => faults)
  const sum = (pieces: readonly Piece[], field: 'blocks' | 'records') =>
    pieces.reduce((total, piece) => total + piece[field], 0)

  /** What somebody does who can write to the database; undone afterwards. */
  async function whileTampered<Result>(
    change: string,
    undo: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const run = (sql: string) => {
      const file = new DatabaseSync(join(server.dataFolder, 'chancery.db'), { timeout: 5_000 })
      file.exec(sql)
      file.close()
    }
    run(change)
    try {
      return await work()
    } finally {
      run(undo)
    }
  }

  test('follows the trail piece by piece to its end', async () => {
    const pieces = await verifyAll()
    assert.deepEqual(faultsOf(pieces), [])
    const [first, second] = pieces
    assert.deepEqual(
      [first?.blocks, first?.verified_through, first?.next_block],
      [pieceBlocks, pieceBlocks, pieceBlocks + 1],
    )
    const last = pieces.at(-1)
    assert.ok(first && second && last)
    assert.ok((first.end_block ?? 0) >= blockCount)
    assert.equal(last.verified_through, last.end_block)
    assert.equal(sum(pieces, 'blocks'), last.end_block)
    assert.ok(sum(pieces, 'records') >= blockCount)
    assert.equal(last.removed_through, 0)
  })

  test('behind the end there is nothing, and that is no fault', async () => {
    const end = (await verify()).end_block ?? 0
    const piece = await verify(end + 1)
    assert.deepEqual(
      [piece.verified_through, piece.blocks, piece.faults, piece.next_block],
      [null, 0, [], null],
    )
  })

  test('a trail whose end was cut off between two pieces is not begun anew', async () => {
    const end = (await verify()).end_block ?? 0
    const piece = await verify(end + 100)
    assert.deepEqual(
      [piece.blocks, piece.next_block, piece.faults.map(({ finding }) => finding)],
      [0, null, [`block ${end + 99}, which the piece before ended with, is gone`]],
    )
  })

  test('a record that was changed is found in its piece, with its block and position', async () => {
    const pieces = await whileTampered(
      'update audit_record set count = count + 1 where position = 205',
      'update audit_record set count = count - 1 where position = 205',
      verifyAll,
    )
    assert.deepEqual(pieces[0]?.faults, [])
    const [fault, ...others] = faultsOf(pieces)
    assert.ok(fault && others.length === 0)
    assert.equal(fault.position, 205)
    assert.match(fault.finding, new RegExp(`^block ${fault.block}: a record from 205 to \\d+ was changed`))
  })

  test('a block that is gone between two pieces is found', async () => {
    const faults = await whileTampered(
      `update audit_block set number = -number where number = ${pieceBlocks + 1}`,
      'update audit_block set number = -number where number < 0',
      async () => (await verify(pieceBlocks + 1)).faults,
    )
    assert.match(faults[0]?.finding ?? '', /^before block 202 comes none of the number 201$/)
  })

  test('records behind the end are found in the last piece alone', async () => {
    const pieces = await whileTampered(
      `insert into audit_record (at, method, source_address, request_id, operation, result, count, position)
       values (1, 'none', '', '', 'stray', 'success', 1, 1000000)`,
      'delete from audit_record where position = 1000000',
      verifyAll,
    )
    assert.deepEqual(
      pieces.map(({ faults }) => faults.map(({ finding }) => finding)),
      [[], ['behind the last block there are 1 records that no block holds']],
    )
  })

  test('the checkpoint in the data folder is compared at the beginning and at the end', async () => {
    const file = join(server.dataFolder, 'audit-checkpoint.json')
    const kept = readFileSync(file, 'utf8')
    const told = async (from?: number) => (await verify(from)).faults.map(({ finding }) => finding)
    try {
      writeFileSync(file, '{"form":"x"}')
      assert.match((await told()).join(), /^the checkpoint of the data folder is not of the form/)
      assert.match(
        (await told(pieceBlocks + 1)).join(),
        /^the checkpoint of the data folder is not of the form/,
      )
      rmSync(file)
      assert.match((await told()).join(), /^there is no checkpoint/)
    } finally {
      if (!existsSync(file)) writeFileSync(file, kept)
      writeFileSync(file, kept)
    }
    const { number } = JSON.parse(kept)
    const [fault] = await whileTampered(
      `update audit_block set number = -number where number = ${number}`,
      'update audit_block set number = -number where number < 0',
      async () => (await verify()).faults.filter(({ finding }) => /checkpoint/.test(finding)),
    )
    assert.equal(fault?.block, number)
    assert.match(fault?.finding ?? '', /and the trail does not: its end was cut off$/)
  })

  test('what is sealed meanwhile is no fault', async () => {
    let isOver = false
    const write = async () => {
      while (!isOver) {
        await server.api('POST', authorities, rootBody())
        await sealRest(server.world)
      }
    }
    const writing = write()
    for (let round = 0; round < 10; round += 1) assert.deepEqual((await verify(pieceBlocks + 1)).faults, [])
    isOver = true
    await writing
  })

  test('is for administrators of the installation', async () => {
    for (const identity of [await server.addAccount('stranger'), await server.addUser('powerless')]) {
      const answer = await server.as(identity)('POST', path)
      assert.equal(answer.status, 403)
      assert.equal(answer.code, 'AUDIT.0403')
    }
  })

  for (const value of ['1', 1.5, true, [], {}, 2 ** 53]) {
    test(`from_block ${JSON.stringify(value)} → 400 AUDIT.0400`, async () => {
      const answer = await server.api('POST', path, { from_block: value })
      assert.equal(answer.status, 400)
      assert.equal(answer.code, 'AUDIT.0400')
      assert.match(answer.message ?? '', /from_block/)
    })
  }
})
