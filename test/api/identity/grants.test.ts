import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { request } from '../pca-v1/requests.ts'
import { ok, refused } from '../pca-v1/support.ts'
import { startServer } from '../running-server.ts'
import {
  activateBody,
  authorities,
  certificates,
  issueBody,
  orderBody,
  pendingBody,
  rootBody,
  subject,
  subordinateBody,
} from '../samples.ts'
import {
  addEnterpriseProject,
  addMember,
  addRole,
  made,
  password,
  refusedByIam,
  signedIn,
  signIn,
} from './support.ts'

const server = await startServer()
after(() => server.close())
const { api, credentials } = server
const denied = '401 PCA.00010004'
const allowCas = { Effect: 'Allow', Action: ['pca:ca:*'] } as const

suite('groups', () => {
  test('membership is told, and ends the tokens of who comes and goes', async () => {
    const { id, groupId } = await addMember(server, 'guest')
    const path = `/v3/groups/${groupId}/users/${id}`
    const before = await signedIn(server, id)
    assert.equal((await api('HEAD', path)).status, 204)
    assert.equal((await api('PUT', path)).status, 204)
    assert.equal((await before('GET', '/v3/auth/projects')).status, 200, 'nothing changed')
    assert.equal((await api('DELETE', path)).status, 204)
    assert.equal((await before('GET', '/v3/auth/projects')).status, 401)
    assert.equal((await api('HEAD', path)).status, 404)
    refusedByIam(await api('DELETE', path), 404)
  })

  test('what a deleted group was granted is gone at once', async () => {
    const member = await addMember(server, 'orphan', allowCas)
    ok(await member.api('GET', authorities))
    assert.equal((await api('DELETE', `/v3/groups/${member.groupId}`)).status, 204)
    refused(await member.api('GET', authorities), 401, 'PCA.00010004')
    assert.deepEqual(made(await api('GET', `/v3/users/${member.id}/groups`)).groups, [])
  })

  test('one name is one group', async () => {
    made(await api('POST', '/v3/groups', { group: { name: 'same' } }))
    refusedByIam(await api('POST', '/v3/groups', { group: { name: 'same' } }), 409)
  })
})

