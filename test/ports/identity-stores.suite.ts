import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConstraintViolation, type ViolatedConstraint } from '../../src/domain/model/constraint-violation.ts'
import type { Grant } from '../../src/domain/model/permission/grant.ts'
import { systemRoles } from '../../src/domain/model/permission/system-roles.ts'
import type { TenantReaders, TenantStores } from '../../src/domain/ports/doors.ts'
import type { Open } from './opened.ts'
import { aDelegation, aGroup, anEnterpriseProject, aRole, aUser } from './sample-identities.ts'
import { anAccount, aProject, newId, now, octets } from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

/** Users, groups, roles and what is granted, of one account among several. */
export function identityStoresSuite(name: string, open: Open): void {
  suite(`identity stores on ${name}`, open, (stage) => {
    userTests(stage)
    groupTests(stage)
    grantTests(stage)
    keyTests(stage)
    otherTests(stage)
    boundTests(stage)
  })
}

/** An account of its own for a test, with the doors to it. */
async function anotherAccount({ database }: Stage) {
  const account = anAccount({ name: newId() })
  await database.write('', ({ directory }) => directory.addAccount(account, now))
  return {
    account,
    read: <Result>(work: (stores: TenantReaders) => Promise<Result>) => database.read(account.id, work),
    write: <Result>(work: (stores: TenantStores) => Promise<Result>) => database.write(account.id, work),
    version: () => database.changes.version(account.id, 'identity'),
  }
}

const aToken = (userId: string) => ({
  tokenHash: newId(),
  userId,
  epoch: 3,
  projectId: null,
  delegate: null,
  methods: ['password'],
  issuedAt: now,
  expiresAt: now + 1000,
})

/** What the database refuses comes in the domain's words, with the engine's behind them. */
const refuses = (violated: ViolatedConstraint, write: Promise<unknown>) =>
  assert.rejects(
    write,
    (error) => error instanceof ConstraintViolation && error.violated === violated && Boolean(error.cause),
  )

const idsOf = (nouns: readonly { readonly id: string }[]) => nouns.map(({ id }) => id)

function userTests(stage: Stage): void {
  test('a user comes back as it was put, and changes but for what it is', async () => {
    const { account, read, write } = await anotherAccount(stage)
    const user = aUser(account.id)
    await write(({ users }) => users.add(user, 'hash'))
    assert.deepEqual(await read(({ users }) => users.find(user.id)), user)
    const changed = { ...user, name: 'new', isEnabled: false, epoch: 4, email: null, phone: '0086-1' }
    await write(({ users }) => users.replace(changed))
    assert.deepEqual(await read(({ users }) => users.find(user.id)), changed)
    const hash = () => read(({ directory }) => directory.findPasswordHash(user.id))
    assert.equal(await hash(), 'hash')
    await write(({ users }) => users.replace(changed, 'another hash'))
    assert.equal(await hash(), 'another hash')
  })

  test('users are listed by their names, by name, state and group, and no other account’s', async () => {
    const { account, read, write } = await anotherAccount(stage)
    const other = await anotherAccount(stage)
    const [a, b, c] = ['a', 'b', 'c'].map((name) => aUser(account.id, { name, isEnabled: name !== 'b' }))
    assert.ok(a && b && c)
    const group = aGroup()
    await write(async ({ users, groups }) => {
      for (const user of [c, a, b]) await users.add(user, '')
      await groups.add(group)
      await groups.addMember(group.id, c.id)
    })
    await other.write(({ users }) => users.add(aUser(other.account.id, { name: 'a' }), ''))
    await read(async ({ users }) => {
      assert.deepEqual(idsOf(await users.list({})), [a.id, b.id, c.id])
      assert.deepEqual(idsOf(await users.list({ name: 'b' })), [b.id])
      assert.deepEqual(idsOf(await users.list({ isEnabled: true })), [a.id, c.id])
      assert.deepEqual(idsOf(await users.list({ groupId: group.id })), [c.id])
      assert.deepEqual(await users.list({ groupId: newId() }), [])
    })
    await other.read(async ({ users }) => assert.equal(await users.find(a.id), undefined))
  })

  test('a name is one user’s in the account', async () => {
    const { account, write } = await anotherAccount(stage)
    await write(({ users }) => users.add(aUser(account.id, { name: 'same' }), ''))
    await refuses(
      'duplicate',
      write(({ users }) => users.add(aUser(account.id, { name: 'same' }), '')),
    )
  })

  test('a user leaves with everything that is its own, and another account can’t remove it', async () => {
    const { account, read, write } = await anotherAccount(stage)
    const other = await anotherAccount(stage)
    const [user, group, role] = [aUser(account.id), aGroup(), aRole(account.id)]
    const key = { id: newId(), userId: user.id, isEnabled: true, description: '', createdAt: now }
    const token = aToken(user.id)
    await write(async ({ users, groups, roles, grants, accessKeys, directory }) => {
      await users.add(user, '')
      await groups.add(group)
      await groups.addMember(group.id, user.id)
      await roles.add(role)
      const scope = { kind: 'enterprise-project', id: '0' } as const
      await grants.add({ subject: { kind: 'user', id: user.id }, roleId: role.id, scope }, now)
      await accessKeys.add(key, octets(1))
      await directory.addToken(token)
    })
    await other.write(({ users }) => users.remove(user.id))
    assert.ok(await read(({ users }) => users.find(user.id)))
    await write(({ users }) => users.remove(user.id))
    await read(async ({ users, groups, grants, directory }) => {
      assert.equal(await users.find(user.id), undefined)
      assert.equal(await groups.hasMember(group.id, user.id), false)
      assert.deepEqual(await grants.list({}), [])
      assert.equal(await directory.findAccessKey(key.id), undefined)
      assert.equal(await directory.findToken(token.tokenHash, now), undefined)
    })
  })
}

