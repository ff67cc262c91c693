import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createClient, type Identity } from '../api/client.ts'
import { authorities, certificates, issueBody, rootBody } from '../api/samples.ts'
import { createTestClock } from '../api/test-clock.ts'
import { newBase, startNode } from '../faults/node.ts'
import { until } from '../faults/until.ts'
import { auditRows } from '../operations/audit-rows.ts'
import { chancery, credentialsIn, newFolder, type Program, removeFolder, stop } from './program.ts'

/** As long as anything that grants access may be believed. */
const cachedMs = 5_000

describe('commands on the installation’s keys, while the server runs', () => {
  const dataFolder = newFolder()
  let base: string
  let program: Program
  let rootId: string

  const start = async () => (await startNode(base, { CHANCERY_DATA_DIR: dataFolder })).program
  before(async () => {
    base = await newBase()
    program = await start()
    rootId = (await api()('POST', authorities, rootBody())).body.ca_id
    assert.ok(rootId)
  })
  after(async () => {
    await stop(program, 'SIGKILL')
    removeFolder(dataFolder)
  })

  const firstKey = (): Identity => {
    const { access_key: accessKey, secret_key: secretKey } = credentialsIn(dataFolder)
    return { accessKey, secretKey }
  }
  const api = (identity: Identity = firstKey()) => createClient(base, identity, createTestClock(Date.now()))

  async function say(...words: string[]) {
    const said = chancery(words, { CHANCERY_DATA_DIR: dataFolder })
    const { code } = await said.ended
    return { code, stdout: said.stdout(), stderr: said.stderr() }
  }

  async function done(...words: string[]): Promise<string> {
    const { code, stdout, stderr } = await say(...words)
    assert.equal(code, 0, stderr)
    return stdout
  }

  /** The status of a sign-in by password, and the token. */
  async function signIn(password: string) {
    const { user, domain } = credentialsIn(dataFolder)
    const identity = {
      methods: ['password'],
      password: { user: { name: user.name, password, domain: { name: domain.name } } },
    }
    const { status, headers } = await api('nobody')('POST', '/v3/auth/tokens', {
      auth: { identity, scope: { domain: { name: domain.name } } },
    })
    return { status, token: headers.get('x-subject-token') ?? '' }
  }

  const operations = () => auditRows(dataFolder).map(({ operation }) => operation)

  test('the master key is replaced under a running server, which goes on, and starts again', async () => {
    const old = readFileSync(join(dataFolder, 'master.key'), 'utf8')
    await done('master-key', 'rotate')
    assert.equal((await api()('POST', certificates, issueBody(rootId))).status, 200)
    await stop(program)
    const present = readFileSync(join(dataFolder, 'master.key'), 'utf8')
    writeFileSync(join(dataFolder, 'master.key'), old)
    const refused = await say('serve')
    assert.equal(refused.code, 1)
    assert.match(refused.stderr, /is not the one that this database was sealed under\n$/)
    writeFileSync(join(dataFolder, 'master.key'), present)
    program = await start()
    assert.equal((await api()('POST', certificates, issueBody(rootId))).status, 200)
    for (const secret of [old.trim(), present.trim()]) assert.ok(!program.stderr().includes(secret))
    assert.deepEqual(
      operations().filter((operation) => /MasterKey/.test(operation)),
      ['rotateMasterKey', 'rotateMasterKey', 'finishMasterKey'],
    )
  })

  test('the trail gets another key, goes on with it, and can be followed over it', async () => {
    const keyId = (await done('audit', 'rotate-key')).trim()
    await api()('POST', certificates, issueBody(rootId))
    await until('blocks with the new key', 20_000, async () => {
      const checkpoint = await say('audit', 'checkpoint')
      return checkpoint.stdout.includes(keyId)
    })
    assert.match(await done('audit', 'verify'), /^verified: /)
    const record = auditRows(dataFolder).find(({ operation }) => operation === 'rotateAuditKey')
    assert.equal(record?.object_id, keyId)
    assert.match(record?.method ?? '', /^operator ./)
    assert.equal(record?.source_address, 'local')
  })

  test('all tokens end within the bound of caches, and permanent access keys do not', async () => {
    const { token } = await signIn(credentialsIn(dataFolder).user.password)
    assert.equal((await api({ token })('GET', '/v3/auth/domains')).status, 200)
    await done('tokens', 'revoke-all')
    await until('the token is refused', cachedMs, async () => {
      return (await api({ token })('GET', '/v3/auth/domains')).status === 401
    })
    assert.equal((await api()('GET', `${authorities}/${rootId}`)).status, 200)
    assert.ok(operations().includes('revokeAllTokens'))
  })

  test('a lost password is replaced on the machine, though guesses had locked it', async () => {
    const lost = credentialsIn(dataFolder).user.password
    const { token } = await signIn(lost)
    for (let tries = 0; tries < 6; tries += 1) assert.equal((await signIn('a wrong 1')).status, 401)
    assert.notEqual((await signIn(lost)).status, 201, 'locked')
    const made = (await done('recover-administrator')).trim()
    assert.match(made, /^[A-Za-z0-9]{24}$/)
    await until('the old token is refused', cachedMs, async () => {
      return (await api({ token })('GET', '/v3/auth/domains')).status === 401
    })
    assert.equal((await signIn(made)).status, 201)
    assert.equal((await signIn(lost)).status, 401)
    const file = join(dataFolder, 'password')
    writeFileSync(file, 'Chosen-elsewhere-1\n')
    assert.equal(await done('recover-administrator', 'administrator', '--password-file', file), '')
    assert.equal((await signIn('Chosen-elsewhere-1')).status, 201)
    const rows = auditRows(dataFolder).filter(({ operation }) => operation === 'recoverAdministrator')
    assert.equal(rows.length, 2)
    assert.ok(rows.every(({ account_id: id }) => id === credentialsIn(dataFolder).domain.id))
    assert.ok(!program.stderr().includes(made))
  })

  test('what can not be done is said in a line, and nothing is done', async () => {
    const before = operations().length
    writeFileSync(join(dataFolder, 'weak'), 'short\n')
    const faults: [string[], RegExp][] = [
      [['recover-administrator', 'nobody'], /there are: administrator$/],
      [['recover-administrator', '--account', 'nowhere'], /there is no account nowhere$/],
      [
        ['recover-administrator', '--password-file', join(dataFolder, 'weak')],
        /password: must have 8 to 128/,
      ],
      [['master-key', 'rotate', '--finish'], /no other master key is to come$/],
      [['tokens', 'revoke-all', '--master-key-file', '/nowhere'], /master key \/nowhere does not: bring/],
      [['master-key', 'check', '--database-url', 'sqlite:/nowhere/x.db'], /there is no database \/nowhere/],
    ]
    for (const [words, fault] of faults) {
      const { code, stdout, stderr } = await say(...words)
      assert.equal(code, 1, words.join(' '))
      assert.equal(stdout, '')
      assert.match(stderr.trim(), fault)
      assert.equal(stderr.split('\n').length, 2, stderr)
    }
    assert.equal((await say('master-key', 'rotate', '--finish', '--abandon')).code, 2)
    assert.equal(operations().length, before)
  })
})
