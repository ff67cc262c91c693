import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { loadDump } from '../../src/storage/copy-database.ts'
import { certificates, issueBody } from '../api/samples.ts'
import { type PostgresServer, startPostgres } from '../ports/embedded-postgres.ts'
import { clientOf, command, manifestOf, prepareAuthority, start } from './backed-up.ts'
import { freePorts, newFolder, type Program, removeFolder, stop } from './program.ts'

/** pg_dump copies from servers of its own version and older. */
async function canDump(url: string): Promise<boolean> {
  const { stdout } = spawnSync('pg_dump', ['--version'], { encoding: 'utf8' })
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  await client.end()
  const majorOf = (text: string | null | undefined) => Number(/(\d+)\./.exec(text ?? '')?.[1] ?? 0)
  return majorOf(stdout) >= majorOf(rows[0]?.server_version)
}

describe('chancery backup and restore with PostgreSQL', () => {
  const root = newFolder()
  const inRoot = (name: string) => join(root, name)
  const [data, copy] = [inRoot('data'), inRoot('backup')]
  let postgres: PostgresServer
  let url: string
  let base: string
  let program: Program | undefined

  before(async () => {
    postgres = await startPostgres()
    url = await postgres.createDatabase()
    base = `http://127.0.0.1:${await freePorts()}`
    program = await start({ CHANCERY_DATA_DIR: data, CHANCERY_LISTEN: base, CHANCERY_DATABASE_URL: url })
  })
  after(async () => {
    program?.process.kill('SIGKILL')
    await program?.ended
    await postgres.stop()
    removeFolder(root)
  })

  test('without pg_dump one line says what to do, and nothing is left', async () => {
    const settings = { CHANCERY_DATA_DIR: data, CHANCERY_DATABASE_URL: url, PATH: '/nowhere' }
    const { code, stdout, stderr } = await command(['backup', copy], settings)
    assert.deepEqual([code, stdout], [1, ''])
    const wanted =
      /^chancery: no backup was made: pg_dump is not on the path: install PostgreSQL's client programs.*\n$/
    assert.match(stderr, wanted)
    assert.deepEqual(readdirSync(root), ['data'])
  })

  test('a dump is made, verified and loaded; an older pg_dump than the server is told of', async () => {
    const authority = await prepareAuthority(clientOf(base, data))
    const settings = { CHANCERY_DATA_DIR: data, CHANCERY_DATABASE_URL: url }
    const made = await command(['backup', copy], settings)
    if (!(await canDump(url))) {
      assert.equal(made.code, 1)
      assert.match(made.stderr, /^chancery: no backup was made: pg_dump (is not on|failed: .*version).*\n$/)
      assert.ok(!existsSync(copy))
      return
    }
    assert.equal(made.code, 0, made.stderr)
    assert.equal(manifestOf(copy).counts['certificates'], 1)
    const key = join(data, 'master.key')
    const verified = await command(['backup', 'verify', copy, '--master-key', key], settings)
    assert.equal(verified.code, 0, verified.stderr)
    const words = ['restore', copy, '--data-dir', inRoot('other'), '--master-key', key, '--database-url']
    assert.match(
      (await command([...words, url], {})).stderr,
      /^chancery: the database in PostgreSQL is not empty\n$/,
    )
    assert.ok(!existsSync(inRoot('other')))

    const loaded = await postgres.createDatabase()
    await loadDump(loaded, join(copy, 'database.dump'))
    const early = start({ CHANCERY_DATA_DIR: inRoot('early'), CHANCERY_DATABASE_URL: loaded }).then((begun) =>
      stop(begun),
    )
    await assert.rejects(
      early,
      /already exists/,
      'a node that comes between loading and the end of a restore',
    )

    const empty = await postgres.createDatabase()
    const restored = await command([...words, empty], {})
    assert.equal(restored.code, 0, restored.stderr)
    assert.equal((await stop(program as Program)).code, 0)
    const other = { CHANCERY_DATA_DIR: inRoot('other'), CHANCERY_DATABASE_URL: empty, CHANCERY_LISTEN: base }
    program = await start(other)
    const api = clientOf(base, data)
    assert.equal((await api('GET', certificates)).body.total, 1)
    assert.equal((await api('POST', certificates, issueBody(authority))).status, 200)
  })
})