function groupTests(stage: Stage): void {
  test('membership is told once, and raises the epoch of who comes and goes', async () => {
    const { account, read, write } = await anotherAccount(stage)
    const [user, group] = [aUser(account.id, { epoch: 0 }), aGroup()]
    await write(async ({ users, groups }) => {
      await users.add(user, '')
      await groups.add(group)
    })
    const epoch = () => read(async ({ users }) => (await users.find(user.id))?.epoch)
    const move = (join: boolean) =>
      write(({ groups }) =>
        join ? groups.addMember(group.id, user.id) : groups.removeMember(group.id, user.id),
      )
    assert.deepEqual([await move(true), await epoch()], [true, 1])
    assert.deepEqual([await move(true), await epoch()], [false, 1])
    assert.deepEqual(idsOf(await read(({ groups }) => groups.list({ userId: user.id }))), [group.id])
    assert.deepEqual([await move(false), await epoch()], [true, 2])
    assert.deepEqual([await move(false), await epoch()], [false, 2])
    await move(true)
    await write(({ groups }) => groups.remove(group.id))
    assert.equal(await epoch(), 4)
    assert.equal(await read(({ groups }) => groups.find(group.id)), undefined)
  })

  test('a group comes back as it was put, changes, and is one account’s', async () => {
    const { read, write } = await anotherAccount(stage)
    const other = await anotherAccount(stage)
    const group = aGroup({ name: 'ops' })
    await write(({ groups }) => groups.add(group))
    assert.deepEqual(await read(({ groups }) => groups.find(group.id)), group)
    const changed = { ...group, name: 'operators', description: '' }
    await other.write(({ groups }) => groups.replace({ ...changed, name: 'stolen' }))
    await other.write(({ groups }) => groups.remove(group.id))
    await write(({ groups }) => groups.replace(changed))
    assert.deepEqual(await read(({ groups }) => groups.list({ name: 'operators' })), [changed])
    assert.deepEqual(await other.read(({ groups }) => groups.list({})), [])
  })
}

