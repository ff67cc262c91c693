import assert from 'node:assert/strict'
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createClient } from '../api/client.ts'
import { authorities, rootBody, unknownId } from '../api/samples.ts'
import { createTestClock } from '../api/test-clock.ts'
import { tamper } from '../operations/sealed-folder.ts'
import {
  chancery,
  credentialsIn,
  type Environment,
  freePorts,
  newFolder,
  removeFolder,
  run,
  serve,
  stop,
} from './program.ts'

/** What a command prints and ends in; what differs from run to run is named. */
async function transcript(dataFolder: string, parameters: readonly string[], command = chancery) {
  const program = command(['audit', ...parameters], { CHANCERY_DATA_DIR: dataFolder })
  const { code } = await program.ended
  const plain = (text: string) =>
    text
      .replaceAll(dataFolder, '<data>')
      .replaceAll(/\b[0-9a-f]{64}\b/g, '<hash>')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
  return { code, stdout: plain(program.stdout()), stderr: plain(program.stderr()) }
}

describe('chancery audit', () => {
  const dataFolder = newFolder()
  let base: string

  before(async () => {
    base = `http://127.0.0.1:${await freePorts()}`
    const program = await serve({ CHANCERY_DATA_DIR: dataFolder, CHANCERY_LISTEN: base })
    const { access_key: accessKey, secret_key: secretKey } = credentialsIn(dataFolder)
    const api = createClient(base, { accessKey, secretKey }, createTestClock(Date.now()))
    assert.equal((await api('POST', authorities, rootBody())).status, 200)
    assert.equal((await api('GET', `${authorities}/${unknownId}`)).status, 404)
    assert.equal((await stop(program)).code, 0)
  })
  after(() => removeFolder(dataFolder))

  test('a clean stop seals the end; $ chancery audit verify', async () => {
    const { code, stdout, stderr } = await transcript(dataFolder, ['verify'])
    assert.equal(code, 0, stderr)
    assert.match(
      stdout,
      /^verified: records \d+, not sealed yet 0, blocks \d, the last \d of <time> with hash <hash>\n$/,
    )
    assert.equal(
      stderr,
      `chancery: every block is signed and follows from the one before
chancery: every record is the one that was sealed at its position
chancery: it goes on from the checkpoint of the data folder
`,
    )
  })

  test('as the bin of the package', async () => {
    const npx = (parameters: readonly string[], environment?: Environment) =>
      run('npx', ['chancery', ...parameters], environment)
    const { code, stdout } = await transcript(dataFolder, ['verify'], npx)
    assert.equal(code, 0)
    assert.match(stdout, /^verified: /)
  })

  test('leaves nothing beside the database, and needs no master key', async () => {
    const files = readdirSync(dataFolder).sort()
    const key = join(dataFolder, 'master.key')
    const elsewhere = `${dataFolder}.key`
    renameSync(key, elsewhere)
    try {
      assert.equal((await transcript(dataFolder, ['verify'])).code, 0)
    } finally {
      renameSync(elsewhere, key)
    }
    assert.deepEqual(readdirSync(dataFolder).sort(), files)
  })

  test('works while the server does, and on what a killed one left', async () => {
    const program = await serve({ CHANCERY_DATA_DIR: dataFolder, CHANCERY_LISTEN: base })
    assert.equal((await transcript(dataFolder, ['verify'])).code, 0)
    await stop(program, 'SIGKILL')
    assert.ok(existsSync(join(dataFolder, 'chancery.db-wal')))
    assert.equal((await transcript(dataFolder, ['verify'])).code, 0)
    await stop(await serve({ CHANCERY_DATA_DIR: dataFolder, CHANCERY_LISTEN: base }))
  })

  test('$ chancery audit checkpoint prints what $ chancery audit verify --checkpoint takes', async () => {
    const shown = chancery(['audit', 'checkpoint', '--data-dir', dataFolder])
    assert.equal((await shown.ended).code, 0)
    assert.equal(shown.stderr(), '')
    const file = join(dataFolder, 'elsewhere.json')
    writeFileSync(file, shown.stdout())
    const { code, stderr } = await transcript(dataFolder, ['verify', '--checkpoint', file])
    assert.equal(code, 0)
    assert.match(stderr, /goes on from the checkpoint <data>\/elsewhere\.json\n$/)
    rmSync(file)
  })

  test('a changed record ends it in 1, with what is wrong', async () => {
    tamper(dataFolder, (database) =>
      database.exec("update audit_record set user_id = 'x' where position = 2"),
    )
    const { code, stdout, stderr } = await transcript(dataFolder, ['verify'])
    assert.equal(code, 1)
    assert.match(stdout, /^not verified \(1 faults\): records \d/)
    assert.match(
      stderr,
      /^chancery: block \d: a record from \d to \d was changed, or put in another's place\n$/,
    )
  })

  test('a database that is not there, and misuse', async () => {
    const nowhere = newFolder()
    const { code, stdout, stderr } = await transcript(nowhere, ['verify'])
    assert.equal(code, 1)
    assert.equal(stdout, '')
    assert.match(
      stderr,
      /^chancery: the database sqlite:<data>\/chancery\.db can not be read: unable to open database file\n$/,
    )
    assert.deepEqual(readdirSync(nowhere), [])
    assert.equal((await transcript(nowhere, ['verify', '--checkpoint', '/nowhere.json'])).code, 1)
    assert.equal((await transcript(nowhere, ['verify', '--colour'])).code, 2)
    assert.equal((await transcript(nowhere, [])).code, 2)
    removeFolder(nowhere)
  })
})
