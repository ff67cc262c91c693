import assert from 'node:assert/strict'
import { copyFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openKeyring } from '../../src/crypto/keyring.ts'
import { checkMasterKey, rotateMasterKey } from '../../src/local/key-commands.ts'
import { noFaults } from '../../src/no-faults.ts'
import { temporaryFolder } from './open-sqlite.ts'
import type { Open } from './opened.ts'
import { now } from './sample-nouns.ts'
import { suite } from './suite.ts'

/** Two nodes, each with its own copy of the master key. */
export function postgresMasterKeySuite(open: Open): void {
  suite('the master key of several nodes', open, (stage) => {
    let folder: string
    before(async () => {
      folder = await temporaryFolder()
    })
    after(() => rm(folder, { recursive: true }))
    const fileOf = (node: string) => join(folder, `${node}.key`)
    const place = (node: string) => ({ databaseUrl: stage.opened.url, masterKeyFile: fileOf(node) })
    const keyring = (node: string) => openKeyring(stage.database, fileOf(node), now)
    const rotate = (node: string, step: 'rotate' | 'finish' | 'abandon') =>
      rotateMasterKey(place(node), step, noFaults)

    test('is replaced on one after the other, and both open the database all the time', async () => {
      const dataKeys = await keyring('one')
      copyFileSync(fileOf('one'), fileOf('two'))
      copyFileSync(fileOf('one'), fileOf('old'))
      await rotate('one', 'rotate')
      await rotate('one', 'rotate')
      for (const node of ['one', 'two']) {
        assert.deepEqual(await keyring(node), dataKeys)
        assert.equal((await checkMasterKey(place(node))).words.length, 1)
      }
      await assert.rejects(rotate('two', 'rotate'), /another machine began to replace the master key/)
      await assert.rejects(rotate('two', 'finish'), /still holds the old master key/)
      await assert.rejects(rotate('one', 'abandon'), /holds the new master key already/)
      copyFileSync(fileOf('one'), fileOf('two'))
      await rotate('two', 'finish')
      for (const node of ['one', 'two']) assert.deepEqual(await keyring(node), dataKeys)
      await assert.rejects(keyring('old'), /is not the one that this database was sealed under/)
      const rows = await stage.opened.query('select operation from audit_record order by sequence')
      assert.deepEqual(
        rows.map(({ operation }) => operation),
        ['rotateMasterKey', 'rotateMasterKey', 'finishMasterKey'],
      )
    })

    test('two that begin at once do not both', async () => {
      const begun = await Promise.allSettled([rotate('one', 'rotate'), rotate('two', 'rotate')])
      assert.ok(begun.some(({ status }) => status === 'fulfilled'))
      assert.ok((await keyring('one')).size === 1 && (await keyring('two')).size === 1)
    })
  })
}
