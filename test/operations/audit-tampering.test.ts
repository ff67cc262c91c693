import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { copyFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import {
  blockHash,
  blockOctets,
  noHash,
  recordsHash,
  type SignedBlock,
} from '../../src/domain/model/audit-block.ts'
import { checkpointText } from '../../src/domain/model/checkpoint.ts'
import { readStored } from '../../src/storage/read-stored.ts'
import { copyOf, removeFolder, sealedFolder, tamper, verifyFolder } from './sealed-folder.ts'

const hash = (octets: Uint8Array) => createHash('sha256').update(octets).digest()

/** Every record's fields, each with another value. */
const changes = {
  at: '1',
  account_id: "'x'",
  user_id: 'null',
  method: "'token2'",
  access_key_id: "''",
  source_address: "'10.0.0.1'",
  request_id: "'x'",
  operation: "'showAuthority'",
  object_kind: 'null',
  object_id: "'x'",
  result: "'action-denied'",
  before_digest: `'${'0'.repeat(64)}'`,
  after_digest: 'null',
  count: '2',
}

/** All on the block that the sixth record is in, or on the last one. */
const middle = 'position = 6'

const tampering: readonly (readonly [what: string, how: (database: DatabaseSync) => void, found: RegExp])[] =
  [
    ...Object.entries(changes).map(
      ([column, value]) =>
        [
          `a record's ${column} changed`,
          (database: DatabaseSync) =>
            database.exec(`update audit_record set ${column} = ${value} where ${middle}`),
          /a record from \d+ to \d+ was changed/,
        ] as const,
    ),
    [
      'a record deleted',
      (database) => database.exec(`delete from audit_record where ${middle}`),
      /records \d+ to \d+, 1 are missing, first 6$/,
    ],
    [
      'a record deleted, and those behind it moved up',
      (database) => {
        database.exec(`delete from audit_record where ${middle}`)
        database.exec('update audit_record set position = -position where position > 6')
        database.exec('update audit_record set position = -position - 1 where position < 0')
      },
      /was changed, or put in another's place/,
    ],
    [
      'two records swapped',
      (database) => {
        database.exec(`update audit_record set position = -1 where ${middle}`)
        database.exec('update audit_record set position = 6 where position = 7')
        database.exec('update audit_record set position = 7 where position = -1')
      },
      /was changed, or put in another's place/,
    ],
    [
      'a record inserted, and those behind it moved down',
      (database) => {
        database.exec('update audit_record set position = -position where position >= 6')
        database.exec('update audit_record set position = 1 - position where position < 0')
        insertCopy(database, 6)
      },
      /was changed, or put in another's place/,
    ],
    [
      'a record inserted at a position that there is',
      (database) => {
        database.exec('drop index audit_record_by_position')
        insertCopy(database, 6)
      },
      /are records that it does not hold/,
    ],
    [
      'a record added behind the end',
      (database) => insertCopy(database, 'max(position) + 1'),
      /behind the last block there are 1 records that no block holds/,
    ],
    [
      'the last record cut off',
      (database) =>
        database.exec('delete from audit_record where position = (select max(position) from audit_record)'),
      /1 are missing, first \d+$/,
    ],
    [
      'the last block cut off, with its records',
      cutLastBlock,
      /checkpoint of the data folder knows block \d+, and the trail does not: its end was cut off/,
    ],
    [
      'the last block cut off alone',
      (database) =>
        database.exec('delete from audit_block where number = (select max(number) from audit_block)'),
      /behind the last block there are \d+ records/,
    ],
    [
      'everything cut off',
      (database) => database.exec('delete from audit_block; delete from audit_record'),
      /and the trail does not: its end was cut off/,
    ],
    [
      'a block in the middle deleted, with its records',
      (database) => {
        database.exec(`delete from audit_record where position between
        (select first_position from audit_block where number = 2) and
        (select first_position + count - 1 from audit_block where number = 2)`)
        database.exec('delete from audit_block where number = 2')
      },
      /before block 3 comes none of the number 2/,
    ],
    ...['first_position', 'count', 'removed_through', 'sealed_at'].map(
      (column) =>
        [
          `a block's ${column} changed`,
          (database: DatabaseSync) =>
            database.exec(`update audit_block set ${column} = ${column} + 1 where number = 2`),
          /block 2 is not signed as it stands/,
        ] as const,
    ),
    [
      "a block's hash of its records made to fit a changed record",
      (database) =>
        database.exec(`update audit_block set records_hash = '${'a'.repeat(64)}' where number = 2`),
      /block 2 is not signed as it stands/,
    ],
    [
      "a block's signature changed",
      (database) => database.exec('update audit_block set signature = zeroblob(64) where number = 2'),
      /block 2 is not signed as it stands/,
    ],
    [
      'a removal on purpose feigned',
      (database) => {
        database.exec('update audit_block set removed_through = 1')
        database.exec(
          'delete from audit_record where position <= (select count from audit_block where number = 1)',
        )
      },
      /is not signed as it stands/,
    ],
    [
      'the key replaced',
      (database) => database.exec("update audit_key set public_key_der = x'302a'"),
      /block 1 is not signed as it stands/,
    ],
    ['the key removed', (database) => database.exec('delete from audit_key'), /is signed with is gone/],
  ]

function insertCopy(database: DatabaseSync, position: number | string): void {
  const names = Object.keys(changes).join(', ')
  const place = typeof position === 'number' ? position : `(select ${position} from audit_record)`
  database.exec(`insert into audit_record (${names}, position)
    select ${names}, ${place} from audit_record order by sequence limit 1`)
}

function cutLastBlock(database: DatabaseSync): void {
  database.exec(`delete from audit_record where position >=
    (select first_position from audit_block order by number desc limit 1)`)
  database.exec('delete from audit_block where number = (select max(number) from audit_block)')
}

describe('the verifier of the audit trail', () => {
  let dataFolder: string
  before(async () => {
    dataFolder = await sealedFolder()
  })
  after(() => removeFolder(dataFolder))

  async function withCopy(work: (copy: string) => Promise<void>): Promise<void> {
    const copy = copyOf(dataFolder)
    try {
      await work(copy)
    } finally {
      removeFolder(copy)
    }
  }

  test('finds nothing where nothing was done, and the end sealed', async () => {
    const { isRight, data, words } = await verifyFolder(dataFolder)
    assert.equal(isRight, true, words.join('\n'))
    assert.match(data, /^verified: records 13, not sealed yet 0, blocks \d+, the last \d+ of 2026-11-20T12/)
  })

  for (const [what, how, found] of tampering) {
    test(`finds ${what}`, () =>
      withCopy(async (copy) => {
        tamper(copy, how)
        const { isRight, data, words } = await verifyFolder(copy)
        assert.equal(isRight, false)
        assert.match(data, /^not verified \(\d+ faults\): /)
        assert.ok(
          words.some((line) => found.test(line)),
          words.join('\n'),
        )
      }))
  }

  test('finds a record that was changed while the server ran, and tells of what is not sealed', () =>
    withCopy(async (copy) => {
      tamper(copy, (database) =>
        database.exec(
          'update audit_record set position = null where position = (select max(position) from audit_record)',
        ),
      )
      assert.match((await verifyFolder(copy)).data, /not sealed yet 1/)
    }))

  describe('where the attacker has the folder too', () => {
    const kept = (copy: string) => join(copy, 'audit-checkpoint.json')

    test('an end that was cut off is found by a checkpoint kept elsewhere, or by its absence', () =>
      withCopy(async (copy) => {
        const elsewhere = join(copy, 'elsewhere.json')
        copyFileSync(kept(copy), elsewhere)
        tamper(copy, cutLastBlock)
        rmSync(kept(copy))
        const alone = await verifyFolder(copy)
        assert.match(alone.words.join('\n'), /there is no checkpoint to tell whether the end was cut off/)
        const { isRight, words } = await verifyFolder(copy, [elsewhere])
        assert.equal(isRight, false)
        assert.match(words.join('\n'), /elsewhere\.json knows block \d+, and the trail does not/)
      }))

    test('a trail made anew under another key is found by a checkpoint kept elsewhere', () =>
      withCopy(async (copy) => {
        const elsewhere = join(copy, 'elsewhere.json')
        copyFileSync(kept(copy), elsewhere)
        writeFileSync(kept(copy), await makeAnew(copy))
        const alone = await verifyFolder(copy)
        assert.equal(alone.isRight, true, 'the folder alone does not show it')
        const { isRight, words } = await verifyFolder(copy, [elsewhere])
        assert.equal(isRight, false)
        assert.match(words.join('\n'), /knows another block \d+: the trail was changed or made anew/)
      }))

    test('a checkpoint that was changed, or is none, is a fault', () =>
      withCopy(async (copy) => {
        for (const [text, fault] of [
          ['{', /JSON/],
          ['{"form":"x"}', /is not of the form/],
        ] as const) {
          writeFileSync(kept(copy), text)
          const { isRight, words } = await verifyFolder(copy)
          assert.equal(isRight, false)
          assert.match(words.join('\n'), fault)
        }
      }))
  })
})

/** All that a thief of the folder without the master key can do: records changed, every block signed by a key of his own. */
async function makeAnew(copy: string): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const publicKeyDer = publicKey.export({ format: 'der', type: 'spki' })
  const keyId = hash(publicKeyDer).toString('hex')
  tamper(copy, (database) => {
    database.exec("update audit_record set operation = 'nothing' where position = 6")
    database.prepare('update audit_key set id = ?, public_key_der = ?').run(keyId, publicKeyDer)
  })
  const url = `sqlite:${join(copy, 'chancery.db')}`
  const [blocks, records] = await readStored(url, async ({ trail }) => [
    await trail.listBlocks(0, 100),
    await trail.listRecords(0, 1000),
  ])
  let previous: SignedBlock | undefined
  for (const block of blocks) {
    const own = records.slice(block.firstPosition - 1, block.firstPosition - 1 + block.count)
    const previousHash = previous ? blockHash(hash, previous) : noHash
    const forged = { ...block, previousHash, recordsHash: recordsHash(hash, own), keyId }
    previous = { ...forged, signature: sign(null, blockOctets(forged), privateKey) }
    rewrite(copy, previous)
  }
  assert.ok(previous)
  return checkpointText({ block: previous, publicKeyDer }, hash)
}

const rewrite = (copy: string, block: SignedBlock) =>
  tamper(copy, (database) =>
    database
      .prepare(
        'update audit_block set previous_hash = ?, records_hash = ?, key_id = ?, signature = ? where number = ?',
      )
      .run(block.previousHash, block.recordsHash, block.keyId, block.signature, block.number),
  )
