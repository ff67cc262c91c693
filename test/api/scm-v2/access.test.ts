import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { ok, refused } from '../pca-v1/support.ts'
import { createPolicy, createSubject } from '../permissions/subjects.ts'
import { type ApiClient, startServer } from '../running-server.ts'
import { purchase } from './bodies.ts'
import { speakV2 } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api, credentials } = server
const v2 = speakV2(server, api)
const own = credentials.project.id
const other: string = (await api('POST', '/v3/projects', { project: { name: 'cn-north-4_other' } })).body
  .project.id
const strangers = server.as(await server.addAccount('stranger'))
const id = await v2.buy()

async function token(scope: object): Promise<ApiClient> {
  const { id: user, password } = credentials.user
  const identity = { methods: ['password'], password: { user: { id: user, password } } }
  const answer = await server.as('nobody')('POST', '/v3/auth/tokens', { auth: { identity, scope } })
  return server.as({ token: answer.headers.get('x-subject-token') ?? '' })
}
const listIn = (client: ApiClient, project: string) => client('GET', `/v2/${project}/scm/certlist`)
const foreign = (answer: Parameters<typeof refused>[0]) => refused(answer, 403, 'SCM.0002', 'project_id')

suite('the project of the path', () => {
  test('of a token for a project: that one alone', async () => {
    const scoped = await token({ project: { id: own } })
    ok(await listIn(scoped, own))
    foreign(await listIn(scoped, other))
    foreign(await listIn(scoped, '0'.repeat(32)))
  })

  test('of a token for the account, and of an access key: each of the account, whatever a header selects', async () => {
    const whole = await token({ domain: { id: credentials.domain.id } })
    for (const client of [whole, api]) {
      ok(await listIn(client, own))
      ok(await listIn(client, other))
      foreign(await listIn(client, '0'.repeat(32)))
      foreign(await listIn(client, 'x'))
    }
    ok(await api('GET', `/v2/${own}/scm/certlist`, undefined, { 'X-Project-Id': other }))
  })

  test("is asked before the permission, the body's form, and the certificate", async () => {
    foreign(await strangers('POST', `${v2.root}/cert/purchase`, '{'))
    foreign(await strangers('GET', v2.at('nonsense')))
    foreign(await strangers('GET', v2.at(id)))
    const powerless = server.as(await server.addUser('powerless'))
    foreign(await powerless('GET', `/v2/${'0'.repeat(32)}/scm/certlist`))
    refused(await powerless('GET', v2.at('nonsense')), 401, 'SCM.4002')
    refused(await powerless('POST', `${v2.root}/cert/purchase`, '{'), 401, 'SCM.4002')
  })

  test('a project that is disabled', async () => {
    const project = (await api('POST', '/v3/projects', { project: { name: 'cn-north-4_old' } })).body.project
      .id
    ok(await listIn(api, project))
    await server.world.database.write(credentials.domain.id, async ({ projects }) => {
      const found = await projects.find(project)
      assert.ok(found)
      await projects.replace({ ...found, isEnabled: false })
    })
    foreign(await listIn(api, project))
  })

  test("another account's certificate is an unknown one", async () => {
    const projects = ok(await strangers('GET', '/v3/projects')).projects
    const theirs =
      projects[0]?.id ??
      (await strangers('POST', '/v3/projects', { project: { name: 'cn-north-4_theirs' } })).body.project.id
    const path = (one: string) => `/v2/${theirs}/scm/cert/${one}`
    const [known, unknown] = [
      await strangers('GET', path(id)),
      await strangers('GET', path('scs0000000000000')),
    ]
    refused(known, 404, 'SCM.0008')
    assert.deepEqual(known.bytes, unknown.bytes)
    refused(await strangers('DELETE', path(id)), 404, 'SCM.0008')
    assert.equal((await v2.show(id)).status, 'PAID')
  })

  test('ids of another form', async () => {
    for (const wrong of ['scs1', 'nonsense', 'SCS0000000000000']) {
      refused(await api('GET', v2.at(wrong)), 400, 'SCM.0020', 'cert_id')
      refused(await api('DELETE', `${v2.root}/privacy-protection/${wrong}`), 400, 'SCM.0020', 'cert_id')
    }
  })
})

suite('grants on a project', () => {
  test('count in that project, and in no other; for v3 each counts', async () => {
    const subject = await createSubject(server, 'in-one-project')
    const role = await createPolicy(server, 'lists', 'Allow', 'scm:cert:list')
    const path = `/v3/projects/${own}/groups/${subject.groupId}/roles/${role}`
    assert.ok((await api('PUT', path)).status < 300)
    ok(await listIn(subject.api, own))
    refused(await listIn(subject.api, other), 401, 'SCM.4002')
    ok(await subject.api('GET', '/v3/scm/certificates'))
    refused(await subject.api('POST', `${v2.root}/cert/purchase`, purchase()), 401, 'SCM.4002')
  })

  test('a denial on another project does not count here', async () => {
    const subject = await createSubject(server, 'denied-elsewhere')
    await subject.grant(await createPolicy(server, 'may list', 'Allow', 'scm:cert:list'))
    const denial = await createPolicy(server, 'may not list', 'Deny', 'scm:cert:list')
    assert.ok(
      (await api('PUT', `/v3/projects/${other}/groups/${subject.groupId}/roles/${denial}`)).status < 300,
    )
    ok(await listIn(subject.api, own))
    refused(await listIn(subject.api, other), 401, 'SCM.4002')
  })
})
