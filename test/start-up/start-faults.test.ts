import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { assertFails } from './assert-fails.ts'
import { chancery, type Environment, freePorts, newFolder, removeFolder, serve, stop } from './program.ts'

/** Architecture §1 and §5: what can not be served ends in one clear line, and no stack. */
describe('what keeps the program from starting', () => {
  const parent = newFolder()
  const used = join(parent, 'used')
  let port: number

  before(async () => {
    port = await freePorts()
    const program = await serve({ CHANCERY_DATA_DIR: used, CHANCERY_LISTEN: `http://127.0.0.1:${port}` })
    assert.equal((await stop(program)).code, 0)
  })
  after(() => removeFolder(parent))

  const settings = (changes: Environment = {}): Environment => ({
    CHANCERY_DATA_DIR: used,
    CHANCERY_LISTEN: `http://127.0.0.1:${port}`,
    ...changes,
  })

  const fails = (changes: Environment, ...lines: readonly RegExp[]) =>
    assertFails(chancery(['serve'], settings(changes)), ...lines)

  test('plain HTTP off loopback with leave starts', async () => {
    const listen = { CHANCERY_LISTEN: `http://0.0.0.0:${port}`, CHANCERY_ALLOW_PLAIN_HTTP: 'true' }
    const program = await serve(settings(listen))
    assert.equal((await stop(program)).code, 0)
  })

  test('a TLS file that is missing, holds nothing, or is no pair', async () => {
    const [cert, key] = [join(parent, 'tls.pem'), join(parent, 'tls.key')]
    const tls = {
      CHANCERY_LISTEN: `https://127.0.0.1:${port}`,
      CHANCERY_TLS_CERT_FILE: cert,
      CHANCERY_TLS_KEY_FILE: key,
    }
    await fails(tls, /tls\.(pem|key)/)
    writeFileSync(cert, 'no certificate')
    writeFileSync(key, 'no key')
    await fails(tls, /tls\.(pem|key)/)
    await stop(await serve(settings({ CHANCERY_LISTEN: `https://127.0.0.1:${port}` })))
    writeFileSync(cert, readFileSync(join(used, 'ca.pem')))
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' })
    writeFileSync(key, pem)
    const mismatched = chancery(['serve'], settings(tls))
    await assertFails(mismatched, /tls\.key/)
    assert.ok(!mismatched.stderr().includes('PRIVATE KEY'))
  })

  test('a database of a newer program', async () => {
    const folder = join(parent, 'newer')
    const program = await serve(settings({ CHANCERY_DATA_DIR: folder }))
    await stop(program)
    const database = new DatabaseSync(join(folder, 'chancery.db'))
    const former = database.prepare('select count(*) as count from kysely_migration').get()
    database.exec(
      `insert into kysely_migration (name, timestamp) values ('9999-from-the-future', '2030-01-01')`,
    )
    await fails({ CHANCERY_DATA_DIR: folder }, /newer.*9999-from-the-future/)
    const latter = database.prepare('select count(*) as count from kysely_migration').get()
    assert.equal(latter?.['count'], Number(former?.['count']) + 1)
    database.close()
  })

  test('another master key, one that is damaged, and none beside a database', async () => {
    const [file, kept] = [join(used, 'master.key'), join(used, 'kept.key')]
    renameSync(file, kept)
    await fails({}, /master\.key does not/)
    assert.ok(!existsSync(file), 'a new key beside old secrets would be a loss of every key')
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`)
    await fails({}, /master\.key is not the one/)
    writeFileSync(file, 'damaged')
    await fails({}, /master\.key/)
    rmSync(file)
    renameSync(kept, file)
    assert.equal((await stop(await serve(settings()))).code, 0, 'the right key still opens it')
  })

  test('a port that is in use, of the API and of the PKI listener', async () => {
    const squatter = createServer()
    const squat = (on: number) => new Promise<void>((resolve) => squatter.listen(on, '127.0.0.1', resolve))
    await squat(port)
    await fails({}, new RegExp(`127\\.0\\.0\\.1:${port} is in use`))
    await new Promise((resolve) => squatter.close(resolve))
    await squat(port + 1)
    await fails(
      { CHANCERY_LISTEN: `https://127.0.0.1:${port}` },
      new RegExp(`127\\.0\\.0\\.1:${port + 1} is in use`),
    )
    await new Promise((resolve) => squatter.close(resolve))
  })

  test('an address that is none of this machine', () =>
    fails({ CHANCERY_LISTEN: `https://203.0.113.1:${port}` }, /203\.0\.113\.1/))

  test('a data folder below a file, or that is a file', async () => {
    const file = join(parent, 'file')
    writeFileSync(file, '')
    await Promise.all([
      fails({ CHANCERY_DATA_DIR: join(file, 'data') }, /file/),
      fails({ CHANCERY_DATA_DIR: file }, /file/),
    ])
  })

  test('a data folder that may not be entered', {
    skip: process.getuid?.() === 0 && 'root may enter all',
  }, async () => {
    const folder = join(parent, 'closed')
    mkdirSync(folder, { mode: 0o000 })
    try {
      await fails({ CHANCERY_DATA_DIR: folder }, /closed/)
    } finally {
      chmodSync(folder, 0o700)
    }
  })

  test('a second server on one folder, while the first goes on', async () => {
    const first = await serve(settings())
    try {
      const other = await freePorts()
      await fails({ CHANCERY_LISTEN: `http://127.0.0.1:${other}` }, /used/)
      const { status } = await fetch(`http://127.0.0.1:${port}/healthz`)
      assert.equal(status, 200)
    } finally {
      assert.equal((await stop(first)).code, 0)
    }
  })

  test('a database file that is none', async () => {
    const folder = join(parent, 'garbage')
    mkdirSync(folder)
    writeFileSync(join(folder, 'chancery.db'), randomBytes(8_192))
    await fails({ CHANCERY_DATA_DIR: folder }, /database/)
    assert.ok(!readdirSync(folder).includes('credentials.json'))
  })
})
