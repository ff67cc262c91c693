import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import type { HealthCheck } from '../../src/domain/model/health/check.ts'
import { examine } from '../../src/local/doctor/examine.ts'
import { reportOf } from '../../src/local/doctor/report.ts'
import { openTerminal } from '../../src/terminal.ts'
import { chancery, type Environment, freePorts, newFolder, removeFolder, serve, stop } from './program.ts'
import { selfSigned } from './self-signed.ts'

interface Told {
  readonly code: number | null
  readonly checks: readonly HealthCheck[]
}

/** Every set-up is really broken. */
describe('chancery doctor', () => {
  const parent = newFolder()
  const sound = join(parent, 'sound')

  const settings = (folder: string, changes: Environment = {}): Environment => ({
    CHANCERY_DATA_DIR: folder,
    CHANCERY_PUBLIC_URL: 'http://pki.example.test',
    ...changes,
  })
  const listen = async () => ({ CHANCERY_LISTEN: `https://127.0.0.1:${await freePorts()}` })

  before(async () => {
    assert.equal((await stop(await serve(settings(sound, await listen()), 60_000))).code, 0)
    // what a careful administrator has done
    rmSync(join(sound, 'credentials.json'))
    const at = Date.now()
    writeFileSync(
      join(sound, 'backup-record.json'),
      JSON.stringify({ last_backup: { at, folder_name: 'x' }, last_verified: { at, folder_name: 'x' } }),
    )
  })
  after(() => removeFolder(parent))

  /** The program itself. Each on ports of its own: it tries whether they are free, and two would be in each other's way. */
  async function program(environment: Environment): Promise<Told> {
    const running = chancery(['doctor', '--output', 'json'], { ...(await listen()), ...environment })
    const { code } = await running.ended
    assert.equal(running.stderr(), '')
    return { code, checks: JSON.parse(running.stdout()).checks }
  }

  /** The same without a process of its own, which would take most of the time. */
  async function doctor(changes: Environment): Promise<Told> {
    const environment: Environment = { ...(await listen()), ...changes }
    const surroundings = { ...openTerminal(environment['CHANCERY_DATA_DIR'] ?? ''), environment }
    const patient = { sources: { flags: {}, environment }, nodeVersion: process.versions.node, surroundings }
    const { data, isRight } = reportOf(await examine(patient), 'json')
    return { code: isRight ? 0 : 1, checks: JSON.parse(data).checks }
  }

  const troubleIn = ({ checks }: Told) =>
    checks
      .filter(({ severity }) => severity === 'warning' || severity === 'alarm')
      .map(({ name, severity, finding, advice }) => {
        assert.ok(advice, `${name} has an advice`)
        return `${severity} ${name}: ${finding}`
      })

  let copies = 0
  function copy(): string {
    copies += 1
    const folder = join(parent, `copy-${copies}`)
    cpSync(sound, folder, { recursive: true, mode: 0 })
    chmodSync(folder, 0o700)
    return folder
  }

  /** Doctor ends in 1 and names exactly this. */
  async function finds(environment: Environment, ...expected: readonly RegExp[]): Promise<void> {
    assertFound(await doctor(environment), expected)
  }

  function assertFound(told: Told, expected: readonly RegExp[]): void {
    const found = troubleIn(told)
    assert.equal(told.code, 1, found.join('\n'))
    assert.equal(found.length, expected.length, found.join('\n'))
    for (const [place, pattern] of expected.entries()) assert.match(found[place] ?? '', pattern)
  }

  test('a sound installation: nothing to say, ends in 0, leaves nothing behind', async () => {
    const files = new Set(readdirSync(sound, { recursive: true, encoding: 'utf8' }))
    const told = await program(settings(sound))
    assert.deepEqual(troubleIn(told), [])
    assert.equal(told.code, 0)
    assert.ok(told.checks.length >= 15)
    assert.deepEqual(new Set(readdirSync(sound, { recursive: true, encoding: 'utf8' })), files)
  })

  test('no installation yet is nothing wrong', async () => {
    const told = await doctor(settings(join(parent, 'nothing')))
    assert.deepEqual(troubleIn(told), [])
    assert.equal(told.code, 0)
  })

  test('settings: a misspelt variable and a wrong value', async () =>
    assertFound(await program(settings(sound, { CHANCERY_LISTN: 'x', CHANCERY_RSA_POOL_SIZE: 'many' })), [
      /alarm settings: CHANCERY_RSA_POOL_SIZE must be/,
      /alarm settings: CHANCERY_LISTN is no setting/,
    ]))

  test('the master key: another, open to others, gone', async () => {
    const [another, open, gone] = [copy(), copy(), copy()]
    writeFileSync(join(another, 'master.key'), `${randomBytes(32).toString('base64')}\n`)
    chmodSync(join(open, 'master.key'), 0o644)
    rmSync(join(gone, 'master.key'))
    await Promise.all([
      finds(settings(another), /alarm master_key: .*another key/),
      finds(settings(open), /alarm master_key: .*0644/),
    ])
    await finds(settings(gone), /alarm master_key: .*gone/)
  })

  test('the data folder open to others, and credentials that still lie there', async () => {
    const folder = copy()
    chmodSync(folder, 0o755)
    writeFileSync(join(folder, 'credentials.json'), '{}')
    await finds(settings(folder), /warning data_folder: .*0755/, /warning first_credentials: /)
  })

  test('no backup', async () => {
    const folder = copy()
    rmSync(join(folder, 'backup-record.json'))
    await finds(settings(folder), /warning backup_made: no backup/, /warning backup_verified: no backup/)
  })

  test('a database that is damaged, and one that is none', async () => {
    const [damaged, garbage] = [copy(), copy()]
    const file = openSync(join(damaged, 'chancery.db'), 'r+')
    for (let page = 3; page < 40; page += 1) writeSync(file, randomBytes(512), 0, 512, page * 4096)
    writeFileSync(join(garbage, 'chancery.db'), randomBytes(8192))
    await Promise.all([
      finds(settings(damaged), /alarm database: .*(damaged|malformed|can not be read)/),
      finds(settings(garbage), /alarm database: .*not a database/),
    ])
  })

  test('a database of a newer program', async () => {
    const folder = copy()
    const file = new DatabaseSync(join(folder, 'chancery.db'))
    file.exec(`insert into kysely_migration (name, timestamp) values ('9999-newer', '2030')`)
    file.close()
    await finds(settings(folder), /alarm database_schema: .*9999-newer/)
  })

  test('PostgreSQL that nobody can reach, without a word of its password', async () => {
    const url = `postgres://chancery:a-secret-word@127.0.0.1:${await freePorts()}/chancery`
    const changes = { ...(await listen()), CHANCERY_DATABASE_URL: url }
    const running = chancery(['doctor'], settings(sound, changes))
    assert.equal((await running.ended).code, 1)
    assert.match(running.stdout(), /ALARM +database: .*PostgreSQL can not be read.*ECONNREFUSED/)
    assert.match(running.stdout(), /→ start PostgreSQL/)
    assert.ok(!running.stdout().includes('a-secret-word') && !running.stderr().includes('a-secret-word'))
    assert.match(running.stderr(), /\d+ of \d+ checks are well/)
  })

  test('a port that is in use, of the API and of the PKI listener', async () => {
    const port = await freePorts()
    const changes = { CHANCERY_LISTEN: `https://127.0.0.1:${port}` }
    for (const [on, name] of [
      [port, 'server'],
      [port + 1, 'pki_listener'],
    ] as const) {
      const squatter = createServer((socket) => socket.destroy())
      await new Promise<void>((resolve) => squatter.listen(on, '127.0.0.1', resolve))
      await finds(settings(sound, changes), new RegExp(`alarm ${name}: .*127\\.0\\.0\\.1:${on} is in use`))
      await new Promise((resolve) => squatter.close(resolve))
    }
  })

  test('TLS files: no pair, over, and of another host', async () => {
    const folder = join(parent, 'tls')
    mkdirSync(folder)
    const files = (name: string, { certificate, key }: { certificate: string; key: string }) => {
      const [cert, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)]
      writeFileSync(cert, certificate)
      writeFileSync(keyFile, key, { mode: 0o600 })
      return settings(sound, { CHANCERY_TLS_CERT_FILE: cert, CHANCERY_TLS_KEY_FILE: keyFile })
    }
    const hour = 3_600_000
    const over = await selfSigned({
      name: { type: 'ip', value: '127.0.0.1' },
      from: Date.now() - 9 * hour,
      until: Date.now() - hour,
    })
    const other = await selfSigned({
      name: { type: 'dns', value: 'www.example.test' },
      from: Date.now() - hour,
      until: Date.now() + 9_000 * hour,
    })
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    const key = stranger.export({ format: 'pem', type: 'pkcs8' }).toString()
    await Promise.all([
      finds(files('pair', { certificate: other.certificate, key }), /alarm tls_files: .*does not belong/),
      finds(files('over', over), /alarm tls_files: .*is over/),
    ])
    await finds(files('other', other), /warning tls_files: .*does not name 127\.0\.0\.1/)
  })

  test('a public URL that only this machine reaches', () =>
    finds(settings(sound, { CHANCERY_PUBLIC_URL: undefined }), /warning public_address: .*only this machine/))

  test('a bucket folder that is a file, and a store that nobody can reach', async () => {
    const file = join(parent, 'file')
    writeFileSync(file, '')
    const port = await freePorts()
    const s3 = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'a-secret-word' }
    await Promise.all([
      finds(settings(sound, { CHANCERY_BUCKETS_URL: `file:${file}` }), /alarm bucket_store: .*no folder/),
      finds(
        settings(sound, { ...s3, CHANCERY_BUCKETS_URL: `s3://127.0.0.1:${port}?tls=false` }),
        /alarm bucket_store: (?!.*a-secret-word)/,
      ),
    ])
  })

  test('a bucket folder that may not be written', {
    skip: process.getuid?.() === 0 && 'root may write everywhere',
  }, async () => {
    const folder = copy()
    chmodSync(join(folder, 'buckets'), 0o500)
    await finds(settings(folder), /alarm bucket_store: .*EACCES/)
  })

  test('a disk that is nearly full', { skip: mountObstacle(parent) }, async () => {
    const folder = join(parent, 'full')
    mkdirSync(folder)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=0700', 'tmpfs', folder])
    try {
      cpSync(sound, folder, { recursive: true })
      await finds(settings(folder), /alarm disk_space: /)
    } finally {
      execFileSync('umount', [folder])
    }
  })

  test('a running server is asked for what it knows; one that does not answer there is told', async () => {
    const folder = join(parent, 'running')
    const address = await listen()
    const server = await serve(settings(folder, address), 60_000)
    try {
      const told = await program(settings(folder, address))
      const names = told.checks.map(({ name }) => name)
      assert.ok(names.includes('server.jobs_queue'), names.join(' '))
      assert.ok(told.checks.some(({ name, severity }) => name === 'server' && severity === 'ok'))
      const [first, ...others] = troubleIn(told)
      assert.match(first ?? '', /first_credentials/)
      assert.ok(!others.some((line) => line.includes('server.first_credentials')), 'it is said once')
      const strange = await doctor(settings(folder))
      assert.match(troubleIn(strange).join('\n'), /alarm server: a server works with this data folder/)
      const another = await doctor(settings(sound, address))
      assert.match(troubleIn(another).join('\n'), /alarm server: .* is in use/)
    } finally {
      await stop(server)
    }
  })
})

/** Why a small disk can't be made here; false when it can. */
function mountObstacle(folder: string): string | false {
  if (process.getuid?.() !== 0) return 'only root may make a small disk'
  const probe = join(folder, 'mount-probe')
  mkdirSync(probe)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', probe], { stdio: 'ignore' })
    execFileSync('umount', [probe])
    return false
  } catch {
    return 'this machine lets nobody mount'
  }
}
