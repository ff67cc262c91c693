import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { createClient } from '../api/client.ts'
import { authorities, certificates, issueBody, rootBody } from '../api/samples.ts'
import { createTestClock } from '../api/test-clock.ts'
import { credentialsIn, freePorts, newFolder, type Program, removeFolder, serve, stop } from './program.ts'

interface Line {
  readonly level: number
  readonly msg: string
  readonly requestId?: string
  readonly method?: string
  readonly route?: string | null
  readonly operation?: string | null
  readonly status?: number
  readonly tookMs?: number
  readonly userId?: string | null
}

/** A session of everything that is secret, with the log at its most talkative. */
describe('the log of a session full of secrets', () => {
  const dataFolder = newFolder()
  const secrets = new Map<string, string>()
  let program: Program
  let lines: readonly Line[]
  let userId: string
  let failedRequestId: string | null

  /** A secret as it is, and as octets of it could be written. */
  function remember(name: string, text: string): void {
    secrets.set(name, text)
    const octets = Buffer.from(text)
    secrets.set(`${name} in hexadecimal`, octets.toString('hex'))
    secrets.set(`${name} in base64`, octets.toString('base64').replace(/=+$/, '').slice(0, -1))
  }

  before(async () => {
    const metricsToken = 'the-token-of-a-collector-of-figures'
    const tokenFile = join(dataFolder, 'metrics-token')
    writeFileSync(tokenFile, metricsToken, { mode: 0o600 })
    const base = `http://127.0.0.1:${await freePorts()}`
    const settings = {
      CHANCERY_DATA_DIR: dataFolder,
      CHANCERY_LISTEN: base,
      CHANCERY_LOG_LEVEL: 'debug',
      CHANCERY_METRICS_TOKEN_FILE: tokenFile,
    }
    program = await serve(settings, 60_000)
    const { access_key: accessKey, secret_key: secretKey, user, domain } = credentialsIn(dataFolder)
    userId = user.id
    const clock = createTestClock(Date.now())
    const api = createClient(base, { accessKey, secretKey }, clock)
    const nobody = createClient(base, 'nobody', clock)
    const signIn = (password: string) =>
      nobody('POST', '/v3/auth/tokens', {
        auth: {
          identity: { methods: ['password'], password: { user: { name: user.name, password, domain } } },
        },
      })

    remember('the master key', readFileSync(join(dataFolder, 'master.key'), 'utf8').trim())
    remember('the password', user.password)
    remember('the secret key', secretKey)
    remember('the token of the metrics', metricsToken)
    const token = (await signIn(user.password)).headers.get('x-subject-token') ?? assert.fail('no token')
    remember('a token', token)
    remember('a wrong password', 'Wrong-but-nearly-right-1')
    assert.equal((await signIn('Wrong-but-nearly-right-1')).status, 401)
    assert.equal((await createClient(base, { token }, clock)('GET', authorities)).status, 200)
    assert.equal(
      (await nobody('GET', `/v3/auth/tokens?token=${token}`, undefined, { 'X-Subject-Token': token })).status,
      401,
    )
    assert.equal((await nobody('GET', `/${token}`)).status, 404)
    await nobody('GET', '/metrics', undefined, { authorization: `Bearer ${metricsToken}` })
    await nobody('GET', '/v1/health', undefined, { authorization: `Bearer ${metricsToken}` })
    remember('a wrong secret key', 'not-the-secret-key-of-anybody')
    const forged = createClient(base, { accessKey, secretKey: 'not-the-secret-key-of-anybody' }, clock)
    assert.equal((await forged('GET', authorities)).status, 401)

    remember("a new user's password", 'Passw0rd-of-a-new-user')
    const made = await api('POST', '/v3/users', {
      user: { name: 'alice', password: 'Passw0rd-of-a-new-user' },
    })
    assert.equal(made.status, 201)
    const key = await api('POST', '/v3.0/OS-CREDENTIAL/credentials', {
      credential: { user_id: made.body.user.id },
    })
    remember("a new user's secret key", key.body.credential.secret)

    const rootId: string = (await api('POST', authorities, rootBody())).body.ca_id
    const issued = await api('POST', certificates, issueBody(rootId))
    const exportPath = `${certificates}/${issued.body.certificate_id}/export`
    const plain = await api('POST', exportPath, { type: 'OTHER', is_compressed: false })
    for (const [place, text] of plain.body.private_key.split(/\r?\n/).entries())
      if (/^[A-Za-z0-9+/=]{20,}$/.test(text)) secrets.set(`line ${place} of a private key`, text)
    remember('the password of a bundle', 'Passw0rd-of-a-bundle')
    await api('POST', exportPath, { type: 'IIS', is_compressed: false, password: 'Passw0rd-of-a-bundle' })

    // what breaks is told with its reason, and reasons like to quote
    const file = new DatabaseSync(join(dataFolder, 'chancery.db'), { timeout: 5000 })
    file.exec('update sealed_key set sealed = zeroblob(64)')
    file.exec('alter table account_user rename column description to other')
    file.close()
    const broken = await api('POST', exportPath, { type: 'OTHER', is_compressed: false })
    assert.equal(broken.status, 500)
    failedRequestId = broken.headers.get('x-request-id')
    remember('the password of a user who could not be made', 'Passw0rd-of-nobody-at-all')
    const unmade = await api('POST', '/v3/users', {
      user: { name: 'bob', password: 'Passw0rd-of-nobody-at-all' },
    })
    assert.equal(unmade.status, 500)
    await stop(program)
    lines = program
      .stderr()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line)
  })
  after(() => removeFolder(dataFolder))

  test('holds none of them', () => {
    assert.ok(secrets.size > 30)
    const log = program.stderr() + program.stdout()
    for (const [name, secret] of secrets) {
      assert.ok(secret.length >= 12, name)
      assert.ok(!log.includes(secret), `the log holds ${name}`)
    }
  })

  test('has a line for each request: which, whose, how it ended, and nothing that the caller wrote', () => {
    const answered = lines.filter(({ msg }) => msg === 'answered')
    const exported = answered.find(({ operation }) => operation === 'ExportCertificate')
    assert.ok(exported)
    assert.equal(exported.route, '/v1/private-certificates/:certificate_id/export')
    assert.deepEqual([exported.method, exported.status, exported.userId], ['POST', 200, userId])
    assert.match(exported.requestId ?? '', /^[0-9a-f]{32}$/)
    assert.ok((exported.tookMs ?? -1) >= 0)
    const unknown = answered.find(({ status }) => status === 404)
    assert.deepEqual([unknown?.route, unknown?.operation, unknown?.userId], [null, null, null])
    const refused = answered.filter(({ status }) => status === 401)
    assert.ok(refused.length >= 3)
    for (const line of refused) assert.equal(line.userId, null)
  })

  test('tells what failed, by the id that the caller was given', () => {
    const failures = lines.filter(({ level, requestId }) => level === 50 && requestId === failedRequestId)
    assert.equal(failures.length, 1)
    assert.ok(lines.some((line) => line.msg === 'answered' && line.requestId === failedRequestId))
  })
})
