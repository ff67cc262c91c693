import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { ApiClient, RunningServer } from '../running-server.ts'
import { startServer } from '../running-server.ts'
import { takeToken } from './sign-in.ts'

/** Client contract 2.7 and 3.1; SCM reference A.3. */
describe('the look-ups that clients make by themselves', () => {
  let server: RunningServer
  let stranger: ApiClient
  let powerless: ApiClient
  let strangerProject: string

  before(async () => {
    server = await startServer()
    const { world } = server
    stranger = server.as(await server.addAccount('stranger'))
    powerless = server.as(await server.addUser('powerless'))
    strangerProject = world.random.identifier()
    const account = await world.database.read('', ({ directory }) =>
      directory.findAccount({ name: 'stranger' }),
    )
    const accountId = account?.id ?? ''
    await world.database.write(accountId, ({ directory }) =>
      directory.addProject(
        accountId,
        { id: strangerProject, name: 'cn-north-4', description: '', isEnabled: true },
        0,
      ),
    )
    const own = server.credentials.domain.id
    const second = { id: world.random.identifier(), name: 'ap-southeast-3', description: '', isEnabled: true }
    await world.database.write(own, ({ directory }) => directory.addProject(own, second, 0))
  })
  after(() => server.close())

  const names = ({ body }: { body: { projects: { name: string }[] } }) =>
    body.projects.map(({ name }) => name).sort()

  for (const path of ['/v3/projects', '/v3/auth/projects']) {
    test(`${path}: the projects of the caller's account, in the form of the reference`, async () => {
      const answer = await server.api('GET', path)
      assert.equal(answer.status, 200)
      assert.deepEqual(names(answer), ['ap-southeast-3', 'cn-north-4'])
      assert.deepEqual(answer.body.links, { self: `${server.base}${path}`, next: null, previous: null })
      const { domain, project } = server.credentials
      const first = answer.body.projects.find(({ id }: { id: string }) => id === project.id)
      const { links: _links, ...fields } = first
      assert.deepEqual(fields, {
        id: project.id,
        name: project.name,
        domain_id: domain.id,
        parent_id: domain.id,
        is_domain: false,
        enabled: true,
        description: '',
      })
    })

    test(`${path}: a project's links are self, next and previous (A.3)`, async () => {
      const { body } = await server.api('GET', path)
      for (const { id, links } of body.projects) {
        assert.deepEqual(links, { self: `${server.base}/v3/projects/${id}`, next: null, previous: null })
      }
    })
  }

  test('/v3/projects?name= is exactly one, exactly by name', async () => {
    const { project } = server.credentials
    const found = await server.api('GET', `/v3/projects?name=${project.name}`)
    assert.deepEqual(
      found.body.projects.map(({ id }: { id: string }) => id),
      [project.id],
    )
    for (const name of ['cn-north', 'CN-NORTH-4', 'cn-north-4%20', 'nowhere', '%25', '_']) {
      const missed = await server.api('GET', `/v3/projects?name=${name}`)
      assert.equal(missed.status, 200)
      assert.deepEqual(missed.body.projects, [], name)
    }
    assert.equal((await server.api('GET', '/v3/projects?name=')).body.projects.length, 2, 'empty is not set')
  })

  test('query parameters that the SDKs may add are ignored', async () => {
    const query = `domain_id=${server.credentials.domain.id}&enabled=true&is_domain=false&page=1&per_page=10&parent_id=`
    const answer = await server.api('GET', `/v3/projects?${query}`)
    assert.equal(answer.status, 200, answer.bytes.toString())
    assert.equal(answer.body.projects.length, 2)
  })

  test('/v3/auth/domains: the account of the caller', async () => {
    const { domain } = server.credentials
    const answer = await server.api('GET', '/v3/auth/domains')
    assert.equal(answer.status, 200)
    assert.equal(answer.body.domains.length, 1)
    const { id, name, enabled } = answer.body.domains[0]
    assert.deepEqual({ id, name, enabled }, { id: domain.id, name: domain.name, enabled: true })
    assert.equal(answer.body.links.self, `${server.base}/v3/auth/domains`)
  })

  test('/v3/regions: this installation, named by the setting', async () => {
    const answer = await server.api('GET', '/v3/regions')
    assert.equal(answer.status, 200)
    assert.deepEqual(
      answer.body.regions.map(({ id }: { id: string }) => id),
      ['cn-north-4'],
    )
    const other = await startServer({ region: 'my-region-1' })
    try {
      assert.equal((await other.api('GET', '/v3/regions')).body.regions[0].id, 'my-region-1')
      assert.deepEqual(names(await other.api('GET', '/v3/projects?name=my-region-1')), ['my-region-1'])
    } finally {
      await other.close()
    }
  })

  test("another account's users see their own and nothing else", async () => {
    const projects = await stranger('GET', '/v3/projects')
    assert.deepEqual(
      projects.body.projects.map(({ id }: { id: string }) => id),
      [strangerProject],
    )
    assert.deepEqual((await stranger('GET', '/v3/projects?name=ap-southeast-3')).body.projects, [])
    const domains = await stranger('GET', '/v3/auth/domains')
    assert.deepEqual(
      domains.body.domains.map(({ name }: { name: string }) => name),
      ['stranger'],
    )
    for (const path of ['/v3/projects', '/v3/auth/projects', '/v3/auth/domains']) {
      const answer = await stranger('GET', path)
      assert.ok(!answer.bytes.includes(server.credentials.domain.id), path)
      assert.ok(!answer.bytes.includes(server.credentials.project.id), path)
    }
  })

  test('being known suffices: a user without grants, and a token of any scope', async () => {
    const scopes = [undefined, { project: { name: 'cn-north-4' } }, { domain: { name: 'chancery' } }]
    const clients = [powerless]
    for (const scope of scopes) {
      clients.push(server.as({ token: await takeToken(server, { ...(scope && { scope }) }) }))
    }
    for (const client of clients) {
      for (const path of ['/v3/projects', '/v3/auth/projects', '/v3/auth/domains', '/v3/regions']) {
        const answer = await client('GET', path)
        assert.equal(answer.status, 200, `${path}: ${answer.bytes.toString()}`)
      }
      assert.deepEqual(names(await client('GET', '/v3/projects')), ['ap-southeast-3', 'cn-north-4'])
    }
  })

  test('nobody is told anything, in Keystone words with both names', async () => {
    for (const path of ['/v3/projects', '/v3/auth/projects', '/v3/auth/domains', '/v3/regions']) {
      const answer = await server.as('nobody')('GET', path)
      assert.equal(answer.status, 401)
      assert.equal(answer.code, 'APIG.0301')
      assert.equal(answer.body.error.code, 401)
      assert.equal(answer.body.error.message, answer.message)
      assert.deepEqual(Object.keys(answer.body).sort(), ['error', 'error_code', 'error_msg'])
    }
  })
})
