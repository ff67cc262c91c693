import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { authorities } from '../samples.ts'
import {
  addGroup,
  addMember,
  addUser,
  keyOf,
  made,
  password,
  refusedByIam,
  signedIn,
  signIn,
} from './support.ts'

const server = await startServer()
after(() => server.close())
const { api, credentials } = server
const admin = credentials.user

suite('users', () => {
  test('come back as they were sent', async () => {
    const sent = {
      name: 'full',
      password,
      email: 'full@example.test',
      areacode: '0086',
      phone: '123456',
      description: 'a user',
      enabled: true,
      domain_id: credentials.domain.id,
    }
    const user = made(await api('POST', '/v3.0/OS-USER/users', { user: sent })).user
    const { password: _, ...shown } = sent
    assert.deepEqual({ ...user, ...shown }, user)
    assert.equal(user.is_domain_owner, false)
    assert.deepEqual(made(await api('GET', `/v3/users/${user.id}`)).user, user)
    assert.deepEqual(made(await api('GET', `/v3.0/OS-USER/users/${user.id}`)).user, user)
    assert.deepEqual(made(await api('GET', '/v3/users?name=full')).users, [user])
  })

  test('can be found by name and by whether they are enabled', async () => {
    const { id } = await addUser(api, 'asleep', { enabled: false })
    const ids = async (query: string) =>
      made(await api('GET', `/v3/users?${query}`)).users.map((user: { id: string }) => user.id)
    assert.ok((await ids('enabled=false')).includes(id))
    assert.ok(!(await ids('enabled=true')).includes(id))
    assert.deepEqual(await ids('name=nobody'), [])
  })

  test('one name is one user, in one account', async () => {
    await addUser(api, 'twice')
    refusedByIam(await api('POST', '/v3/users', { user: { name: 'twice', password } }), 409, /of this name/)
    const elsewhere = server.as(await server.addAccount('elsewhere'))
    await addUser(elsewhere, 'twice')
    assert.equal(made(await api('GET', '/v3/users?name=twice')).users.length, 1)
  })

  test('a wrong field is refused by its name', async () => {
    const rows: readonly (readonly [object, RegExp])[] = [
      [{ name: '' }, /user\.name/],
      [{ name: 'a/b' }, /user\.name/],
      [{ name: ' a' }, /user\.name/],
      [{ name: 'x'.repeat(65) }, /user\.name/],
      [{ name: 'p', password: 'short1' }, /user\.password/],
      [{ name: 'p', password: 'alllowercase' }, /user\.password/],
      [{ name: 'Wrong-name1', password: 'wrong-NAME1' }, /user\.password/],
      [{ name: 'Wrong-name1', password: '1EMAN-gnorw' }, /user\.password/],
      [{ name: 'p', email: 'nobody' }, /user\.email/],
      ...[
        'a,b@example.test',
        '<a@example.test>',
        '"a"@example.test',
        'a@b@c',
        'ü@example.test',
        'a@-b.test',
      ].map((email) => [{ name: 'p', email }, /user\.email/] as const),
      [{ name: 'p', phone: '123' }, /user\.areacode/],
      [{ name: 'p', areacode: '0086' }, /user\.phone/],
      [{ name: 'p', enabled: 'yes' }, /user\.enabled/],
      [{ name: 'p', description: 'x'.repeat(256) }, /user\.description/],
    ]
    for (const [user, words] of rows) {
      refusedByIam(await api('POST', '/v3/users', { user: { password, ...user } }), 400, words)
    }
    refusedByIam(await api('POST', '/v3/users', { user: { name: 'p', domain_id: 'other' } }), 404)
    assert.deepEqual(made(await api('GET', '/v3/users?name=p')).users, [])
  })

  test('a change changes what it names', async () => {
    const user = await addUser(api, 'changing', { description: 'before', email: 'a@example.test' })
    const path = `/v3/users/${user.id}`
    assert.deepEqual(made(await api('PATCH', path, { user: { description: '' } })).user, {
      ...user,
      description: '',
    })
    const renamed = made(
      await api('PUT', `/v3.0/OS-USER/users/${user.id}`, { user: { name: 'changed' } }),
    ).user
    assert.deepEqual(renamed, { ...user, description: '', name: 'changed' })
    refusedByIam(await api('PATCH', path, { user: { name: 'twice' } }), 409)
  })

  test('what Terraform compares comes back as it was sent, and can be taken away', async () => {
    const sent = {
      email: 'a@example.test',
      areacode: '0086',
      phone: '1',
      pwd_status: true,
      access_mode: 'console',
    }
    const { id } = await addUser(api, 'compared', sent)
    const shown = async () => {
      const { email, areacode, phone, pwd_status, access_mode } = made(
        await api('GET', `/v3/users/${id}`),
      ).user
      return { email, areacode, phone, pwd_status, access_mode }
    }
    assert.deepEqual(await shown(), sent)
    const gone = { email: '', areacode: '', phone: '', pwd_status: false, access_mode: 'default' }
    made(await api('PUT', `/v3.0/OS-USER/users/${id}`, { user: gone }))
    assert.deepEqual(await shown(), gone)
  })

  test('a new password, and being disabled, end tokens; keys of the disabled are refused', async () => {
    const { id } = await addUser(api, 'ending')
    const key = server.as(await keyOf(api, id))
    const look = '/v3/auth/projects'
    const first = await signedIn(server, id)
    assert.equal((await first('GET', look)).status, 200)
    made(await api('PATCH', `/v3/users/${id}`, { user: { password: 'An0ther-password' } }))
    assert.equal((await first('GET', look)).status, 401)
    assert.equal((await key('GET', look)).status, 200)
    assert.equal((await signIn(server, { id, password })).status, 401)
    assert.equal((await signIn(server, { id, password: 'An0ther-password' })).status, 201)
    made(await api('PATCH', `/v3/users/${id}`, { user: { enabled: false } }))
    assert.equal((await key('GET', look)).status, 401)
    assert.equal((await signIn(server, { id, password: 'An0ther-password' })).status, 401)
    made(await api('PATCH', `/v3/users/${id}`, { user: { enabled: true } }))
    assert.equal((await key('GET', look)).status, 200)
  })

  test('who is deleted is gone with tokens, keys and memberships', async () => {
    const { id } = await addUser(api, 'leaving')
    const group = await addGroup(api, 'left')
    made(await api('PUT', `/v3/groups/${group.id}/users/${id}`))
    const [byToken, byKey] = [await signedIn(server, id), server.as(await keyOf(api, id))]
    assert.equal((await api('DELETE', `/v3/users/${id}`)).status, 204)
    for (const client of [byToken, byKey])
      assert.equal((await client('GET', '/v3/auth/projects')).status, 401)
    refusedByIam(await api('GET', `/v3/users/${id}`), 404)
    assert.deepEqual(made(await api('GET', `/v3/groups/${group.id}/users`)).users, [])
  })

  test("the account's own user can't be deleted or disabled, not even by itself", async () => {
    refusedByIam(await api('DELETE', `/v3/users/${admin.id}`), 403)
    refusedByIam(await api('PATCH', `/v3/users/${admin.id}`, { user: { enabled: false } }), 403)
    assert.equal((await api('GET', authorities)).status, 200)
  })

  test('who manages users does not become the administrator thereby', async () => {
    const manager = await addMember(server, 'manager', { Effect: 'Allow', Action: ['iam:*:*'] })
    const attempts: [string, string, object?][] = [
      ['PATCH', `/v3/users/${admin.id}`, { user: { password } }],
      ['PUT', `/v3.0/OS-USER/users/${admin.id}`, { user: { password } }],
      ['DELETE', `/v3/users/${admin.id}`],
      ['POST', '/v3.0/OS-CREDENTIAL/credentials', { credential: { user_id: admin.id } }],
      [
        'PUT',
        `/v3.0/OS-CREDENTIAL/credentials/${credentials.access_key}`,
        { credential: { status: 'inactive' } },
      ],
      ['DELETE', `/v3.0/OS-CREDENTIAL/credentials/${credentials.access_key}`],
      ['PUT', `/v3/groups/${manager.groupId}/users/${admin.id}`],
    ]
    for (const [method, path, body] of attempts) refusedByIam(await manager.api(method, path, body), 403)
    assert.equal((await signIn(server, { id: admin.id, password: admin.password })).status, 201)
  })
})