suite('policies', () => {
  test('a change is there at once, without a new token', async () => {
    const member = await addMember(server, 'watcher', { Effect: 'Allow', Action: ['pca:ca:list'] })
    ok(await member.api('GET', authorities))
    const { roles } = made(await api('GET', '/v3.0/OS-ROLE/roles'))
    const role = roles.find(
      ({ display_name }: { display_name: string }) => display_name === 'role of watcher',
    )
    const policy = { Version: '1.1', Statement: [{ Effect: 'Allow', Action: ['pca:cert:list'] }] }
    made(await api('PATCH', `/v3.0/OS-ROLE/roles/${role.id}`, { role: { policy } }))
    refused(await member.api('GET', authorities), 401, 'PCA.00010004')
    ok(await member.api('GET', certificates))
    assert.deepEqual(made(await api('GET', `/v3.0/OS-ROLE/roles/${role.id}`)).role.policy, policy)
  })

  test('one that somebody has is not deleted; one that nobody has is', async () => {
    const member = await addMember(server, 'holder', allowCas)
    const [{ id }] = made(
      await api('GET', `/v3/domains/${credentials.domain.id}/groups/${member.groupId}/roles`),
    ).roles
    refusedByIam(await api('DELETE', `/v3.0/OS-ROLE/roles/${id}`), 403, /granted/)
    made(await api('DELETE', `/v3/domains/${credentials.domain.id}/groups/${member.groupId}/roles/${id}`))
    assert.equal((await api('DELETE', `/v3.0/OS-ROLE/roles/${id}`)).status, 204)
    refusedByIam(await api('GET', `/v3.0/OS-ROLE/roles/${id}`), 404)
  })

  test('one that says what nobody understands is refused by the place', async () => {
    const Condition = { StringEquals: { 'g:MFAPresent': ['true'] } }
    const policy = { Version: '1.1', Statement: [{ Effect: 'Allow', Action: ['*:*:*'], Condition }] }
    const role = { display_name: 'odd', type: 'AX', policy }
    refusedByIam(await api('POST', '/v3.0/OS-ROLE/roles', { role }), 400, /Statement\[0\]\.Condition/)
  })

  test("the service's own are listed, shown, and can't be changed", async () => {
    const { roles } = made(await api('GET', '/v3/roles?display_name=PCA FullAccess'))
    assert.equal(roles.length, 1)
    const [{ id, policy }] = roles
    assert.deepEqual(policy, { Version: '1.1', Statement: [{ Effect: 'Allow', Action: ['pca:*:*'] }] })
    assert.equal(made(await api('GET', `/v3/roles/${id}`)).role.name, 'pca_full_access')
    refusedByIam(await api('PATCH', `/v3.0/OS-ROLE/roles/${id}`, { role: { description: 'x' } }), 404)
    refusedByIam(await api('DELETE', `/v3.0/OS-ROLE/roles/${id}`), 404)
  })

  test('a role is granted where its type says, and one of no place nowhere', async () => {
    const { groupId } = await addMember(server, 'typed')
    const policy = { Version: '1.1', Statement: [allowCas] }
    const create = (type: string) =>
      api('POST', '/v3.0/OS-ROLE/roles', { role: { display_name: `type ${type}`, type, policy } })
    const roles: Record<string, string> = {}
    for (const type of ['AX', 'XA', 'AA']) roles[type] = made(await create(type)).role.id
    refusedByIam(await create('XX'), 400, /^role\.type/)
    refusedByIam(
      await api('PATCH', `/v3.0/OS-ROLE/roles/${roles['AX']}`, { role: { type: 'XX' } }),
      400,
      /^role\.type/,
    )
    roles['XX'] = await keptFromEarlier(roles['AX'] ?? '')
    const { domain, project } = credentials
    const places: Readonly<Record<string, readonly [string, string]>> = {
      'AX AA': [`/v3/domains/${domain.id}/groups/${groupId}/roles/`, ''],
      'XA AA': [`/v3/projects/${project.id}/groups/${groupId}/roles/`, ''],
      'AX XA AA': [`/v3/OS-INHERIT/domains/${domain.id}/groups/${groupId}/roles/`, '/inherited_to_projects'],
      'AX XA AA ': [`/v3.0/OS-PERMISSION/enterprise-projects/0/groups/${groupId}/roles/`, ''],
    }
    for (const [fitting, [root, suffix]] of Object.entries(places)) {
      for (const [type, id] of Object.entries(roles)) {
        const answer = await api('PUT', `${root}${id}${suffix}`)
        if (fitting.includes(type)) made(answer)
        else refusedByIam(answer, 403, new RegExp(`^role_id of type ${type} is not for this scope$`))
      }
    }
  })

  /** A policy of a type that was once taken, as it may still lie in a database. */
  async function keptFromEarlier(like: string): Promise<string> {
    const id = 'f'.repeat(32)
    await server.world.database.write(credentials.domain.id, async ({ roles }) => {
      const role = await roles.find(like)
      assert.ok(role)
      await roles.add({ ...role, id, displayName: 'of no place', type: 'XX' })
    })
    return id
  }
})

suite('a project', () => {
  test('leaves with the tokens for it and what was granted on it, and nothing else', async () => {
    const member = await addMember(server, 'of-a-project')
    const { id } = made(await api('POST', '/v3/projects', { project: { name: 'brief' } })).project
    const user = { id: member.id, password }
    const ofProject = made(await signIn(server, user, { project: { id } }))
    assert.equal(ofProject.token.project.id, id)
    const tokenFor = async (scope?: object) =>
      (await signIn(server, user, scope)).headers.get('x-subject-token') ?? ''
    const [scoped, unscoped] = [await tokenFor({ project: { id } }), await tokenFor()]
    const role = await addRole(api, 'on a project', allowCas)
    made(await api('PUT', `/v3/projects/${id}/groups/${member.groupId}/roles/${role}`))
    refusedByIam(await api('DELETE', `/v3.0/OS-ROLE/roles/${role}`), 403)

    made(await api('DELETE', `/v3/projects/${id}`))
    refusedByIam(await api('DELETE', `/v3/projects/${id}`), 404, /there is no such project/)
    refusedByIam(await api('GET', `/v3/projects/${id}`), 404)
    assert.equal((await server.as({ token: scoped })('GET', '/v3/auth/projects')).status, 401)
    made(await server.as({ token: unscoped })('GET', '/v3/auth/projects'))
    refusedByIam(await signIn(server, user, { project: { id } }), 401)
    refusedByIam(await api('PUT', `/v3/projects/${id}/groups/${member.groupId}/roles/${role}`), 404)
    made(await api('DELETE', `/v3.0/OS-ROLE/roles/${role}`))
    const again = made(await api('POST', '/v3/projects', { project: { name: 'brief' } })).project
    made(await api('DELETE', `/v3/projects/${again.id}`))
  })

  test('that is the region’s own stays, and nobody deletes another account’s', async () => {
    refusedByIam(
      await api('DELETE', `/v3/projects/${credentials.project.id}`),
      403,
      /^project_id is the region’s own$/,
    )
    made(await api('GET', `/v3/projects/${credentials.project.id}`))
    const other = server.as(await server.addAccount('without projects'))
    refusedByIam(await other('DELETE', `/v3/projects/${credentials.project.id}`), 404)
  })
})

