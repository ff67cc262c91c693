import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { checkDefinitions } from '../../../src/domain/model/health/checks.ts'
import { eventually, startWatched } from '../metrics/watched.ts'
import { createRoot, issue } from '../pca-v1/support.ts'
import type { RunningServer } from '../running-server.ts'
import { rootBody } from '../samples.ts'
import { dayMs } from '../test-clock.ts'
import { measureOf, readCheck, readHealth } from './support.ts'

describe('GET /v1/health', () => {
  let server: RunningServer
  let folder: string

  before(async () => {
    server = await startWatched({ 'ca-quota': '10' })
    folder = server.dataFolder
  })
  after(() => server.close())

  /** What is said while something is wrong, and that it is said no more afterwards. */
  async function whileWrong(name: string, severity: string, work: () => () => void): Promise<string> {
    const isOf = (wanted: (found: string) => boolean) =>
      eventually(
        () => readCheck(server, name),
        (found) => wanted(found.severity),
      )
    const undo = work()
    const told = await isOf((found) => found === severity)
    assert.ok(told.advice, 'what is wrong has an advice')
    undo()
    await isOf((found) => found !== severity)
    return told.finding
  }

  const withFile = (name: string, content: string | Buffer, mode = 0o600) => {
    const path = join(folder, name)
    writeFileSync(path, content, { mode })
    return () => rmSync(path)
  }

  function query(sql: string): void {
    const file = new DatabaseSync(join(folder, 'chancery.db'), { timeout: 5000 })
    file.exec(sql)
    file.close()
  }

  test('of a new installation: everything is measured, and what a new one lacks is a warning', async () => {
    const { status, time, checks } = await readHealth(server)
    assert.equal(time, server.clock.now())
    assert.equal(status, 'warning')
    assert.deepEqual(
      checks.map(({ name }) => name),
      checkDefinitions.map(({ name }) => name),
    )
    // how late the event loop is says how busy this machine is
    const troubled = checks.filter(({ name, severity }) => severity !== 'ok' && name !== 'event_loop')
    assert.deepEqual(
      troubled.map(({ name, severity }) => `${name} ${severity}`),
      [
        'first_credentials warning',
        'backup_made warning',
        'backup_verified warning',
        'public_address warning',
      ],
      JSON.stringify(troubled),
    )
    for (const { advice } of troubled) assert.ok(advice)
    assert.match(troubled[1]?.finding ?? '', /no backup was ever made/)
  })

  test('the administrator sees the same, by a signature; nothing is kept on the way', async () => {
    const answer = await server.api('GET', '/v1/health')
    assert.equal(answer.status, 200)
    assert.equal(answer.body.checks.length, checkDefinitions.length)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
  })

  test('the master key: open to others, damaged, another, gone', async () => {
    const path = join(folder, 'master.key')
    const key = readFileSync(path)
    const back = () => writeFileSync(path, key, { mode: 0o600 })
    const findings = [
      await whileWrong('master_key', 'alarm', () => {
        chmodSync(path, 0o644)
        return () => chmodSync(path, 0o600)
      }),
      await whileWrong('master_key', 'alarm', () => {
        writeFileSync(path, 'damaged')
        return back
      }),
      await whileWrong('master_key', 'alarm', () => {
        writeFileSync(path, `${randomBytes(32).toString('base64')}\n`)
        return back
      }),
      await whileWrong('master_key', 'alarm', () => {
        renameSync(path, `${path}.away`)
        return () => renameSync(`${path}.away`, path)
      }),
    ]
    for (const [place, words] of [/0644/, /no key/, /another key/, /gone/].entries())
      assert.match(findings[place] ?? '', words)
  })

  test('the data folder that others may enter', async () => {
    const finding = await whileWrong('data_folder', 'warning', () => {
      chmodSync(folder, 0o755)
      return () => chmodSync(folder, 0o700)
    })
    assert.match(finding, /0755/)
  })

  test('backups by the record that they leave', async () => {
    const record = (made: number | null, verified: number | null) =>
      JSON.stringify({
        last_backup: made === null ? null : { at: server.clock.now() - made, folder_name: 'x' },
        ...(verified !== null && { last_verified: { at: server.clock.now() - verified, folder_name: 'x' } }),
      })
    const told = async () => [
      (await readCheck(server, 'backup_made')).severity,
      (await readCheck(server, 'backup_verified')).severity,
    ]
    for (const [content, expected] of [
      [record(3_600_000, 3_600_000), ['ok', 'ok']],
      [record(3 * dayMs, 31 * dayMs), ['warning', 'warning']],
      [record(15 * dayMs, null), ['alarm', 'warning']],
      [record(null, null), ['warning', 'warning']],
      ['{"last_backup":{"at":"yesterday"}}', ['unknown', 'unknown']],
      ['not JSON', ['unknown', 'unknown']],
    ] as const) {
      const remove = withFile('backup-record.json', content)
      assert.deepEqual(await told(), expected, content)
      remove()
    }
  })

  test('a database that takes no writes: an alarm of its own, and the rest is still told', async () => {
    const { database } = server.world
    Object.defineProperty(database, 'write', {
      configurable: true,
      value: () => Promise.reject(new Error('the disk is full')),
    })
    try {
      const { status, checks } = await readHealth(server)
      assert.equal(status, 'alarm')
      const alarms = checks.filter(({ severity }) => severity === 'alarm')
      assert.deepEqual(
        alarms.map(({ name }) => name),
        ['database_writable'],
      )
      assert.match(alarms[0]?.finding ?? '', /the disk is full/)
    } finally {
      Reflect.deleteProperty(database, 'write')
    }
    assert.equal((await readCheck(server, 'database_writable')).severity, 'ok')
  })

  test('a schema that a newer program changed', async () => {
    const finding = await whileWrong('database_schema', 'alarm', () => {
      query(`insert into kysely_migration (name, timestamp) values ('9999-newer', '2030')`)
      return () => query(`delete from kysely_migration where name = '9999-newer'`)
    })
    assert.match(finding, /9999-newer/)
  })

  test('jobs that wait, fail, or are held by nobody', async () => {
    const now = server.clock.now()
    const remove = () => query(`delete from job where kind = 'foreign'`)
    const add = (columns: string, values: string) => () => {
      query(`insert into job (kind, subject, ${columns}) values ('foreign', 'x', ${values})`)
      return remove
    }
    const waiting = add('run_after, attempts', `${now - 120_000}, 0`)
    assert.match(await whileWrong('jobs_queue', 'warning', waiting), /2 minutes: foreign/)
    const failing = add('run_after, attempts, failure', `${now + dayMs}, 4, 'no route'`)
    assert.match(await whileWrong('jobs_failing', 'warning', failing), /foreign \(1\): no route/)
    const held = add(
      'run_after, attempts, owner, owner_until',
      `${now - 600_000}, 1, 'gone', ${now - 300_000}`,
    )
    assert.match(await whileWrong('jobs_holds', 'warning', held), /5 minutes ago.*foreign/)
  })

  test('a checkpoint that is none, and one that the trail does not reach', async () => {
    const path = join(folder, 'audit-checkpoint.json')
    const refused = () => fetch(`${server.base}/v1/health`, { headers: { 'x-auth-token': 'unknown' } })
    await refused()
    await eventually(
      () => readCheck(server, 'audit_checkpoint'),
      (check) => (measureOf(check, 'block') ?? 0) > 0,
    )
    const kept = readFileSync(path, 'utf8')
    const back = () => writeFileSync(path, kept)
    const garbage = await whileWrong('audit_checkpoint', 'alarm', () => {
      writeFileSync(path, '{}')
      return back
    })
    assert.match(garbage, /no checkpoint/)
    const cut = await whileWrong('audit_checkpoint', 'alarm', () => {
      query('update audit_block set number = -number')
      return () => query('update audit_block set number = -number')
    })
    assert.match(cut, /cut off/)
  })

  test('a bucket store that fails', async () => {
    const { buckets } = server.world
    const finding = await whileWrong('bucket_store', 'alarm', () => {
      const failure = { since: server.clock.now() - 120_000, reason: 'no answer' }
      Object.defineProperty(buckets, 'health', {
        configurable: true,
        value: () => ({ kind: 'folder', refusesStaleWrites: true, failure }),
      })
      return () => Reflect.deleteProperty(buckets, 'health')
    })
    assert.match(finding, /2 minutes: no answer/)
  })

  test('an account that has nearly used its quota', async () => {
    for (let made = 0; made < 9; made += 1) await createRoot(server, {}, `Root ${made}`)
    const check = await readCheck(server, 'quotas')
    assert.equal(check.severity, 'warning')
    assert.match(check.finding, new RegExp(`${server.credentials.domain.id} CERTIFICATE_AUTHORITY 9/10`))
  })

  test('a CA that ends before what it issues, and then ends', async () => {
    const validity = { type: 'YEAR', value: 1 }
    const answer = await server.api('POST', '/v1/private-certificate-authorities', {
      ...rootBody('Short Root'),
      validity,
    })
    const id: string = answer.body.ca_id
    assert.equal((await readCheck(server, 'authority_runway')).severity, 'ok')
    server.clock.advance(200 * dayMs)
    await issue(server, id, { validity: { type: 'DAY', value: 300 } })
    const runway = await readCheck(server, 'authority_runway')
    assert.equal(runway.severity, 'warning')
    assert.match(runway.finding, new RegExp(`${id} \\(1 certificates end with it\\)`))
    assert.equal((await readCheck(server, 'authority_lives')).severity, 'ok')
    server.clock.advance(90 * dayMs)
    assert.equal((await readCheck(server, 'authority_lives')).severity, 'warning')
    server.clock.advance(50 * dayMs)
    const ending = await readCheck(server, 'authority_lives')
    assert.equal(ending.severity, 'alarm')
    assert.equal(Math.floor((measureOf(ending, 'nearest_end') ?? 0) / 86_400), 25)
  })
})