suite('the own password', () => {
  const change = (id: string, user: object) => ['POST', `/v3/users/${id}/password`, { user }] as const

  test('is changed by the old one, and ends the own tokens', async () => {
    const { id } = await addUser(api, 'self')
    const self = await signedIn(server, id)
    const next = 'The-next-passw0rd'
    refusedByIam(await self(...change(id, { password: next, original_password: 'wrong' })), 401)
    refusedByIam(
      await self(...change(id, { password: 'short', original_password: password })),
      400,
      /password/,
    )
    assert.equal((await self(...change(id, { password: next, original_password: password }))).status, 204)
    assert.equal((await self('GET', '/v3/auth/projects')).status, 401)
    assert.equal((await signIn(server, { id, password: next })).status, 201)
    assert.equal((await signIn(server, { id, password })).status, 401)
  })

  test("another's is not, whoever asks", async () => {
    const { id } = await addUser(api, 'other')
    refusedByIam(await api(...change(id, { password: 'An0ther-password', original_password: password })), 403)
    assert.equal((await signIn(server, { id, password })).status, 201)
  })

  test('guessing at it is locked as signing in is', async () => {
    const { id } = await addUser(api, 'guessed')
    const self = server.as(await keyOf(api, id))
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const wrong = { password: 'An0ther-password', original_password: `wrong${attempt}` }
      refusedByIam(await self(...change(id, wrong)), 401)
    }
    const right = { password: 'An0ther-password', original_password: password }
    refusedByIam(await self(...change(id, right)), 429)
  })
})