function grantTests(stage: Stage): void {
  test('what reaches a user: its own grants and its groups’, with roles of the account and of the service', async () => {
    const { account, read, write } = await anotherAccount(stage)
    const [user, group, elsewhere, role] = [aUser(account.id), aGroup(), aGroup(), aRole(account.id)]
    const [system] = systemRoles
    assert.ok(system)
    const own: Grant = {
      subject: { kind: 'user', id: user.id },
      roleId: role.id,
      scope: { kind: 'enterprise-project', id: 'red' },
    }
    const ours: Grant = {
      subject: { kind: 'group', id: group.id },
      roleId: system.id,
      scope: { kind: 'account' },
    }
    const notOurs: Grant = { ...ours, subject: { kind: 'group', id: elsewhere.id } }
    const ofNothing: Grant = { ...ours, roleId: newId() }
    await write(async ({ users, groups, roles, grants }) => {
      await users.add(user, '')
      for (const one of [group, elsewhere]) await groups.add(one)
      await groups.addMember(group.id, user.id)
      await roles.add(role)
      for (const grant of [own, ours, ours, notOurs, ofNothing]) await grants.add(grant, now)
    })
    const held = await read(({ grants }) => grants.heldBy(user.id))
    const sorted = held.toSorted((left, right) => (left.subject.kind < right.subject.kind ? -1 : 1))
    assert.deepEqual(sorted, [
      { ...ours, role: system },
      { ...own, role },
    ])
    assert.equal(await write(({ grants }) => grants.remove(own)), true)
    assert.equal(await write(({ grants }) => grants.remove(own)), false)
    assert.equal((await read(({ grants }) => grants.heldBy(user.id))).length, 1)
  })

  test('grants are found by any of their parts, and are one account’s', async () => {
    const { write, read } = await anotherAccount(stage)
    const other = await anotherAccount(stage)
    const scopes = [
      { kind: 'account' },
      { kind: 'all-projects' },
      { kind: 'project', id: 'p' },
      { kind: 'enterprise-project', id: 'e' },
    ] as const
    const all: Grant[] = (['agency', 'group', 'user'] as const).flatMap((kind) =>
      scopes.map((scope) => ({ subject: { kind, id: kind }, scope, roleId: `${kind}-role` })),
    )
    await write(async ({ grants }) => {
      for (const grant of all) await grants.add(grant, now)
    })
    const list = (filter: Parameters<TenantReaders['grants']['list']>[0]) =>
      read(({ grants }) => grants.list(filter))
    assert.equal((await list({})).length, all.length)
    assert.equal((await list({ subject: { kind: 'group', id: 'group' } })).length, 4)
    assert.equal((await list({ subjectKind: 'user' })).length, 4)
    assert.equal((await list({ scopeKind: 'account' })).length, 3)
    assert.deepEqual(await list({ scope: { kind: 'project', id: 'p' }, subjectKind: 'user' }), [all[10]])
    assert.equal((await list({ scope: { kind: 'project', id: 'q' } })).length, 0)
    assert.equal((await list({ roleId: 'agency-role' })).length, 4)
    assert.deepEqual(await other.read(({ grants }) => grants.list({})), [])
  })

  test('a role comes back as it was put, changes, and is one account’s', async () => {
    const { account, read, write } = await anotherAccount(stage)
    const other = await anotherAccount(stage)
    const role = aRole(account.id)
    await write(({ roles }) => roles.add(role))
    assert.deepEqual(await read(({ roles }) => roles.find(role.id)), role)
    assert.equal(await other.read(({ roles }) => roles.find(role.id)), undefined)
    await other.write(({ roles }) => roles.remove(role.id))
    const changed = { ...role, description: '', type: 'AX' as const, updatedAt: now + 1 }
    await write(({ roles }) => roles.replace(changed))
    assert.deepEqual(await read(({ roles }) => roles.list({})), [changed])
    await write(({ roles }) => roles.remove(role.id))
    assert.deepEqual(await read(({ roles }) => roles.list({})), [])
  })
}

