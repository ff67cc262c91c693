import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type ApiAnswer, type RunningServer, startServer } from '../running-server.ts'
import { authorities } from '../samples.ts'
import { dayMs, minuteMs } from '../test-clock.ts'
import { addAccount, addUser, administrator, signIn, takeToken, tokenBody } from './sign-in.ts'

const keystoneTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/

describe('POST /v3/auth/tokens', () => {
  let server: RunningServer
  let strangerAccount: string
  let strangerProject: string

  before(async () => {
    server = await startServer()
    const { world } = server
    strangerAccount = await addAccount(server, 'stranger')
    strangerProject = world.random.identifier()
    const project = { id: strangerProject, name: 'their-project', description: '', isEnabled: true }
    const asleep = { id: world.random.identifier(), name: 'asleep', description: '', isEnabled: false }
    await world.database.write(strangerAccount, ({ directory }) =>
      directory.addProject(strangerAccount, project, world.clock.now()),
    )
    const own = server.credentials.domain.id
    await world.database.write(own, ({ directory }) => directory.addProject(own, asleep, world.clock.now()))
  })
  after(() => server.close())

  const users = () => {
    const { domain, user } = server.credentials
    const { id, name, password } = user
    return {
      'by id': { id, password },
      'by name and account name': { name, password, domain: { name: domain.name } },
      'by name and account id': { name, password, domain: { id: domain.id } },
    }
  }
  const scopes = () => {
    const { domain, project } = server.credentials
    return {
      'a project by id': { project: { id: project.id } },
      'a project by name': { project: { name: project.name } },
      'a project by name and account name': {
        project: { name: project.name, domain: { name: domain.name } },
      },
      'a project by name and account id': { project: { name: project.name, domain: { id: domain.id } } },
    }
  }

  function assertToken(answer: ApiAnswer): string {
    assert.equal(answer.status, 201, answer.bytes.toString())
    const text = answer.headers.get('x-subject-token') ?? ''
    assert.match(text, /^[A-Za-z0-9_-]{43,}$/)
    assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
    const { token } = answer.body
    assert.match(token.issued_at, keystoneTime)
    assert.match(token.expires_at, keystoneTime)
    assert.equal(Date.parse(token.issued_at), server.clock.now())
    assert.equal(Date.parse(token.expires_at) - Date.parse(token.issued_at), dayMs)
    const { domain, user } = server.credentials
    assert.equal(token.user.id, user.id)
    assert.equal(token.user.name, user.name)
    assert.deepEqual(token.user.domain, domain)
    assert.deepEqual(token.methods, ['password'])
    assert.ok(Array.isArray(token.roles) && Array.isArray(token.catalog))
    assert.ok(!answer.bytes.includes(user.password), 'the password must not come back')
    assert.ok(!answer.bytes.includes(text), 'the token stands in the header alone')
    return text
  }

  for (const name of ['by id', 'by name and account name', 'by name and account id'] as const) {
    test(`a user ${name}, without a scope`, async () => {
      const answer = await signIn(server, { user: users()[name] })
      const token = assertToken(answer)
      assert.equal(answer.body.token.project, undefined)
      assert.equal((await server.as({ token })('GET', authorities)).status, 200)
    })

    test(`a user ${name}, for every form of scope`, async () => {
      const { domain, project } = server.credentials
      for (const [form, scope] of Object.entries(scopes())) {
        const answer = await signIn(server, { user: users()[name], scope })
        const token = assertToken(answer)
        assert.deepEqual(answer.body.token.project, { ...project, domain }, form)
        assert.equal(answer.body.token.domain, undefined)
        assert.equal((await server.as({ token })('GET', authorities)).status, 200)
      }
      for (const scope of [{ domain: { id: domain.id } }, { domain: { name: domain.name } }]) {
        const answer = await signIn(server, { user: users()[name], scope })
        const token = assertToken(answer)
        assert.deepEqual(answer.body.token.domain, domain)
        assert.equal(answer.body.token.project, undefined)
        assert.equal((await server.as({ token })('GET', authorities)).status, 200)
      }
    })
  }

  test('tokens never repeat', async () => {
    const tokens = [await takeToken(server), await takeToken(server), await takeToken(server)]
    assert.equal(new Set(tokens).size, 3)
  })

  test('it needs no credentials, and takes no notice of wrong ones', async () => {
    const answer = await signIn(server, { headers: { 'x-auth-token': 'forged', authorization: 'Basic x' } })
    assertToken(answer)
  })

  test('nulls and empty texts count as absent', async () => {
    const { id, password } = administrator(server)
    const user = { id, password, name: '', domain: null }
    assertToken(await signIn(server, { user, scope: { project: null, domain: null } }))
  })

  test('a scope that stands beside auth, as the reference prints it, is no error', async () => {
    const body = { ...tokenBody(administrator(server)), scope: { project: { name: 'cn-north-4' } } }
    assertToken(await server.as('nobody')('POST', '/v3/auth/tokens', body))
  })

  test('a scope that is not in the reach of the account: 401, and alike whether it exists or not', async () => {
    const { domain, project } = server.credentials
    const wrong = [
      { project: { id: strangerProject } },
      { project: { id: 'f'.repeat(32) } },
      { project: { name: 'their-project' } },
      { project: { name: 'nowhere' } },
      { project: { name: 'asleep' } },
      { project: { id: project.id, domain: { id: strangerAccount } } },
      { project: { name: project.name, domain: { name: 'stranger' } } },
      { domain: { id: strangerAccount } },
      { domain: { name: 'stranger' } },
      { domain: { name: `${domain.name} ` } },
    ]
    const answers = []
    for (const scope of wrong) answers.push(await signIn(server, { scope }))
    for (const [index, answer] of answers.entries()) {
      assert.equal(answer.status, 401, `${JSON.stringify(wrong[index])}: ${answer.bytes.toString()}`)
      assert.equal(answer.headers.get('x-subject-token'), null)
      assert.equal(answer.bytes.toString(), answers[0]?.bytes.toString())
    }
    server.clock.advance(minuteMs)
  })

  const badBodies = (): Record<string, unknown> => {
    const user = administrator(server)
    const good = tokenBody(user)
    const identity = (change: object) => ({ auth: { identity: { ...good.auth.identity, ...change } } })
    return {
      'auth is missing': {},
      'auth is a text': { auth: 'password' },
      'auth is a list': { auth: [good.auth] },
      'identity is missing': { auth: {} },
      'methods is missing': { auth: { identity: { password: { user } } } },
      'methods is empty': identity({ methods: [] }),
      'methods is a text': identity({ methods: 'password' }),
      'methods holds a number': identity({ methods: [1] }),
      'methods is another': identity({ methods: ['totp'] }),
      'methods is long': identity({ methods: Array(100).fill('password') }),
      'password is missing': { auth: { identity: { methods: ['password'] } } },
      'password is a text': identity({ password: user.password }),
      'user is missing': identity({ password: {} }),
      'user is a text': identity({ password: { user: 'administrator' } }),
      'user is nobody': tokenBody({ password: 'x' }),
      'user.id is a number': tokenBody({ id: 7, password: 'x' }),
      'user.id is long': tokenBody({ id: 'f'.repeat(257), password: 'x' }),
      'user.name without a domain': tokenBody({ name: 'administrator', password: 'x' }),
      'user.domain is empty': tokenBody({ name: 'administrator', password: 'x', domain: {} }),
      'user.domain is a text': tokenBody({ name: 'administrator', password: 'x', domain: 'chancery' }),
      'user.password is missing': tokenBody({ id: user.id }),
      'user.password is empty': tokenBody({ id: user.id, password: '' }),
      'user.password is null': tokenBody({ id: user.id, password: null }),
      'user.password is a number': tokenBody({ id: user.id, password: 1 }),
      'user.password is a list': tokenBody({ id: user.id, password: [user.password] }),
      'user.password is endless': tokenBody({ id: user.id, password: 'x'.repeat(1025) }),
      'scope is a text': { auth: { ...good.auth, scope: 'unscoped' } },
      'scope.project is a text': tokenBody(user, { project: 'cn-north-4' }),
      'scope.project is empty': tokenBody(user, { project: {} }),
      'scope.project.domain is empty': tokenBody(user, { project: { name: 'cn-north-4', domain: {} } }),
      'scope.domain is empty': tokenBody(user, { domain: {} }),
      'scope.domain.id is a number': tokenBody(user, { domain: { id: 1 } }),
    }
  }

  test('every bad field: 400 in Keystone words with both names, and no token', async () => {
    for (const [name, body] of Object.entries(badBodies())) {
      const answer = await server.as('nobody')('POST', '/v3/auth/tokens', body)
      assert.equal(answer.status, 400, `${name}: ${answer.bytes.toString()}`)
      assert.deepEqual(Object.keys(answer.body).sort(), ['error', 'error_code', 'error_msg'], name)
      const { code, message, title } = answer.body.error
      assert.deepEqual({ code, title }, { code: 400, title: 'Bad Request' }, name)
      assert.equal(message, answer.message, name)
      assert.match(answer.code ?? '', /^IAM\./)
      assert.match(answer.message ?? '', new RegExp(name.split(/[ .]/)[0] ?? '?'), name)
      assert.equal(answer.headers.get('x-subject-token'), null)
      assert.ok(!answer.bytes.includes(server.credentials.user.password), name)
    }
  })

  describe('who is not let in', () => {
    const assertWrong = (answer: ApiAnswer, first?: ApiAnswer) => {
      assert.equal(answer.status, 401, answer.bytes.toString())
      assert.deepEqual(
        { code: answer.body.error.code, title: answer.body.error.title },
        { code: 401, title: 'Unauthorized' },
      )
      assert.equal(answer.headers.get('x-subject-token'), null)
      if (first)
        assert.equal(answer.bytes.toString(), first.bytes.toString(), 'the answers can be told apart')
    }

    test('a wrong password, an unknown user, an unknown account and a disabled user are answered alike', async () => {
      const { domain, user } = server.credentials
      const disabled = await addUser(server, domain.id, 'disabled-user', { isEnabled: false })
      const theirs = await addUser(server, strangerAccount, 'their-user')
      const first = await signIn(server, { user: { id: user.id, password: 'wrong' } })
      assertWrong(first)
      const others = [
        { id: 'f'.repeat(32), password: 'wrong' },
        { id: user.id, password: user.password.toLowerCase() },
        { id: user.id, password: `${user.password} ` },
        { id: disabled.id, password: disabled.password },
        { id: disabled.id, password: 'wrong' },
        { name: user.name, domain: { name: domain.name }, password: 'wrong' },
        { name: user.name.toUpperCase(), domain: { name: domain.name }, password: user.password },
        { name: 'nobody', domain: { name: domain.name }, password: user.password },
        { name: user.name, domain: { name: 'nowhere' }, password: user.password },
        { name: user.name, domain: { id: strangerAccount }, password: user.password },
        { name: theirs.name, domain: { id: domain.id }, password: theirs.password },
      ]
      for (const other of others) assertWrong(await signIn(server, { user: other }), first)
      server.clock.advance(10 * minuteMs)
    })

    test('an unknown user takes as long as a wrong password: a hash is made for both', async () => {
      const { credentials } = server.world
      const hashed: string[] = []
      const { ...whole } = credentials
      Object.assign(credentials, {
        hashPassword: (password: string) => {
          hashed.push('made')
          return whole.hashPassword(password)
        },
        isPassword: (password: string, hash: string) => {
          hashed.push('checked')
          return whole.isPassword(password, hash)
        },
      })
      try {
        await signIn(server, { user: { id: 'e'.repeat(32), password: 'wrong' } })
        await signIn(server, { user: { id: server.credentials.user.id, password: 'wrong' } })
      } finally {
        Object.assign(credentials, whole)
      }
      assert.deepEqual(hashed, ['made', 'checked'])
      server.clock.advance(10 * minuteMs)
    })

    test('a user of a disabled account, with the right password: 401 as in the order of checks', async () => {
      const accountId = await addAccount(server, 'disabled-account', false)
      const user = await addUser(server, accountId, 'of-disabled')
      const answer = await signIn(server, { user: { id: user.id, password: user.password } })
      assert.equal(answer.headers.get('x-subject-token'), null)
      assert.equal(answer.status, 401, answer.bytes.toString())
      assertWrong(await signIn(server, { user: { id: user.id, password: 'wrong' } }))
    })
  })
})