suite('enterprise projects', () => {
  test('a grant on one reaches what belongs to it, and lists show that alone', async () => {
    const [red, blue] = [await addEnterpriseProject(api, 'red'), await addEnterpriseProject(api, 'blue')]
    const create = async (name: string, enterprise_project_id: string) =>
      ok(await api('POST', authorities, { ...rootBody(name), enterprise_project_id })).ca_id
    const [redCa, blueCa] = [await create('Red', red), await create('Blue', blue)]
    const plainCa = ok(await api('POST', authorities, rootBody('Plain'))).ca_id
    const member = await addMember(server, 'painter')
    const role = await addRole(api, 'paint', { Effect: 'Allow', Action: ['pca:*:*'] })
    const grant = `/v3.0/OS-PERMISSION/enterprise-projects/${red}/groups/${member.groupId}/roles/${role}`
    made(await api('PUT', grant))

    const list = ok(await member.api('GET', authorities))
    assert.deepEqual(
      [list.total, list.certificate_authorities.map(({ ca_id }: { ca_id: string }) => ca_id)],
      [1, [redCa]],
    )
    ok(await member.api('GET', `${authorities}/${redCa}`))
    for (const other of [blueCa, plainCa]) {
      refused(await member.api('GET', `${authorities}/${other}`), 401, 'PCA.00010004')
      refused(await member.api('POST', `${authorities}/${other}/disable`), 401, 'PCA.00010004')
    }
    assert.equal(ok(await api('GET', `${authorities}/${blueCa}`)).status, 'ACTIVED')

    ok(await member.api('POST', authorities, { ...rootBody('Red 2'), enterprise_project_id: red }))
    refused(await member.api('POST', authorities, rootBody('Plain 2')), 401, 'PCA.00010004')
    const blueBody = { ...rootBody('Blue 2'), enterprise_project_id: blue }
    refused(await member.api('POST', authorities, blueBody), 401, 'PCA.00010004')
    const certificate = { ...issueBody(redCa), enterprise_project_id: red }
    const { certificate_id } = ok(await member.api('POST', certificates, certificate))
    ok(await api('POST', certificates, issueBody(redCa)))
    const certificatesSeen = ok(await member.api('GET', certificates))
    assert.deepEqual(
      [certificatesSeen.total, certificatesSeen.certificates[0].certificate_id],
      [1, certificate_id],
    )
    // what is about no single resource is not the project's
    refused(await member.api('GET', `${authorities}/quotas`), 401, 'PCA.00010004')

    made(await api('DELETE', grant))
    refused(await member.api('GET', authorities), 401, 'PCA.00010004')
  })

  test('no CA is put below one of another project, and an ordered one stays in its own', async () => {
    const [own, other] = [await addEnterpriseProject(api, 'own'), await addEnterpriseProject(api, 'other')]
    const { ca_id: foreign } = ok(
      await api('POST', authorities, { ...rootBody('Foreign'), enterprise_project_id: other }),
    )
    const member = await addMember(server, 'climber')
    const role = await addRole(api, 'climb', { Effect: 'Allow', Action: ['pca:*:*'] })
    made(await api('PUT', `/v3.0/OS-PERMISSION/enterprise-projects/${own}/users/${member.id}/roles/${role}`))
    const below = { ...subordinateBody(foreign), enterprise_project_id: own }
    refused(await member.api('POST', authorities, below), 401, 'PCA.00010004')
    const validity = { type: 'DAY', value: 1 }
    const byCsr = { issuer_id: foreign, csr: request(), validity, enterprise_project_id: own }
    const intermediate = { ...byCsr, type: 'INTERMEDIATE_CA' }
    refused(await member.api('POST', `${certificates}/csr`, intermediate), 401, 'PCA.00010004')
    ok(await member.api('POST', `${certificates}/csr`, byCsr))

    const order = { ...orderBody(2), enterprise_project_id: own }
    const [first, second] = ok(await member.api('POST', `${authorities}/order`, order)).ca_ids
    const named = { ...rootBody('Ordered'), distinguished_name: subject('Ordered') }
    made(await member.api('POST', `${authorities}/${first}/activate`, named))
    ok(await member.api('POST', authorities, { ...rootBody('Ordered 2'), ca_id: second }))
    for (const id of [first, second]) {
      assert.equal(ok(await member.api('GET', `${authorities}/${id}`)).enterprise_project_id, own)
    }
  })

  test('tags of other projects are not seen', async () => {
    const green = await addEnterpriseProject(api, 'green')
    const tagged = async (name: string, enterprise_project_id: string) => {
      const { ca_id } = ok(await api('POST', authorities, { ...rootBody(name), enterprise_project_id }))
      made(await api('POST', `${authorities}/${ca_id}/tags`, { tag: { key: 'colour', value: name } }))
      return ca_id
    }
    const greenCa = await tagged('green', green)
    await tagged('grey', '0')
    const member = await addMember(server, 'gardener')
    const role = await addRole(api, 'garden', { Effect: 'Allow', Action: ['pca:*:*'] })
    made(
      await api('PUT', `/v3.0/OS-PERMISSION/enterprise-projects/${green}/users/${member.id}/roles/${role}`),
    )
    assert.deepEqual(ok(await member.api('GET', `${authorities}/tags`)).tags, [
      { key: 'colour', values: ['green'] },
    ])
    const found = ok(await member.api('POST', `${authorities}/resource-instances/filter`, { tags: [] }))
    assert.deepEqual(
      found.resources.map(({ resource_id }: { resource_id: string }) => resource_id),
      [greenCa],
    )
    const count = ok(await member.api('POST', `${authorities}/resource-instances/count`, { tags: [] }))
    assert.equal(count.total_count, 1)
  })

  test('lists filter by one: all, 0, an id, one that is unknown', async () => {
    const lonely = await addEnterpriseProject(api, 'lonely')
    ok(await api('POST', authorities, { ...rootBody('Lonely'), enterprise_project_id: lonely }))
    const names = async (query: string) =>
      ok(await api('GET', `${authorities}?limit=1000&${query}`)).certificate_authorities.map(
        (ca: { distinguished_name: { common_name: string } }) => ca.distinguished_name.common_name,
      )
    assert.deepEqual(await names(`enterprise_project_id=${lonely}`), ['Lonely'])
    assert.ok((await names('enterprise_project_id=all')).includes('Lonely'))
    assert.ok(!(await names('enterprise_project_id=0')).includes('Lonely'))
    assert.ok((await names('enterprise_project_id=0')).includes('Plain'))
    assert.deepEqual(await names('enterprise_project_id=unknown'), [])
  })

  test('what is unknown, disabled or of another account takes nothing', async () => {
    const closed = await addEnterpriseProject(api, 'closed')
    assert.equal(
      (await api('POST', `/v1.0/enterprise-projects/${closed}/action`, { action: 'disable' })).status,
      204,
    )
    const theirs = await addEnterpriseProject(server.as(await server.addAccount('neighbour')), 'theirs')
    for (const enterprise_project_id of ['unknown', closed, theirs]) {
      const answer = await api('POST', authorities, { ...rootBody('No'), enterprise_project_id })
      refused(answer, 400, 'PCA.00020001', 'enterprise_project_id')
    }
    assert.equal(made(await api('GET', `/v1.0/enterprise-projects/${closed}`)).enterprise_project.status, 2)
  })

  test('the default one is always there, and stays as it is', async () => {
    const { enterprise_projects: listed } = made(await api('GET', '/v1.0/enterprise-projects'))
    assert.deepEqual([listed[0].id, listed[0].name, listed[0].status], ['0', 'default', 1])
    refusedByIam(await api('PUT', '/v1.0/enterprise-projects/0', { description: 'x' }), 403)
    refusedByIam(await api('POST', '/v1.0/enterprise-projects', { name: 'default' }), 409)
  })
})

