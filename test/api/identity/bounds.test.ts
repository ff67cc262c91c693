import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { identityBounds } from '../../../src/domain/model/identity-bounds.ts'
import type { ApiAnswer } from '../client.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { createTestClock } from '../test-clock.ts'
import { addGroup, addRole, addUser, made, refusedByIam } from './support.ts'

/** Two of everything, so that a test meets each bound soon; the account has a user and a project from the start. */
const few = {
  users: 3,
  groups: 2,
  policies: 2,
  agencies: 2,
  projects: 3,
  enterpriseProjects: 2,
  groupsOfUser: 1,
  accessKeysOfUser: 2,
  grantsOnProjects: 1,
  grantsOnEnterpriseProjects: 1,
} satisfies typeof identityBounds

const policy = { Version: '1.1', Statement: [{ Effect: 'Allow', Action: ['pca:ca:list'] }] }

suite('how many of each there may be', () => {
  let server: RunningServer
  let trustedId: string
  before(async () => {
    server = await startServer({}, createTestClock(), { identityBounds: few })
    const { api } = server
    trustedId = made(await api('POST', '/v3/domains', { domain: { name: 'trusted' } })).domain.id
  })
  after(() => server.close())

  const api = (method: string, path: string, body?: object) => server.api(method, path, body)

  const bounded: Readonly<Record<string, { path: string; body: (name: string) => object }>> = {
    users: { path: '/v3/users', body: (name) => ({ user: { name } }) },
    groups: { path: '/v3/groups', body: (name) => ({ group: { name } }) },
    policies: {
      path: '/v3.0/OS-ROLE/roles',
      body: (name) => ({ role: { display_name: name, type: 'AX', policy } }),
    },
    agencies: {
      path: '/v3.0/OS-AGENCY/agencies',
      body: (name) => ({ agency: { name, trust_domain_id: trustedId } }),
    },
    projects: { path: '/v3/projects', body: (name) => ({ project: { name } }) },
    'enterprise projects': { path: '/v1.0/enterprise-projects', body: (name) => ({ name }) },
  }
  /** What stays when it was made. */
  const lasting = new Set(['projects', 'enterprise projects'])

  for (const [nouns, { path, body }] of Object.entries(bounded)) {
    test(`an account has so many ${nouns} and no more; a place that is left is taken again`, async () => {
      const create = (name: string) => api('POST', path, body(name))
      const idOf = (answer: ApiAnswer) => (Object.values(made(answer))[0] as { id: string }).id
      const ids = [idOf(await create('first')), idOf(await create('second'))]
      refusedByIam(await create('third'), 403, new RegExp(`^an account has at most \\d ${nouns}$`))
      assert.doesNotMatch((await api('GET', path)).bytes.toString(), /third/)
      if (lasting.has(nouns)) return
      made(await api('DELETE', `${path}/${ids[0]}`))
      ids[0] = idOf(await create('third'))
      for (const id of ids) made(await api('DELETE', `${path}/${id}`))
    })
  }

  test('a user has so many access keys, and groups', async () => {
    const user = await addUser(server.api, 'busy')
    const keys = '/v3.0/OS-CREDENTIAL/credentials'
    const addKey = () => api('POST', keys, { credential: { user_id: user.id } })
    for (let key = 0; key < few.accessKeysOfUser; key += 1) made(await addKey())
    refusedByIam(await addKey(), 403, /a user has at most 2 access keys/)
    const [one, two] = [await addGroup(server.api, 'one'), await addGroup(server.api, 'two')]
    const join = (group: { id: string }) => api('PUT', `/v3/groups/${group.id}/users/${user.id}`)
    made(await join(one))
    made(await join(one))
    refusedByIam(await join(two), 403, /a user has at most 1 groups/)
    made(await api('DELETE', `/v3/groups/${one.id}/users/${user.id}`))
    made(await join(two))
    for (const { id } of [one, two]) made(await api('DELETE', `/v3/groups/${id}`))
    made(await api('DELETE', `/v3/users/${user.id}`))
  })

  test('a group has so many grants on projects, and so many on enterprise projects; the same again is none', async () => {
    const group = await addGroup(server.api, 'granted')
    const allow = { Effect: 'Allow', Action: ['pca:ca:list'] } as const
    const [first, second] = [
      await addRole(server.api, 'first', allow),
      await addRole(server.api, 'second', allow),
    ]
    const { domain, project } = server.credentials
    const onAccount = (role: string) =>
      api('PUT', `/v3/domains/${domain.id}/groups/${group.id}/roles/${role}`)
    const onProject = (role: string) =>
      api('PUT', `/v3/projects/${project.id}/groups/${group.id}/roles/${role}`)
    const onDefault = (role: string) =>
      api('PUT', `/v3.0/OS-PERMISSION/enterprise-projects/0/groups/${group.id}/roles/${role}`)
    made(await onAccount(first))
    made(await onAccount(first))
    refusedByIam(await onProject(second), 403, /a group has at most 1 grants on the account and its projects/)
    made(await onDefault(first))
    made(await onDefault(first))
    refusedByIam(await onDefault(second), 403, /a group has at most 1 grants on enterprise projects/)
    const { role_assignments } = made(await api('GET', '/v3.0/OS-PERMISSION/role-assignments'))
    assert.equal(role_assignments.length, 2)
  })

  test('what there may be and is, as the vendor’s clients ask for it', async () => {
    const { domain, project } = server.credentials
    const path = `/v3.0/OS-QUOTA/domains/${domain.id}`
    const { resources } = made(await api('GET', path)).quotas
    assert.deepEqual(resources[0], { type: 'user', quota: 3, min: 3, max: 3, used: 1 })
    assert.deepEqual(
      resources.map(({ type }: { type: string }) => type),
      [
        'user',
        'group',
        'policy',
        'agency',
        'assigment_group_mp',
        'assigment_agency_mp',
        'assigment_group_ep',
        'assigment_user_ep',
      ],
    )
    const { quotas } = made(await api('GET', `${path}?type=assigment_group_ep`))
    assert.deepEqual(quotas.resources, [{ type: 'assigment_group_ep', quota: 1, min: 1, max: 1, used: null }])
    const ofProject = made(await api('GET', `/v3.0/OS-QUOTA/projects/${project.id}`)).quotas
    assert.deepEqual(ofProject.resources, [{ type: 'project', quota: 3, min: 3, max: 3, used: 3 }])
    const ofEnterprise = made(await api('GET', '/v1.0/enterprise-projects/quotas')).quotas
    assert.deepEqual(ofEnterprise.resources, [{ type: 'enterprise_project', quota: 2, used: 2 }])
    refusedByIam(await api('GET', `${path}?type=cars`), 400, /^type/)
    refusedByIam(await api('GET', '/v3.0/OS-QUOTA/domains/another'), 404)
    refusedByIam(await api('GET', '/v3.0/OS-QUOTA/projects/another'), 404)
  })
})