function keyTests(stage: Stage): void {
  test('permanent keys are listed and changed; temporary ones are found for signatures alone, and end', async () => {
    const { account, read, write } = await anotherAccount(stage)
    const other = await anotherAccount(stage)
    const user = aUser(account.id)
    const key = { id: newId(), userId: user.id, isEnabled: true, description: 'ci', createdAt: now }
    const temporary = {
      id: newId(),
      userId: user.id,
      epoch: 3,
      expiresAt: now + 1000,
      securityTokenHash: 'hash',
      delegate: null,
      sessionPolicy: '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["pca:ca:list"]}]}',
    }
    await write(async ({ users, accessKeys }) => {
      await users.add(user, '')
      await accessKeys.add(key, octets(1))
      await accessKeys.addTemporary(temporary, octets(2), now)
    })
    assert.deepEqual(await read(({ accessKeys }) => accessKeys.list(user.id)), [key])
    assert.deepEqual(await other.read(({ accessKeys }) => accessKeys.list(user.id)), [])
    assert.equal(await read(({ accessKeys }) => accessKeys.find(temporary.id)), undefined)
    const found = await read(({ directory }) => directory.findAccessKey(temporary.id))
    assert.deepEqual(found?.session, {
      epoch: 3,
      expiresAt: now + 1000,
      securityTokenHash: 'hash',
      delegate: null,
      policy: {
        version: '1.1',
        statements: [{ effect: 'Allow', actions: ['pca:ca:list'], resources: [], conditions: [] }],
      },
    })
    assert.equal(await read(({ accessKeys }) => accessKeys.countTemporary(user.id, now + 999)), 1)
    assert.equal(await read(({ accessKeys }) => accessKeys.countTemporary(user.id, now + 1000)), 0)
    const ofNobody = { ...temporary, id: newId(), delegate: { userId: newId(), epoch: 1 } }
    const ofAnother = { ...temporary, id: newId(), delegate: { userId: user.id, epoch: user.epoch } }
    await write(async ({ accessKeys }) => {
      for (const one of [ofNobody, ofAnother]) await accessKeys.addTemporary(one, octets(3), now)
    })
    const keyOf = (id: string) => read(({ directory }) => directory.findAccessKey(id))
    assert.equal(await keyOf(ofNobody.id), undefined)
    assert.deepEqual((await keyOf(ofAnother.id))?.session?.delegate, ofAnother.delegate)
    await other.write(({ accessKeys }) => accessKeys.remove(key.id))
    const off = { ...key, isEnabled: false, description: '' }
    await write(({ accessKeys }) => accessKeys.replace(off))
    assert.deepEqual(await read(({ accessKeys }) => accessKeys.find(key.id)), off)
    assert.equal(await write(({ directory }) => directory.removeExpiredKeys(now + 999, 10)), 0)
    assert.equal(await write(({ directory }) => directory.removeExpiredKeys(now + 1000, 10)), 3)
    assert.ok(await read(({ accessKeys }) => accessKeys.find(key.id)))
  })
}