suite('resources and conditions', () => {
  test('one CA by its id, with everything that is done to it', async () => {
    const { ca_id: one } = ok(await api('POST', authorities, rootBody('One')))
    const { ca_id: two } = ok(await api('POST', authorities, rootBody('Two')))
    const member = await addMember(server, 'keeper', {
      Effect: 'Allow',
      Action: ['pca:ca:*'],
      Resource: [`pca:*:*:ca:${one}`],
    })
    ok(await member.api('GET', `${authorities}/${one}`))
    made(await member.api('POST', `${authorities}/${one}/disable`))
    for (const path of ['', '/tags']) {
      refused(await member.api('GET', `${authorities}/${two}${path}`), 401, 'PCA.00010004')
    }
    assert.equal(`${(await member.api('POST', authorities, rootBody('Three'))).status}`, denied.slice(0, 3))
    const unknown = await member.api('GET', `${authorities}/00000000-0000-4000-8000-000000000000`)
    refused(unknown, 404, 'PCA.00030102')
  })

  test('a CA that is denied signs nothing for who has it denied', async () => {
    const { ca_id: closed } = ok(await api('POST', authorities, rootBody('Closed')))
    const { ca_id: open } = ok(await api('POST', authorities, rootBody('Open')))
    const member = await addMember(
      server,
      'issuer',
      { Effect: 'Allow', Action: ['pca:*:*'] },
      { Effect: 'Deny', Action: ['pca:*:*'], Resource: [`pca:*:*:ca:${closed}`] },
    )
    refused(await member.api('POST', certificates, issueBody(closed)), 401, 'PCA.00010004')
    refused(await member.api('POST', authorities, subordinateBody(closed)), 401, 'PCA.00010004')
    const validity = { type: 'DAY', value: 1 }
    const byCsr = { issuer_id: closed, csr: request(), validity }
    refused(await member.api('POST', `${certificates}/csr`, byCsr), 401, 'PCA.00010004')
    const { ca_id: pending } = ok(await member.api('POST', authorities, pendingBody('Waiting')))
    const activate = `${authorities}/${pending}/activate`
    refused(await member.api('POST', activate, activateBody(closed)), 401, 'PCA.00010004')
    ok(await member.api('POST', certificates, issueBody(open)))
    made(await member.api('POST', activate, activateBody(open)))
  })

  test('who may issue from one CA issues from no other', async () => {
    const { ca_id: mine } = ok(await api('POST', authorities, rootBody('Mine')))
    const { ca_id: other } = ok(await api('POST', authorities, rootBody('Not mine')))
    const member = await addMember(server, 'bound', {
      Effect: 'Allow',
      Action: ['pca:ca:issueCert'],
      Resource: [`pca:*:*:ca:${mine}`],
    })
    ok(await member.api('POST', certificates, issueBody(mine)))
    refused(await member.api('POST', certificates, issueBody(other)), 401, 'PCA.00010004')
  })

  test('a list takes the action on all of its kind', async () => {
    const all = await addMember(server, 'lister', {
      Effect: 'Allow',
      Action: ['pca:ca:list'],
      Resource: ['pca:*:*:ca:*'],
    })
    assert.ok(ok(await all.api('GET', authorities)).total > 0)
  })

  test('a deny of one CA leaves the others', async () => {
    const { ca_id: guarded } = ok(await api('POST', authorities, rootBody('Guarded')))
    const member = await addMember(server, 'careful', allowCas, {
      Effect: 'Deny',
      Action: ['pca:ca:delete', 'pca:ca:disable'],
      Resource: [`pca:*:*:ca:${guarded}`],
    })
    refused(await member.api('POST', `${authorities}/${guarded}/disable`), 401, 'PCA.00010004')
    const { ca_id: other } = ok(await member.api('POST', authorities, rootBody('Other')))
    made(await member.api('POST', `${authorities}/${other}/disable`))
  })

  test('from another network, and after the time, it is denied', async () => {
    const list = { Effect: 'Allow', Action: ['pca:ca:list'] } as const
    const near = await addMember(server, 'near', {
      ...list,
      Condition: { IpAddress: { 'g:SourceIp': ['127.0.0.0/8'] } },
    })
    const far = await addMember(server, 'far', {
      ...list,
      Condition: { IpAddress: { 'g:SourceIp': ['192.0.2.0/24'] } },
    })
    ok(await near.api('GET', authorities))
    refused(await far.api('GET', authorities), 401, 'PCA.00010004')
    const soon = new Date(server.clock.now() + 60_000).toISOString()
    const brief = await addMember(server, 'brief', {
      ...list,
      Condition: { DateLessThan: { 'g:CurrentTime': [soon] } },
    })
    ok(await brief.api('GET', authorities))
    server.clock.advance(60_001)
    refused(await brief.api('GET', authorities), 401, 'PCA.00010004')
  })
})

