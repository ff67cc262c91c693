import assert from 'node:assert/strict'
import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { RotationStep } from '../../src/cli/key-commands.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { removePending } from '../../src/crypto/pending-master-key.ts'
import { checkMasterKey, rotateMasterKey } from '../../src/local/key-commands.ts'
import { noFaults } from '../../src/no-faults.ts'
import { startServer } from '../api/running-server.ts'
import { authorities, certificates, issueBody, rootBody } from '../api/samples.ts'
import { auditRows, query } from '../operations/audit-rows.ts'
import { newFolder, removeFolder, run } from '../start-up/program.ts'

/** What a kill leaves: which key the file holds, and whether the database opens with another one, too. */
interface Kill {
  readonly step: string
  readonly leaves: 'the old key' | 'the new key'
  readonly isPending: boolean
}

const kills: readonly Kill[] = [
  { step: 'master key: made, not recorded', leaves: 'the old key', isPending: false },
  { step: 'master key: recorded, file not replaced', leaves: 'the old key', isPending: true },
  { step: 'master key: file replaced, not finished', leaves: 'the new key', isPending: true },
  { step: 'master key: finished', leaves: 'the new key', isPending: false },
]

describe('a change of the master key, killed at each step', () => {
  const original = newFolder()
  let rootId: string
  const folders = [original]

  before(async () => {
    const server = await startServer({ 'data-dir': original })
    rootId = (await server.api('POST', authorities, rootBody())).body.ca_id
    await server.close()
  })
  after(() => {
    for (const folder of folders) removeFolder(folder)
  })

  const copy = (): string => {
    const folder = newFolder()
    folders.push(folder)
    cpSync(original, folder, { recursive: true })
    return folder
  }

  /** The key of the CA that was there before is used. */
  async function issues(dataFolder: string): Promise<void> {
    const server = await startServer({ 'data-dir': dataFolder })
    const answer = await server.api('POST', certificates, issueBody(rootId))
    await server.close()
    assert.equal(answer.status, 200, answer.message ?? '')
  }

  const keyIn = (folder: string) => readFileSync(join(folder, 'master.key'), 'utf8')
  const placeOf = (folder: string) =>
    loadConfig({ flags: { 'data-dir': folder, listen: 'http://127.0.0.1:1' }, environment: {} })
  const rotate = (folder: string, step: RotationStep = 'rotate') =>
    rotateMasterKey(placeOf(folder), step, noFaults)

  async function killAt(step: string, folder: string): Promise<void> {
    const killed = run(process.execPath, ['test/faults/killed-rotation.ts', step], {
      CHANCERY_DATA_DIR: folder,
    })
    assert.deepEqual(await killed.ended, { code: null, signal: 'SIGKILL' }, killed.stderr())
  }

  for (const { step, leaves, isPending } of kills) {
    test(`${step}: the next start works, and the next rotation ends it`, async () => {
      const folder = copy()
      await killAt(step, folder)
      assert.equal(keyIn(folder) === keyIn(original) ? 'the old key' : 'the new key', leaves)
      const { words } = await checkMasterKey(placeOf(folder))
      assert.equal(words.length, isPending ? 1 : 0)

      // the only server of a database ends by itself what was interrupted behind the last turn
      await issues(folder)
      const left = query(folder, "select name from installation_value where name like 'next%'")
      assert.equal(left.length === 1, isPending && leaves === 'the old key')

      const before = keyIn(folder)
      await rotate(folder)
      assert.notEqual(keyIn(folder), before)
      assert.equal(statSync(join(folder, 'master.key')).mode & 0o777, 0o600)
      const names = readdirSync(folder).filter((name) => name.startsWith('master.key'))
      assert.deepEqual(
        names.filter((name) => !name.startsWith('master.key.former-')),
        ['master.key'],
        'no key that may come is left lying about',
      )
      const former = names.filter((name) => name !== 'master.key').map((name) => join(folder, name))
      const formerKeys = former.map((path) => readFileSync(path, 'utf8'))
      assert.ok(
        formerKeys.includes(before) && formerKeys.includes(keyIn(original)),
        'backups need the old ones',
      )
      for (const path of former) assert.equal(statSync(path).mode & 0o777, 0o600)
      assert.deepEqual(query(folder, 'select * from data_key where next_wrapped is not null'), [])
      const ends = auditRows(folder).filter(({ operation }) => operation === 'finishMasterKey')
      assert.equal(ends.length, isPending && leaves === 'the old key' ? 1 : leaves === 'the new key' ? 2 : 1)
      cpSync(join(original, 'master.key'), join(folder, 'master.key'))
      await assert.rejects(checkMasterKey(placeOf(folder)), /is not the one that this database/)
      await assert.rejects(startServer({ 'data-dir': folder }), /is not the one that this database/)
    })
  }

  test('what another machine began is not taken for its own, and can be abandoned', async () => {
    const folder = copy()
    await killAt('master key: recorded, file not replaced', folder)
    const [pending = ''] = readdirSync(folder).filter((name) => name.startsWith('master.key.next'))
    removeFolder(join(folder, pending))
    await assert.rejects(rotate(folder), /^MasterKeyError: another machine began to replace the master key/)
    await assert.rejects(rotate(folder, 'finish'), /still holds the old master key/)
    await rotate(folder, 'abandon')
    assert.equal(keyIn(folder), keyIn(original))
    await rotate(folder)
    await issues(folder)
  })

  for (const step of ['master key: made, not recorded', 'master key: recorded, file not replaced']) {
    test(`abandoned by somebody else when it is at "${step}": the key that is there opens everything`, async () => {
      const folder = copy()
      const abandoning = {
        async reach(at: string) {
          if (at !== step) return
          await rotate(folder, 'abandon').catch(() => undefined)
          // what was made and never recorded is removed by whoever abandons another
          if (/made/.test(at)) removePending(join(folder, 'master.key'))
        },
      }
      await assert.rejects(rotateMasterKey(placeOf(folder), 'rotate', abandoning), /meanwhile/)
      assert.equal(keyIn(folder), keyIn(original))
      assert.deepEqual((await checkMasterKey(placeOf(folder))).words, [])
      await issues(folder)
      await rotate(folder)
      await issues(folder)
    })
  }
})
