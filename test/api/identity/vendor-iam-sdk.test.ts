import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { after, before, describe, test } from 'node:test'
import { type RunningServer, startServer } from '../running-server.ts'
import { createTestClock } from '../test-clock.ts'
import { borrowHome, loadSdk } from '../vendor-sdk.ts'

// biome-ignore lint/suspicious/noExplicitAny: the SDK answers with the raw JSON
type Sdk = Record<string, (request: object) => Promise<any>>

/** The vendor's client of IAM drives every call that it has and we serve, in the order of a company's first day. */
describe('npm @huaweicloud/huaweicloud-sdk-iam 3.1.172 as a client', () => {
  const giveHomeBack = borrowHome()
  let server: RunningServer
  let iam: Sdk
  let accountId: string
  let otherAccountId: string
  const called = new Set<string>()

  before(async () => {
    const { Global, Basic } = loadSdk()
    // the SDK signs with the real time
    server = await startServer({}, createTestClock(Date.now()))
    accountId = server.credentials.domain.id
    const other = server.as(await server.addAccount('partner'))
    otherAccountId = (await other('GET', '/v3/auth/domains')).body.domains[0].id
    const { IamClient } = createRequire(import.meta.url)('@huaweicloud/huaweicloud-sdk-iam/v3/public-api.js')
    const keyed = (credentials: { withAk(id: string): { withSk(secret: string): object } }) =>
      credentials.withAk(server.credentials.access_key).withSk(server.credentials.secret_key)
    const clientOf = (credentials: object) =>
      IamClient.newBuilder().withCredential(credentials).withEndpoint(server.base).build()
    const global = clientOf(keyed(new Global().withDomainId(accountId)))
    /** Of project paths the package fills in the project of its credentials, whatever the request says. */
    const clientFor = ({ project_id: id }: { project_id?: string }) =>
      id === undefined ? global : clientOf(keyed(new Basic().withProjectId(id)))
    iam = new Proxy(global, {
      get: (_, name) => (request: object) => {
        called.add(String(name))
        return clientFor(request)[name](request)
      },
    })
  })
  after(async () => {
    await server.close()
    giveHomeBack()
  })

  /** The answer, seen to be a success. */
  const call = async (name: string, request: object = {}) => {
    const answer = await iam[name]?.(request)
    assert.ok(
      answer.httpStatusCode >= 200 && answer.httpStatusCode < 300,
      `${name}: ${answer.httpStatusCode}`,
    )
    return answer
  }
  const refused = async (name: string, request: object, status: number) => {
    await assert.rejects(
      () => iam[name]?.(request) ?? Promise.resolve(),
      (error: { httpStatusCode?: number; errorCode?: string; errorMsg?: string }) => {
        assert.equal(error.httpStatusCode, status, `${name}: ${JSON.stringify(error)}`)
        // an answer to HEAD has no body to say it in
        if (!name.toLowerCase().includes('check')) assert.ok(error.errorCode && error.errorMsg)
        return true
      },
    )
  }

  const ids: Record<string, string> = {}

  test('users', async () => {
    const user = { name: 'alice', password: 'Str0ng-passw0rd', domain_id: '', description: 'first' }
    user.domain_id = accountId
    ids['alice'] = (await call('keystoneCreateUser', { body: { user } })).user.id
    const bob = { ...user, name: 'bob', email: 'bob@example.test', areacode: '0086', phone: '123' }
    ids['bob'] = (await call('createUser', { body: { user: bob } })).user.id
    const listed = await call('keystoneListUsers', { name: 'alice' })
    assert.deepEqual(
      listed.users.map(({ id }: { id: string }) => id),
      [ids['alice']],
    )
    assert.equal((await call('keystoneShowUser', { user_id: ids['alice'] })).user.description, 'first')
    assert.equal((await call('showUser', { user_id: ids['bob'] })).user.phone, '123')
    await call('keystoneUpdateUserByAdmin', { user_id: ids['alice'], body: { user: { description: 'x' } } })
    await call('updateUser', { user_id: ids['bob'], body: { user: { description: 'y' } } })
    await refused('keystoneCreateUser', { body: { user } }, 409)
    await refused('keystoneShowUser', { user_id: 'unknown' }, 404)
  })

  test('groups', async () => {
    ids['group'] = (await call('keystoneCreateGroup', { body: { group: { name: 'ops' } } })).group.id
    const { group, alice } = ids
    await call('keystoneUpdateGroup', { group_id: group, body: { group: { description: 'operators' } } })
    assert.equal((await call('keystoneShowGroup', { group_id: group })).group.description, 'operators')
    assert.equal((await call('keystoneListGroups', { name: 'ops' })).groups.length, 1)
    await call('keystoneAddUserToGroup', { group_id: group, user_id: alice })
    await call('keystoneCheckUserInGroup', { group_id: group, user_id: alice })
    assert.equal((await call('keystoneListUsersForGroupByAdmin', { group_id: group })).users[0].id, alice)
    assert.equal((await call('keystoneListGroupsForUser', { user_id: alice })).groups[0].id, group)
  })

  test('projects', async () => {
    const { project } = await call('keystoneCreateProject', { body: { project: { name: 'cn-north-4_dev' } } })
    ids['project'] = project.id
    const body = { project: { description: 'development' } }
    await call('keystoneUpdateProject', { project_id: project.id, body })
    const shown = await call('keystoneShowProject', { project_id: project.id })
    assert.equal(shown.project.description, 'development')
    assert.equal((await call('keystoneListProjects', { name: 'cn-north-4_dev' })).projects.length, 1)
    assert.equal((await call('keystoneListAuthProjects')).projects.length, 2)
    assert.equal((await call('keystoneListProjectsForUser', { user_id: ids['alice'] })).projects.length, 2)
    const suspend = { project: { status: 'suspended' } }
    await call('updateProjectStatus', { project_id: project.id, body: suspend })
    // a request that names a suspended project is refused, and the package names it in each
    const resume = { project: { status: 'normal' } }
    assert.equal((await server.api('GET', `/v3/projects/${project.id}`)).body.project.enabled, false)
    assert.equal((await server.api('PUT', `/v3-ext/projects/${project.id}`, resume)).status, 204)
    assert.equal((await call('keystoneListAuthDomains')).domains[0].id, accountId)
    assert.equal((await call('keystoneListRegions')).regions.length, 1)
  })

  test('roles and policies', async () => {
    const { roles } = await call('keystoneListPermissions', { display_name: 'PCA FullAccess' })
    assert.equal((await call('keystoneShowPermission', { role_id: roles[0].id })).role.catalog, 'BASE')
    const policy = { Version: '1.1', Statement: [{ Effect: 'Allow', Action: ['pca:ca:list'] }] }
    const role = { display_name: 'list', type: 'AA', description: 'lists CAs', policy }
    ids['role'] = (await call('createCloudServiceCustomPolicy', { body: { role } })).role.id
    const wider = { Version: '1.1', Statement: [{ Effect: 'Allow', Action: ['pca:ca:*'] }] }
    await call('updateCloudServiceCustomPolicy', {
      role_id: ids['role'],
      body: { role: { ...role, policy: wider } },
    })
    assert.deepEqual((await call('showCustomPolicy', { role_id: ids['role'] })).role.policy, wider)
    assert.equal((await call('listCustomPolicies')).total_number, 1)
  })

  test('grants to groups, on the account, a project and all projects', async () => {
    const { group: group_id, role: role_id, project: project_id } = ids
    const places: [string, string, string, string, object][] = [
      [
        'keystoneAssociateGroupWithDomainPermission',
        'keystoneCheckDomainPermissionForGroup',
        'keystoneListDomainPermissionsForGroup',
        'keystoneRemoveDomainPermissionFromGroup',
        { domain_id: accountId },
      ],
      [
        'keystoneAssociateGroupWithProjectPermission',
        'keystoneCheckProjectPermissionForGroup',
        'keystoneListProjectPermissionsForGroup',
        'keystoneRemoveProjectPermissionFromGroup',
        { project_id },
      ],
      [
        'updateDomainGroupInheritRole',
        'keystoneCheckroleForGroup',
        'keystoneListAllProjectPermissionsForGroup',
        'deleteDomainGroupInheritedRole',
        { domain_id: accountId },
      ],
    ]
    for (const [grant, check, list, remove, place] of places) {
      const request = { ...place, group_id, role_id }
      await call(grant, request)
      await call(check, request)
      assert.equal((await call(list, { ...place, group_id })).roles[0].id, role_id)
      const assignments = await call('showDomainRoleAssignments', { domain_id: accountId, role_id })
      assert.equal(assignments.total_num, 1)
      await call(remove, request)
      await refused(check, request, 404)
    }
  })

  test('grants on enterprise projects, to a group and to a user', async () => {
    const created = await server.api('POST', '/v1.0/enterprise-projects', { name: 'red' })
    const enterprise_project_id = created.body.enterprise_project.id
    const { group: group_id, alice: user_id, role: role_id } = ids
    const toGroup = { enterprise_project_id, group_id, role_id }
    await call('associateRoleToGroupOnEnterpriseProject', toGroup)
    assert.equal((await call('listRolesForGroupOnEnterpriseProject', toGroup)).roles.length, 1)
    assert.equal((await call('listEnterpriseProjectsForGroup', toGroup))['enterprise-projects'].length, 1)
    assert.equal((await call('listGroupsForEnterpriseProject', toGroup)).groups[0].id, group_id)
    await call('revokeRoleFromGroupOnEnterpriseProject', toGroup)
    const toUser = { enterprise_project_id, user_id, role_id }
    await call('associateRoleToUserOnEnterpriseProject', toUser)
    assert.equal((await call('listRolesForUserOnEnterpriseProject', toUser)).roles.length, 1)
    assert.equal((await call('listEnterpriseProjectsForUser', toUser))['enterprise-projects'].length, 1)
    assert.equal((await call('listUsersForEnterpriseProject', toUser)).users[0].id, user_id)
    await call('revokeRoleFromUserOnEnterpriseProject', toUser)
  })

  test('access keys', async () => {
    const body = { credential: { user_id: ids['alice'], description: 'ci' } }
    const { access, secret } = (await call('createPermanentAccessKey', { body })).credential
    assert.ok(secret)
    assert.equal(
      (await call('listPermanentAccessKeys', { user_id: ids['alice'] })).credentials[0].access,
      access,
    )
    const off = { credential: { status: 'inactive' } }
    await call('updatePermanentAccessKey', { access_key: access, body: off })
    const { credential } = await call('showPermanentAccessKey', { access_key: access })
    assert.deepEqual([credential.status, credential.secret], ['inactive', undefined])
    await call('deletePermanentAccessKey', { access_key: access })
    const identity = { methods: ['token'], token: { duration_seconds: 900 } }
    const temporary = await call('createTemporaryAccessKeyByToken', { body: { auth: { identity } } })
    assert.ok(temporary.credential.securitytoken)
  })

  test('agencies', async () => {
    const agency = { name: 'partner', domain_id: accountId, trust_domain_id: otherAccountId }
    const { id } = (await call('createAgency', { body: { agency } })).agency
    assert.equal((await call('showAgency', { agency_id: id })).agency.trust_domain_name, 'partner')
    await call('updateAgency', { agency_id: id, body: { agency: { description: 'x' } } })
    assert.equal((await call('listAgencies', { domain_id: accountId })).agencies.length, 1)
    const { role: role_id, project: project_id } = ids
    const places: [string, string, string, string, object][] = [
      [
        'associateAgencyWithDomainPermission',
        'checkDomainPermissionForAgency',
        'listDomainPermissionsForAgency',
        'removeDomainPermissionFromAgency',
        { domain_id: accountId },
      ],
      [
        'associateAgencyWithProjectPermission',
        'checkProjectPermissionForAgency',
        'listProjectPermissionsForAgency',
        'removeProjectPermissionFromAgency',
        { project_id },
      ],
      [
        'associateAgencyWithAllProjectsPermission',
        'checkAllProjectsPermissionForAgency',
        'listAllProjectsPermissionsForAgency',
        'removeAllProjectsPermissionFromAgency',
        { domain_id: accountId },
      ],
    ]
    for (const [grant, check, list, remove, place] of places) {
      const request = { ...place, agency_id: id, role_id }
      await call(grant, request)
      await call(check, request)
      assert.equal((await call(list, { ...place, agency_id: id })).roles.length, 1)
      await call(remove, request)
    }
    await call('deleteAgency', { agency_id: id })
  })

  test('tokens', async () => {
    const user = {
      name: 'bob',
      password: 'Str0ng-passw0rd',
      domain: { name: server.credentials.domain.name },
    }
    const identity = { methods: ['password'], password: { user } }
    const answer = await call('keystoneCreateUserTokenByPassword', { body: { auth: { identity } } })
    assert.equal(answer.token.user.id, ids['bob'])
    const [own, theirs] = [
      await server.as('nobody')('POST', '/v3/auth/tokens', { auth: { identity } }),
      accountId,
    ]
    const token = own.headers.get('x-subject-token') ?? ''
    const shown = await call('keystoneValidateToken', { 'X-Subject-Token': token })
    assert.equal(shown.token.user.domain.id, theirs)
  })

  test('what is left is taken away', async () => {
    const { group, alice, bob, role } = ids
    await call('keystoneRemoveUserFromGroup', { group_id: group, user_id: alice })
    await call('keystoneDeleteGroup', { group_id: group })
    await call('deleteCustomPolicy', { role_id: role })
    for (const user_id of [alice, bob]) await call('keystoneDeleteUser', { user_id })
    await refused('keystoneShowGroup', { group_id: group }, 404)
  })

  test('these calls passed', (t) => {
    t.diagnostic(`${called.size} calls: ${[...called].sort().join(', ')}`)
    assert.ok(called.size > 60)
  })
})