suite('everybody may', () => {
  test('see itself, its groups and its projects, and nobody else', async () => {
    const [one, two] = [await addMember(server, 'one'), await addMember(server, 'two')]
    for (const path of ['', '/groups', '/projects']) {
      assert.equal((await one.api('GET', `/v3/users/${one.id}${path}`)).status, 200, path)
      refusedByIam(await one.api('GET', `/v3/users/${two.id}${path}`), 403)
    }
    refusedByIam(await one.api('GET', '/v3/users'), 403)
  })

  test('do nothing of it that is denied', async () => {
    const bound = await addMember(server, 'bound', { Effect: 'Deny', Action: ['iam:*:*'] })
    const create = { credential: { user_id: bound.id } }
    refusedByIam(await bound.api('POST', '/v3.0/OS-CREDENTIAL/credentials', create), 403)
    refusedByIam(await bound.api('GET', '/v3.0/OS-CREDENTIAL/credentials'), 403)
    refusedByIam(await bound.api('GET', `/v3/users/${bound.id}`), 403)
  })

  test('have two access keys of its own, and switch and delete them', async () => {
    const owner = await addMember(server, 'owner')
    const keys = '/v3.0/OS-CREDENTIAL/credentials'
    const create = { credential: { user_id: owner.id, description: 'second' } }
    const { access, secret } = made(await owner.api('POST', keys, create)).credential
    const second = server.as({ accessKey: access, secretKey: secret })
    refusedByIam(await owner.api('POST', keys, create), 403, /at most 2/)
    const listed = made(await owner.api('GET', keys)).credentials
    assert.equal(listed.length, 2)
    assert.ok(!JSON.stringify(listed).includes(secret))
    made(await owner.api('PUT', `${keys}/${access}`, { credential: { status: 'inactive' } }))
    assert.equal((await second('GET', '/v3/auth/projects')).status, 401)
    assert.equal(made(await owner.api('GET', `${keys}/${access}`)).credential.status, 'inactive')
    made(await owner.api('PUT', `${keys}/${access}`, { credential: { status: 'active' } }))
    assert.equal((await second('GET', '/v3/auth/projects')).status, 200)
    assert.equal((await owner.api('DELETE', `${keys}/${access}`)).status, 204)
    assert.equal((await second('GET', '/v3/auth/projects')).status, 401)
    refusedByIam(await owner.api('GET', `${keys}/${access}`), 404)
  })
})
