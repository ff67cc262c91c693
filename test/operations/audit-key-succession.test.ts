import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { createDigest } from '../../src/crypto/digest.ts'
import { blockOctets, type SignedBlock } from '../../src/domain/model/audit-block.ts'
import { successionOctets } from '../../src/domain/model/audit-key-succession.ts'
import { rotateTrailKey } from '../../src/local/trail-key-command.ts'
import { readStored } from '../../src/storage/read-stored.ts'
import { startServer } from '../api/running-server.ts'
import { authorities, rootBody } from '../api/samples.ts'
import { copyOf, removeFolder, sealedFolder, tamper, verifyFolder } from './sealed-folder.ts'

const place = (folder: string) => ({
  databaseUrl: `sqlite:${join(folder, 'chancery.db')}`,
  masterKeyFile: join(folder, 'master.key'),
})

describe('a trail whose key was replaced', () => {
  let folder: string
  /** The first block of the new key. */
  let first: SignedBlock

  before(async () => {
    folder = await sealedFolder()
    await rotateTrailKey(place(folder))
    const server = await startServer({ 'data-dir': folder })
    await server.api('POST', authorities, rootBody('Under the new key'))
    await server.close()
    await rotateTrailKey(place(folder))
    const again = await startServer({ 'data-dir': folder })
    await again.close()
    const blocks = await readStored(place(folder).databaseUrl, ({ trail }) => trail.listBlocks(0, 100))
    const found = blocks.find((block, index) => index > 0 && block.keyId !== blocks[index - 1]?.keyId)
    assert.ok(found)
    first = found
    assert.equal(new Set(blocks.map(({ keyId }) => keyId)).size, 3)
  })
  after(() => removeFolder(folder))

  test('can be followed over both changes', async () => {
    const { isRight, words } = await verifyFolder(folder)
    assert.ok(isRight, words.join('\n'))
  })

  test('the former keys can sign nothing more', async () => {
    const open = await readStored(place(folder).databaseUrl, ({ trail }) => trail.findKey(first.keyId))
    assert.equal(open?.sealed.length, 0)
  })

  const own = generateKeyPairSync('ed25519')
  const ownDer = new Uint8Array(own.publicKey.export({ format: 'der', type: 'spki' }))
  const ownId = createDigest().hash('sha256', ownDer).toHex()

  /** Somebody signs from the first block of the new key on with a key of his own. */
  function takeOver(database: DatabaseSync, block: SignedBlock, vouching: KeyObject | undefined): void {
    const forged = { ...block, keyId: ownId }
    database.prepare('insert into audit_key values (?, ?, ?, ?)').run(ownId, ownDer, new Uint8Array(), 0)
    database
      .prepare('update audit_block set key_id = ?, signature = ? where number = ?')
      .run(ownId, sign(null, blockOctets(forged), own.privateKey), block.number)
    const { former_key_id: formerKeyId } = database
      .prepare('select former_key_id from audit_key_succession where key_id = ?')
      .get(block.keyId) as { former_key_id: string }
    database.prepare('delete from audit_key_succession where key_id = ?').run(block.keyId)
    if (!vouching) return
    const succession = { keyId: ownId, formerKeyId, afterBlock: block.number - 1 }
    database
      .prepare('insert into audit_key_succession values (?, ?, ?, ?)')
      .run(ownId, formerKeyId, succession.afterBlock, sign(null, successionOctets(succession), vouching))
  }

  const tampering: Record<string, readonly [(database: DatabaseSync) => void, RegExp]> = {
    'a word for the new key that is gone': [
      (database) => database.exec('delete from audit_key_succession'),
      /with another key than those before, which do not vouch for it/,
    ],
    'a word that is of another block': [
      (database) => database.exec('update audit_key_succession set after_block = after_block - 1'),
      /with another key than those before, which do not vouch for it/,
    ],
    'a word whose signature is another': [
      (database) => database.exec("update audit_key_succession set signature = x'00'"),
      /is signed with a key that nobody vouched for/,
    ],
    'a key that nobody vouched for': [
      (database) => takeOver(database, first, undefined),
      /with another key than those before, which do not vouch for it/,
    ],
    'a key that vouches for itself': [
      (database) => takeOver(database, first, own.privateKey),
      /is signed with a key that nobody vouched for/,
    ],
  }
  for (const [what, [how, fault]] of Object.entries(tampering)) {
    test(`${what} is found`, async () => {
      const copy = copyOf(folder)
      tamper(copy, how)
      const { isRight, words } = await verifyFolder(copy)
      removeFolder(copy)
      assert.equal(isRight, false)
      assert.match(words.join('\n'), fault)
    })
  }
})