suite('explained', () => {
  const explain = async (body: object) => made(await api('POST', '/v3.0/OS-PERMISSION/explain', body))

  test('which statement allows, which denies, and that nothing does', async () => {
    const member = await addMember(
      server,
      'asked',
      { Effect: 'Allow', Action: ['pca:ca:*'] },
      { Effect: 'Deny', Action: ['pca:ca:delete'] },
    )
    const allowed = await explain({ user_id: member.id, action: 'pca:ca:list' })
    assert.deepEqual([allowed.allowed, allowed.because], [true, 'allowed'])
    assert.deepEqual(allowed.decisive, {
      effect: 'Allow',
      role_id: allowed.decisive.role_id,
      role_name: 'role of asked',
      statement: 0,
      granted_to: { kind: 'group', id: member.groupId },
      scope: { kind: 'account', id: null },
    })
    const refusedAct = await explain({ user_id: member.id, action: 'pca:ca:delete' })
    assert.deepEqual(
      [refusedAct.allowed, refusedAct.because, refusedAct.decisive.statement, refusedAct.considered.length],
      [false, 'denied', 1, 2],
    )
    const nothing = await explain({ user_id: member.id, action: 'pca:cert:list' })
    assert.deepEqual(nothing, { allowed: false, because: 'nothing-allows', decisive: null, considered: [] })
  })

  test('of one object', async () => {
    const project = await addEnterpriseProject(api, 'explained')
    const { ca_id: inside } = ok(
      await api('POST', authorities, { ...rootBody('In'), enterprise_project_id: project }),
    )
    const { ca_id: outside } = ok(await api('POST', authorities, rootBody('Out')))
    const member = await addMember(server, 'placed')
    const role = await addRole(api, 'place', { Effect: 'Allow', Action: ['pca:ca:get'] })
    made(
      await api('PUT', `/v3.0/OS-PERMISSION/enterprise-projects/${project}/users/${member.id}/roles/${role}`),
    )
    const of = (id: string) =>
      explain({ user_id: member.id, action: 'pca:ca:get', resource: { kind: 'ca', id } })
    assert.equal((await of(inside)).allowed, true)
    const { allowed, because, considered } = await of(outside)
    assert.deepEqual([allowed, because, considered.length], [false, 'nothing-allows', 1])
    assert.equal((await member.api('GET', `${authorities}/${inside}`)).status, 200)
    const unknown = { user_id: member.id, action: 'pca:ca:get', resource: { kind: 'ca', id: 'unknown' } }
    refusedByIam(await api('POST', '/v3.0/OS-PERMISSION/explain', unknown), 404)
  })

  test('of what is yet to be, as it is decided', async () => {
    const project = await addEnterpriseProject(api, 'future')
    const member = await addMember(server, 'planner')
    const role = await addRole(api, 'plan', { Effect: 'Allow', Action: ['pca:ca:create'] })
    made(
      await api('PUT', `/v3.0/OS-PERMISSION/enterprise-projects/${project}/users/${member.id}/roles/${role}`),
    )
    const asked = { user_id: member.id, action: 'pca:ca:create', resource: { kind: 'ca' } }
    assert.equal((await explain({ ...asked, enterprise_project_id: project })).allowed, true)
    assert.equal((await explain(asked)).allowed, false)
    const there = { user_id: member.id, enterprise_project_id: project }
    assert.equal((await explain({ ...there, action: 'pca:ca:create' })).allowed, true)
    assert.equal((await explain({ ...there, action: 'pca:cert:create' })).allowed, false)
    const vague = await api('POST', '/v3.0/OS-PERMISSION/explain', { ...there, action: 'pca::listTags' })
    refusedByIam(vague, 400, /resource must say/)
    const explainBadly = (body: object) => api('POST', '/v3.0/OS-PERMISSION/explain', { ...asked, ...body })
    refusedByIam(await explainBadly({ enterprise_project_id: 'unknown' }), 400, /enterprise_project_id/)
    refusedByIam(await explainBadly({ source_ip: 'nowhere' }), 400, /source_ip/)
  })

  test('of the administrator', async () => {
    const { because } = await explain({ user_id: credentials.user.id, action: 'iam:users:deleteUser' })
    assert.equal(because, 'administrator')
  })
})
