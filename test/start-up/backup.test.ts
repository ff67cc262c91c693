import assert from 'node:assert/strict'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { loadConfig } from '../../src/config/load-config.ts'
import { inspectBackup } from '../../src/local/backup/inspect-backup.ts'
import { makeBackup } from '../../src/local/backup/make-backup.ts'
import { restoreBackup } from '../../src/local/backup/restore-backup.ts'
import { rotateMasterKey } from '../../src/local/key-commands.ts'
import { noFaults } from '../../src/no-faults.ts'
import { readBackupRecord } from '../../src/system/backup-record.ts'
import { until } from '../api/revocation/lists.ts'
import { certificates, issueBody } from '../api/samples.ts'
import { auditRows, query } from '../operations/audit-rows.ts'
import {
  awaitFile,
  changedCopy,
  clientOf,
  command,
  fileBelow,
  manifestOf,
  prepareAuthority,
  start,
} from './backed-up.ts'
import { freePorts, newFolder, type Program, removeFolder, stop } from './program.ts'

describe('chancery backup and restore', () => {
  const root = newFolder()
  const inRoot = (name: string) => join(root, name)
  const [data, copy, key] = [inRoot('data'), inRoot('2026-11-29'), inRoot('data/master.key')]
  const issued = { before: [] as string[], during: [] as string[] }
  let base: string
  let authority: string
  let server: Program | undefined

  before(async () => {
    base = `http://127.0.0.1:${await freePorts()}`
    server = await start({ CHANCERY_DATA_DIR: data, CHANCERY_LISTEN: base })
    authority = await prepareAuthority(clientOf(base, data))
    await awaitFile(join(data, 'buckets'), '.crl')
    await awaitFile(data, 'audit-checkpoint.json')
  })
  after(() => {
    server?.process.kill('SIGKILL')
    removeFolder(root)
  })

  const issue = async (credentials = data) => {
    const answer = await clientOf(base, credentials)('POST', certificates, issueBody(authority))
    assert.equal(answer.status, 200, answer.message ?? '')
    return answer.body.certificate_id as string
  }

  test('copies a server under load, which notices nothing', async () => {
    issued.before.push(await issue(), await issue())
    let isOver = false
    const load = async () => {
      while (!isOver) issued.during.push(await issue())
    }
    const loads = Promise.all(Array.from({ length: 8 }, load))
    const { code, stdout, stderr } = await command(['backup', copy], { CHANCERY_DATA_DIR: data })
    isOver = true
    await loads
    assert.equal(code, 0, stderr)
    const { counts } = manifestOf(copy)
    const words = `CAs 1, certificates ${counts['certificates']}, revoked 1, audit records ${counts['audit_records']}`
    assert.ok(stdout.startsWith(`backed up to ${copy}: ${words}, files `), stdout)
    assert.match(stderr, /^chancery: the master key is not in it: .*\n.*credentials\.json, master\.key\n/)
    assert.ok((counts['certificates'] ?? 0) >= 3 && (counts['certificates'] ?? 0) <= 3 + issued.during.length)
    assert.deepEqual(readdirSync(root).sort(), ['2026-11-29', 'data'], 'nothing else lies beside it')
  })

  test('for its owner only, and without a secret in the clear', () => {
    const names = readdirSync(copy, { recursive: true, encoding: 'utf8' })
    assert.ok(names.some((name) => name.endsWith('.crl')) && names.includes('database.sqlite'))
    const secrets = [readFileSync(key, 'utf8').trim()]
    for (const field of ['password', 'secret_key']) {
      const text = readFileSync(join(data, 'credentials.json'), 'utf8')
      secrets.push(new RegExp(`"${field}": "([^"]+)"`).exec(text)?.[1] ?? assert.fail(field))
    }
    for (const name of ['', ...names]) {
      const status = statSync(join(copy, name))
      assert.equal(status.mode & 0o777, status.isDirectory() ? 0o700 : 0o600, name)
      if (!status.isFile()) continue
      const content = readFileSync(join(copy, name))
      for (const secret of secrets) assert.ok(!content.includes(secret), name)
    }
  })

  test('is verified while the server runs, with the keys; trail and record tell of both', async () => {
    const words = ['backup', 'verify', copy, '--data-dir', data, '--master-key', key]
    const { code, stdout, stderr } = await command(words, {})
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^verified: of 20.*Z, CAs 1, /)
    assert.match(
      stderr,
      /^chancery: the master key fits; of private keys and secrets \d+ were opened and compared\n$/,
    )
    const acts = auditRows(data).filter(({ object_kind: kind }) => kind === 'backup')
    assert.deepEqual(
      acts.map(({ operation, object_id: name, result }) => [operation, name, result]),
      [
        ['createBackup', '2026-11-29', 'success'],
        ['verifyBackup', '2026-11-29', 'success'],
      ],
    )
    assert.match(acts[0]?.method ?? '', /^operator ./)
    const { lastBackup, lastVerified } = await readBackupRecord(data)
    assert.equal(lastBackup?.folderName, '2026-11-29')
    assert.ok(lastVerified && lastBackup && lastVerified.at > lastBackup.at)
  })

  test('a copy of the stopped server leaves nothing beside its database', async () => {
    assert.equal((await stop(server as Program)).code, 0)
    server = undefined
    const names = readdirSync(data)
    const config = loadConfig({ flags: { 'data-dir': data }, environment: {} })
    const { counts } = await makeBackup(config, inRoot('at-rest'))
    assert.equal(counts.certificates, 1 + issued.before.length + issued.during.length)
    assert.deepEqual((await inspectBackup(inRoot('at-rest'), key)).faults, [])
    assert.deepEqual(readdirSync(data), names)
  })

  test('is restored elsewhere: what was there is there, and issuing goes on', async () => {
    const other = inRoot('other/data')
    const words = ['restore', copy, '--data-dir', other, '--master-key', key]
    const { code, stdout, stderr } = await command(words, {})
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^restored to .*\/other\/data: CAs 1, /)
    assert.match(
      stderr,
      /^chancery: it is as of 20.*not in it\n.*the buckets are those of the backup(.*\n)*.*next: chancery serve/,
    )
    const [restored] = query(other, "select value from installation_value where name = 'restored-at'")
    const at = Number(Buffer.from(restored?.['value'] as Uint8Array).toString())
    assert.ok(Math.abs(Date.now() - at) < 600_000)
    assert.equal(auditRows(other).at(-1)?.operation, 'restoreBackup')
    const list = fileBelow(join(copy, 'buckets'), '.crl') ?? ''
    assert.deepEqual(readFileSync(join(other, 'buckets', list)), readFileSync(join(copy, 'buckets', list)))

    server = await start({ CHANCERY_DATA_DIR: other, CHANCERY_LISTEN: base })
    const api = clientOf(base, data)
    for (const id of issued.before) assert.equal((await api('GET', `${certificates}/${id}`)).status, 200)
    const { total } = (await api('GET', `${certificates}?limit=1`)).body
    assert.equal(total, manifestOf(copy).counts['certificates'])
    await until(
      'the CA signs',
      async () => (await api('POST', certificates, issueBody(authority))).status === 200 || undefined,
    )
    assert.equal((await stop(server)).code, 0)
    server = undefined
    assert.match((await command(['audit', 'verify', '--data-dir', other], {})).stdout, /^verified: /)
  })

  test('is restored beside the buckets that are left: what was revoked since is revoked', async () => {
    const [revoked = '', good = ''] = issued.before
    const api = clientOf(base, data)
    server = await start({ CHANCERY_DATA_DIR: data, CHANCERY_LISTEN: base })
    assert.equal((await api('POST', `${certificates}/${revoked}/revoke`, {})).status, 204)
    await stop(server)
    const left = inRoot('left')
    mkdirSync(left, { mode: 0o700 })
    cpSync(join(data, 'buckets'), join(left, 'buckets'), { recursive: true })
    const before = namesBelow(join(left, 'buckets'))
    assert.ok(before.some((name) => name.endsWith('.journal')))

    const { code, stderr } = await command(['restore', copy, '--data-dir', left, '--master-key', key], {})
    assert.equal(code, 0, stderr)
    assert.match(stderr, /the buckets in .*left\/buckets were there and are kept/)
    assert.deepEqual(namesBelow(join(left, 'buckets')), before)
    server = await start({ CHANCERY_DATA_DIR: left, CHANCERY_LISTEN: base })
    const statusOf = async (id: string) => (await api('GET', `${certificates}/${id}`)).body.status as string
    await until(
      'the revocation is read back',
      async () => (await statusOf(revoked)) === 'REVOKED' || undefined,
    )
    assert.equal(await statusOf(good), 'ISSUED')
    await until(
      'the CA signs',
      async () => (await api('POST', certificates, issueBody(authority))).status === 200 || undefined,
    )
    await stop(server)
    server = undefined
  })

  test('finds each file that was changed, that is missing, and that is too many', async () => {
    const names = ['manifest.json', 'manifest.json.sha256', ...manifestOf(copy).files.map(({ path }) => path)]
    assert.ok(names.length >= 6)
    for (const name of names) {
      const flip = (folder: string) => {
        const content = readFileSync(join(folder, name))
        // a digit or letter of the text files, an octet of the others
        const place = Math.max(0, content.lastIndexOf('0', content.length / 2))
        content[place] = (content[place] ?? 0) ^ 1
        writeFileSync(join(folder, name), content)
      }
      const changed = await faultsOf(flip)
      const told = name === 'manifest.json.sha256' ? 'manifest.json was changed' : name
      assert.ok(
        changed.some((fault) => fault.includes(told)),
        `${name}: ${changed.join('; ')}`,
      )
      const removed = await faultsOf((folder) => rmSync(join(folder, name)))
      assert.ok(
        removed.some((fault) => fault.includes(told)),
        `${name}: ${removed.join('; ')}`,
      )
    }
    const more = (folder: string) => symlinkSync('/etc/passwd', join(folder, 'buckets/link'))
    assert.deepEqual(await faultsOf(more), ['buckets/link is not part of the backup'])
  })

  test('finds what was changed together with its digest', async () => {
    const database = (sql: string) => (folder: string) => {
      const file = new DatabaseSync(join(folder, 'database.sqlite'))
      file.exec(`pragma journal_mode = delete; pragma foreign_keys = off; ${sql}`)
      file.close()
    }
    const garbage = (folder: string) =>
      writeFileSync(join(folder, 'buckets', fileBelow(join(folder, 'buckets'), '.crl') ?? ''), 'no list')
    const cases: readonly (readonly [change: (folder: string) => void, fault: RegExp])[] = [
      [database("update audit_record set user_id = 'x' where position = 1"), /audit trail: .*was changed/],
      [database('delete from audit_block where number = (select max(number) from audit_block)'), /cut off/],
      [
        database('delete from certificate_der; delete from certificate'),
        /holds 0 certificates, the manifest/,
      ],
      [database('update issued_serial set revoked_at = null, revocation_reason = null'), /holds 0 revoked/],
      [database("insert into group_member values ('none', 'nobody')"), /refers to none of/],
      [
        database(
          'update sealed_key set sealed = (select sealed from sealed_key b where b.id <> sealed_key.id)',
        ),
        /the key of CA .* does not open/,
      ],
      [(folder) => damage(join(folder, 'database.sqlite')), /the database: /],
      [garbage, /\.crl is no revocation list: /],
    ]
    for (const [change, fault] of cases) {
      const faults = await faultsOf(change, true)
      assert.ok(
        faults.some((found) => fault.test(found)),
        `${fault}: ${faults.join('; ')}`,
      )
    }
  })

  const faultsOf = async (change: (folder: string) => void, isConcealed = false) => {
    const changed = changedCopy(copy, inRoot('changed'), change, isConcealed)
    try {
      return (await inspectBackup(changed, key)).faults
    } catch (error) {
      return [(error as Error).message]
    } finally {
      rmSync(changed, { recursive: true })
    }
  }

  test('refuses a bad place or source in one line, and leaves nothing', async () => {
    const config = (folder: string) => loadConfig({ flags: { 'data-dir': folder }, environment: {} })
    writeFileSync(inRoot('file'), '')
    symlinkSync(root, inRoot('link'))
    mkdirSync(inRoot('broken'))
    writeFileSync(inRoot('broken/chancery.db'), 'no database at all')
    mkdirSync(inRoot('bare'))
    const names = readdirSync(root).sort()
    const cases: readonly (readonly [source: string, target: string, fault: RegExp])[] = [
      [data, copy, /2026-11-29 is not empty: name a new folder$/],
      [data, inRoot('file'), /file is no folder$/],
      [data, inRoot('link'), /link is no folder$/],
      [data, inRoot('link/data/inside'), /lies within .*\/data, which is copied/],
      [data, inRoot('data/buckets/inside'), /lies within .*\/data, which is copied/],
      [data, inRoot('none/2026'), /ENOENT/],
      [inRoot('none'), inRoot('new'), /ENOENT/],
      [inRoot('bare'), inRoot('new'), /there is no database .*bare\/chancery\.db$/],
      [
        inRoot('broken'),
        inRoot('new'),
        /: no backup was made: the database .*broken.* can not be copied: file is not a database$/,
      ],
      [copy, inRoot('new'), /2026-11-29 is a backup itself/],
    ]
    for (const [source, target, fault] of cases) {
      await assert.rejects(makeBackup(config(source), target), fault)
      assert.deepEqual(readdirSync(root).sort(), names, `${fault}`)
    }
    const none = await command(['backup', inRoot('none/2026'), '--data-dir', data], {})
    assert.deepEqual([none.code, none.stdout], [1, ''])
    assert.match(none.stderr, /^chancery: .*none does not exist\n$/)
  })

  test('with a faulty audit trail is restored by the operator’s word alone, and the trail tells of it', async () => {
    const faulty = changedCopy(
      copy,
      inRoot('faulty'),
      (folder) => {
        const file = new DatabaseSync(join(folder, 'database.sqlite'))
        file.exec("pragma journal_mode = delete; update audit_record set user_id = 'x' where position = 1")
        file.close()
      },
      true,
    )
    const target = inRoot('of-faulty')
    const words = ['restore', faulty, '--data-dir', target, '--master-key', key]
    const refused = await command(words, {})
    assert.equal(refused.code, 1)
    assert.match(
      refused.stderr,
      /audit trail: .*was changed(.*\n)*.*nothing was restored\n.*--accept-audit-faults/,
    )
    assert.deepEqual(readdirSync(root).includes('of-faulty'), false)

    const { code, stderr } = await command([...words, '--accept-audit-faults'], {})
    assert.equal(code, 0, stderr)
    assert.match(stderr, /accepted: the audit trail: .*was changed/)
    assert.match(stderr, /CAs that were disabled or deleted since are as they were then/)
    const acts = auditRows(target).filter(({ object_id: name }) => name === 'faulty')
    assert.deepEqual(
      acts.map(({ operation }) => operation),
      ['restoreBackup', 'acceptTrailFaults'],
    )
    await stop(await start({ CHANCERY_DATA_DIR: target, CHANCERY_LISTEN: base }))

    // nothing else is accepted by that word
    damage(join(faulty, 'database.sqlite'))
    const other = inRoot('of-damaged')
    const damaged = ['restore', faulty, '--data-dir', other, '--master-key', key, '--accept-audit-faults']
    assert.equal((await command(damaged, {})).code, 1)
    assert.equal(readdirSync(root).includes('of-damaged'), false)
  })

  test('empty folders of buckets are none that know anything', async () => {
    const target = inRoot('with-empty')
    mkdirSync(join(target, 'buckets', 'account', 'bucket'), { recursive: true, mode: 0o700 })
    const config = loadConfig({ flags: { 'data-dir': target }, environment: {} })
    const { keptBuckets } = await restoreBackup(config, copy, key)
    assert.equal(keptBuckets, undefined)
    assert.ok(fileBelow(join(target, 'buckets'), '.crl'))
  })

  test('verified without its keys it is not counted; verified after a rotation it is', async () => {
    const config = loadConfig({ flags: { 'data-dir': data }, environment: {} })
    const lastVerified = async () => (await readBackupRecord(data)).lastVerified?.at
    const before = await lastVerified()
    const partly = await command(['backup', 'verify', copy, '--data-dir', data], {})
    assert.equal(partly.code, 0)
    assert.match(partly.stderr, /health does not count it/)
    assert.equal(await lastVerified(), before)

    const old = readFileSync(key)
    writeFileSync(inRoot('old.key'), old, { mode: 0o600 })
    await rotateMasterKey(config, 'rotate', noFaults)
    const { code, stderr } = await command(
      ['backup', 'verify', copy, '--data-dir', data, '--master-key', inRoot('old.key')],
      {},
    )
    assert.equal(code, 0, stderr)
    assert.doesNotMatch(stderr, /not recorded/)
    assert.ok(((await lastVerified()) ?? 0) > (before ?? 0))
    const stranger = await command(['backup', 'verify', copy, '--data-dir', inRoot('stranger')], {})
    assert.match(stranger.stderr, /not recorded/)
    writeFileSync(key, readFileSync(inRoot('old.key')))
  })

  test('is never restored over what is there, by another key, or by half', async () => {
    const to = (folder: string, more: Record<string, string> = {}) =>
      loadConfig({ flags: { 'data-dir': folder, ...more }, environment: {} })
    const otherKey = inRoot('other.key')
    writeFileSync(otherKey, `${Buffer.alloc(32, 7).toString('base64')}\n`, { mode: 0o600 })
    const fresh = inRoot('fresh')
    const cases: readonly (readonly [
      target: ReturnType<typeof to>,
      key: string | undefined,
      fault: RegExp,
    ])[] = [
      [to(data), key, /data is not empty: a restore never touches/],
      [to(fresh), otherKey, /other\.key is not the one that this database was sealed under/],
      [to(fresh), undefined, /fresh\/master\.key does not exist: name a copy of it with --master-key$/],
      [to(fresh, { 'master-key-file': otherKey }), key, /other\.key is not the one/],
      [to(fresh, { 'database-url': `sqlite:${join(data, 'chancery.db')}` }), key, /a database already/],
      [
        to(fresh, { 'database-url': 'postgres://nobody@127.0.0.1:1/none' }),
        key,
        /is of an embedded database/,
      ],
      [
        to(fresh, { 'master-key-file': inRoot('none/key') }),
        key,
        /: nothing was restored: .*does not exist$/,
      ],
    ]
    const before = auditRows(data).length
    for (const [target, given, fault] of cases) {
      await assert.rejects(restoreBackup(target, copy, given), fault)
      assert.deepEqual(readdirSync(root).includes('fresh'), false, `${fault}`)
    }
    assert.equal(auditRows(data).length, before)
  })

  test('what a killed restore leaves is no data folder that a server starts on', async () => {
    const half = inRoot('half')
    mkdirSync(half, { mode: 0o700 })
    writeFileSync(join(half, 'restore-unfinished'), '')
    const config = loadConfig({ flags: { 'data-dir': half }, environment: {} })
    await assert.rejects(
      restoreBackup(config, copy, key),
      /was not finished: then remove what it put there first/,
    )
    // should it start all the same, it is ended, and the test fails
    const started = start({ CHANCERY_DATA_DIR: half, CHANCERY_LISTEN: base }).then((program) => stop(program))
    await assert.rejects(
      started,
      /chancery: a restore into .*half was not finished: empty it, and restore again\n/,
    )
    assert.deepEqual(readdirSync(half), ['restore-unfinished'])
  })

  test('into an empty folder that was there; a backup without its manifest is none', async () => {
    const there = inRoot('there')
    mkdirSync(there)
    chmodSync(there, 0o700)
    const config = loadConfig({ flags: { 'data-dir': there }, environment: {} })
    await restoreBackup(config, copy, key)
    assert.ok(!readdirSync(there).includes('restore-unfinished'))
    renameSync(join(copy, 'manifest.json'), inRoot('manifest.json'))
    await assert.rejects(restoreBackup(config, copy, key), /is no finished backup: there is no /)
  })
})

const namesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()

/** Overwrites the middle of a file. */
function damage(path: string): void {
  const content = readFileSync(path)
  content.fill(0xa5, content.length / 2, content.length / 2 + 8_192)
  writeFileSync(path, content)
}