function otherTests(stage: Stage): void {
  test('enterprise projects', async () => {
    const { read, write } = await anotherAccount(stage)
    const other = await anotherAccount(stage)
    const project = anEnterpriseProject({ name: 'red' })
    await write(({ enterpriseProjects }) => enterpriseProjects.add(project))
    const changed = { ...project, name: 'blue', isEnabled: false, updatedAt: now + 1 }
    await other.write(({ enterpriseProjects }) => enterpriseProjects.replace({ ...changed, name: 'no' }))
    await write(({ enterpriseProjects }) => enterpriseProjects.replace(changed))
    assert.deepEqual(await read(({ enterpriseProjects }) => enterpriseProjects.list({})), [changed])
    assert.equal(await other.read(({ enterpriseProjects }) => enterpriseProjects.find(project.id)), undefined)
  })

  test('projects', async () => {
    const { account, read, write } = await anotherAccount(stage)
    const project = aProject()
    await write(({ projects }) => projects.add(project, now))
    const changed = { ...project, name: 'dev', description: 'x', isEnabled: false }
    await write(({ projects }) => projects.replace(changed))
    assert.deepEqual(await read(({ directory }) => directory.listProjects(account.id)), [changed])
  })

  test('agencies are users that nobody lists and no password fits', async () => {
    const { account, read, write } = await anotherAccount(stage)
    const other = await anotherAccount(stage)
    const trustedAccount = { id: other.account.id, name: other.account.name }
    const delegation = aDelegation({ name: 'ops', trustedAccount, expiresAt: now + 1000 })
    await write(({ delegations }) => delegations.add(delegation))
    await read(async ({ delegations, users, directory }) => {
      assert.deepEqual(await delegations.find(delegation.id), delegation)
      assert.deepEqual(await delegations.list({ trustedAccountId: other.account.id }), [delegation])
      assert.deepEqual(await delegations.list({ name: 'other' }), [])
      assert.deepEqual(await users.list({}), [])
      assert.equal(await users.find(delegation.id), undefined)
      assert.equal((await directory.findUser({ id: delegation.id }))?.accountId, account.id)
      assert.equal(await directory.findPasswordHash(delegation.id), undefined)
    })
    const changed = { ...delegation, description: 'x', expiresAt: null }
    await write(({ delegations }) => delegations.replace(changed))
    assert.deepEqual(await read(({ delegations }) => delegations.list({})), [changed])
    assert.equal((await read(({ directory }) => directory.findUser({ id: delegation.id })))?.epoch, 1)
    await other.write(({ delegations }) => delegations.remove(delegation.id))
    await write(({ delegations }) => delegations.remove(delegation.id))
    assert.equal(await read(({ directory }) => directory.findUser({ id: delegation.id })), undefined)
  })

  test('every change is one of identity, which caches rest on', async () => {
    const { account, write, version } = await anotherAccount(stage)
    const [user, group, role] = [aUser(account.id), aGroup(), aRole(account.id)]
    const grant: Grant = {
      subject: { kind: 'group', id: group.id },
      roleId: role.id,
      scope: { kind: 'account' },
    }
    const changes: ((stores: TenantStores) => Promise<unknown>)[] = [
      ({ users }) => users.add(user, ''),
      ({ users }) => users.replace(user),
      ({ groups }) => groups.add(group),
      ({ groups }) => groups.replace(group),
      ({ groups }) => groups.addMember(group.id, user.id),
      ({ roles }) => roles.add(role),
      ({ roles }) => roles.replace(role),
      ({ grants }) => grants.add(grant, now),
      ({ grants }) => grants.remove(grant),
      ({ groups }) => groups.removeMember(group.id, user.id),
      ({ roles }) => roles.remove(role.id),
      ({ groups }) => groups.remove(group.id),
      ({ users }) => users.remove(user.id),
    ]
    for (const change of changes) {
      const before = await version()
      await write(change)
      assert.ok((await version()) > before, change.toString())
    }
  })
}

