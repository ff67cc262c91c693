import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { type ApiAnswer, type RunningServer, startServer } from '../running-server.ts'
import { authorities, certificates, rootBody } from '../samples.ts'
import { dayMs, minuteMs } from '../test-clock.ts'
import { addAccount, addUser, signIn, takeToken } from './sign-in.ts'

const path = '/v3/auth/tokens'

describe('the life of a token', () => {
  let server: RunningServer
  let colleague: { id: string; password: string }
  let stranger: { id: string; password: string }

  before(async () => {
    server = await startServer()
    colleague = await addUser(server, server.credentials.domain.id, 'colleague')
    stranger = await addUser(server, await addAccount(server, 'stranger'), 'stranger', {
      isAdministrator: true,
    })
  })
  after(() => server.close())

  const subject = (token: string) => ({ 'x-subject-token': token })
  const show = (api: RunningServer['api'], token: string) => api('GET', path, undefined, subject(token))
  const revoke = (api: RunningServer['api'], token: string) => api('DELETE', path, undefined, subject(token))

  /** Refused by every family at once. */
  async function assertDead(token: string): Promise<void> {
    const holder = server.as({ token })
    for (const [method, pcaPath, body] of [
      ['GET', authorities],
      ['GET', certificates],
      ['POST', authorities, rootBody('Dead Root')],
    ] as const) {
      const answer = await holder(method, pcaPath, body)
      assert.equal(answer.status, 401, answer.bytes.toString())
      assert.equal(answer.code, 'PCA.00010001')
      assert.deepEqual(Object.keys(answer.body).sort(), ['error_code', 'error_msg'])
    }
    for (const iamPath of ['/v3/projects', '/v3/auth/domains', '/v3/auth/projects', '/v3/regions', path]) {
      const answer = await holder('GET', iamPath, undefined, subject(token))
      assert.equal(answer.status, 401, `${iamPath}: ${answer.bytes.toString()}`)
      assert.equal(answer.body.error.title, 'Unauthorized')
      assert.match(answer.code ?? '', /^IAM\./)
    }
  }
  const assertAlive = async (token: string) => {
    assert.equal((await server.as({ token })('GET', authorities)).status, 200)
    assert.equal((await server.as({ token })('GET', '/v3/projects')).status, 200)
  }
  const assertNoToken = (answer: ApiAnswer) => {
    assert.ok(answer.status === 401 || answer.status === 404, answer.bytes.toString())
    assert.equal(answer.headers.get('x-subject-token'), null)
    assert.ok(answer.body.error.message)
  }

  test('GET shows what POST answered, to its holder and to an access key of the account', async () => {
    const created = await signIn(server, { scope: { project: { name: server.credentials.project.name } } })
    const token = created.headers.get('x-subject-token') ?? ''
    for (const api of [server.as({ token }), server.api]) {
      const shown = await show(api, token)
      assert.equal(shown.status, 200, shown.bytes.toString())
      assert.deepEqual(shown.body, created.body)
      assert.equal(shown.headers.get('x-subject-token'), token)
    }
  })

  test('without X-Subject-Token: 400 that names it', async () => {
    for (const method of ['GET', 'DELETE']) {
      for (const headers of [{}, subject('')]) {
        const answer = await server.api(method, path, undefined, headers)
        assert.equal(answer.status, 400, answer.bytes.toString())
        assert.match(answer.message ?? '', /X-Subject-Token/)
        assert.equal(answer.body.error.code, 400)
      }
    }
  })

  test('without credentials: 401, though the subject is right', async () => {
    const token = await takeToken(server)
    for (const method of ['GET', 'DELETE']) {
      const answer = await server.as('nobody')(method, path, undefined, subject(token))
      assert.equal(answer.status, 401)
      assert.equal(answer.code, 'APIG.0301')
      assert.equal(answer.body.error.code, 401)
    }
    await assertAlive(token)
  })

  test("another account's token is an unknown one, for GET and DELETE", async () => {
    const theirs = await takeToken(server, { user: stranger })
    const forged = 'f'.repeat(theirs.length)
    for (const call of [show, revoke]) {
      const foreign = await call(server.api, theirs)
      assertNoToken(foreign)
      const unknown = await call(server.api, forged)
      assert.equal(foreign.status, unknown.status)
      assert.equal(foreign.bytes.toString(), unknown.bytes.toString())
    }
    assert.equal((await server.as({ token: theirs })('GET', authorities)).status, 200)
  })

  test('a revoked token is refused everywhere at once, also where it was in use', async () => {
    const token = await takeToken(server)
    await assertAlive(token)
    const answer = await revoke(server.as({ token }), token)
    assert.equal(answer.status, 204)
    assert.equal(answer.bytes.length, 0)
    await assertDead(token)
    assertNoToken(await show(server.api, token))
    assertNoToken(await revoke(server.api, token))
  })

  test('revoking one token leaves the others of its user', async () => {
    const [first, second] = [await takeToken(server), await takeToken(server)]
    await assertAlive(first)
    await assertAlive(second)
    assert.equal((await revoke(server.api, first)).status, 204)
    await assertDead(first)
    await assertAlive(second)
  })

  test('a user without rights ends own tokens only; an administrator those of the account', async () => {
    const own = await takeToken(server, { user: colleague })
    const theirs = await takeToken(server)
    const refused = await revoke(server.as({ token: own }), theirs)
    assert.equal(refused.status, 403, refused.bytes.toString())
    assert.equal(refused.body.error.title, 'Forbidden')
    await assertAlive(theirs)
    assert.equal((await revoke(server.api, own)).status, 204)
    const again = await takeToken(server, { user: colleague })
    assert.equal((await revoke(server.as({ token: again }), again)).status, 204)
    await assertDead(again)
  })

  test('a forged token, and the hash of a right one, are refused', async () => {
    const token = await takeToken(server)
    const hash = server.world.credentials.hashToken(token)
    const forgeries = [`${token}x`, token.slice(1), token.toUpperCase(), hash, 'null', '%', 'x'.repeat(4_000)]
    for (const forgery of forgeries) await assertDead(forgery)
    await assertAlive(token)
  })

  test('a token that is refused is not rescued by a right signature beside it', async () => {
    const answer = await server.api('GET', authorities, undefined, { 'x-auth-token': 'forged' })
    assert.equal(answer.status, 401)
    assert.equal(answer.code, 'PCA.00010001')
  })

  test('a token ends 24 hours after it was taken, by the clock', async () => {
    const used = await takeToken(server)
    const unused = await takeToken(server)
    await assertAlive(used)
    server.clock.advance(dayMs - 1)
    await assertAlive(used)
    server.clock.advance(1)
    await assertDead(used)
    await assertDead(unused)
    assertNoToken(await show(server.api, unused))
    server.clock.advance(minuteMs)
    await assertAlive(await takeToken(server))
  })

  test('a token of a user or an account that was disabled since is refused', async () => {
    const database = new DatabaseSync(join(server.dataFolder, 'chancery.db'))
    const leaver = await addUser(server, server.credentials.domain.id, 'leaver', { isAdministrator: true })
    const leaving = await takeToken(server, { user: leaver })
    const late = await takeToken(server, { user: stranger })
    database.prepare('update account_user set is_enabled = 0 where id = ?').run(leaver.id)
    database.prepare(`update account set is_enabled = 0 where name = 'stranger'`).run()
    await assertDead(leaving)
    const answer = await server.as({ token: late })('GET', authorities)
    assert.equal(answer.status, 401, answer.bytes.toString())
    assert.equal(answer.code, 'PCA.00010002')
    database.prepare('update account_user set is_enabled = 1, epoch = epoch + 1 where id = ?').run(leaver.id)
    database.close()
    await assertDead(leaving)
  })
})