function boundTests(stage: Stage): void {
  test('a name is one noun’s, and what refers to nothing is refused', async () => {
    const { account, write } = await anotherAccount(stage)
    const [user, group] = [aUser(account.id), aGroup()]
    const twice: Readonly<Record<string, (stores: TenantStores, name: string) => Promise<unknown>>> = {
      group: ({ groups }, name) => groups.add(aGroup({ name })),
      role: ({ roles }, name) => roles.add(aRole(account.id, { displayName: name })),
      project: ({ projects }, name) => projects.add(aProject({ name }), now),
      'enterprise project': ({ enterpriseProjects }, name) =>
        enterpriseProjects.add(anEnterpriseProject({ name })),
      agency: ({ delegations }, name) => delegations.add(aDelegation({ name })),
      account: ({ directory }, name) => directory.addAccount(anAccount({ id: newId(), name }), now),
    }
    for (const [noun, add] of Object.entries(twice)) {
      await write((stores) => add(stores, `same ${noun}`))
      await refuses(
        'duplicate',
        write((stores) => add(stores, `same ${noun}`)),
      )
    }
    await write(async ({ users, groups }) => {
      await users.add(user, '')
      await groups.add(group)
    })
    const key = { id: newId(), userId: newId(), isEnabled: true, description: '', createdAt: now }
    const dangling: ((stores: TenantStores) => Promise<unknown>)[] = [
      ({ groups }) => groups.addMember(group.id, newId()),
      ({ groups }) => groups.addMember(newId(), user.id),
      ({ accessKeys }) => accessKeys.add(key, octets(1)),
      ({ directory }) => directory.addToken(aToken(newId())),
      ({ directory }) => directory.addToken({ ...aToken(user.id), projectId: newId() }),
    ]
    for (const add of dangling) await refuses('reference', write(add))
  })

  test('what the account has is counted, and no other account’s', async () => {
    const { account, read, write } = await anotherAccount(stage)
    const other = await anotherAccount(stage)
    const [user, groups] = [aUser(account.id), [aGroup(), aGroup()]]
    const project = anEnterpriseProject()
    const subject = { kind: 'user', id: user.id } as const
    await write(async (stores) => {
      await stores.users.add(user, '')
      for (const group of groups) await stores.groups.add(group)
      for (const { id } of groups) await stores.groups.addMember(id, user.id)
      for (let made = 0; made < 3; made += 1) await stores.roles.add(aRole(account.id))
      for (let made = 0; made < 4; made += 1) await stores.delegations.add(aDelegation())
      await stores.projects.add(aProject(), now)
      await stores.enterpriseProjects.add(project)
      const scope = { kind: 'enterprise-project', id: project.id } as const
      for (const roleId of ['a', 'b']) await stores.grants.add({ subject, roleId, scope }, now)
      await stores.grants.add({ subject, roleId: 'a', scope: { kind: 'account' } }, now)
    })
    const counts = async (stores: TenantReaders) => ({
      users: await stores.users.count(),
      groups: await stores.groups.count(),
      ofUser: await stores.groups.countOfUser(user.id),
      roles: await stores.roles.count(),
      agencies: await stores.delegations.count(),
      projects: await stores.projects.count(),
      enterpriseProjects: await stores.enterpriseProjects.count(),
      grants: await stores.grants.count({ subject }),
      there: await stores.grants.count({ subject, scopeKind: 'enterprise-project' }),
      one: await stores.grants.count({ subject, roleId: 'a', scope: { kind: 'account' } }),
    })
    const counted = {
      users: 1,
      groups: 2,
      ofUser: 2,
      roles: 3,
      agencies: 4,
      projects: 1,
      enterpriseProjects: 1,
      grants: 3,
      there: 2,
      one: 1,
    }
    assert.deepEqual(await read(counts), counted)
    assert.deepEqual(await write(counts), counted)
    const { grants, there, one, ...theirs } = await other.read(counts)
    assert.deepEqual([grants, there, one], [0, 0, 0])
    assert.deepEqual(theirs, {
      users: 0,
      groups: 0,
      ofUser: 2,
      roles: 0,
      agencies: 0,
      projects: 0,
      enterpriseProjects: 0,
    })
  })

  test('policies and enterprise projects are found by their whole names, subjects by where they have a role', async () => {
    const { account, read, write } = await anotherAccount(stage)
    const role = aRole(account.id, { displayName: 'one' })
    const project = anEnterpriseProject({ name: 'red' })
    const [user, group] = [aUser(account.id), aGroup()]
    const scope = { kind: 'enterprise-project', id: project.id } as const
    await write(async ({ users, groups, roles, grants, enterpriseProjects }) => {
      for (const one of [role, aRole(account.id, { displayName: 'one more' })]) await roles.add(one)
      for (const one of [project, anEnterpriseProject({ name: 'redder' })]) await enterpriseProjects.add(one)
      for (const one of [user, aUser(account.id)]) await users.add(one, '')
      for (const one of [group, aGroup()]) await groups.add(one)
      await grants.add({ subject: { kind: 'user', id: user.id }, roleId: role.id, scope }, now)
      await grants.add({ subject: { kind: 'group', id: group.id }, roleId: role.id, scope }, now)
    })
    await read(async ({ users, groups, roles, enterpriseProjects }) => {
      assert.deepEqual(await roles.list({ displayName: 'one' }), [role])
      assert.deepEqual(await enterpriseProjects.list({ name: 'red' }), [project])
      assert.deepEqual(idsOf(await users.list({ enterpriseProjectId: project.id })), [user.id])
      assert.deepEqual(await groups.list({ enterpriseProjectId: project.id }), [group])
      assert.deepEqual(await groups.list({ enterpriseProjectId: newId() }), [])
    })
  })
}
