import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { ok } from '../pca-v1/support.ts'
import { startServer } from '../running-server.ts'
import { addMember, made, refusedByIam } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const path = '/v3.0/OS-PERMISSION/allowed'
const asked = [
  'pca:ca:create',
  'pca:ca:list',
  'pca::listTags',
  'iam:users:listUsers',
  'secu_admin',
  'installation',
]

suite('what a caller may do', () => {
  test('the first administrator everything', async () => {
    assert.deepEqual(ok(await api('POST', path, { actions: asked })), { allowed: asked })
  })

  test('an administrator of another account everything but what the installation is asked for', async () => {
    const other = server.as(await server.addAccount('other'))
    const expected = asked.filter((action) => action !== 'installation')
    assert.deepEqual(ok(await other('POST', path, { actions: asked })), { allowed: expected })
  })

  test('who was granted nothing, nothing', async () => {
    const nobody = server.as(await server.addUser('nobody'))
    assert.deepEqual(ok(await nobody('POST', path, { actions: asked })), { allowed: [] })
  })

  test('what is granted, on one resource at least', async () => {
    const member = await addMember(
      server,
      'guest',
      { Effect: 'Allow', Action: ['pca:ca:list', 'pca::listTags'] },
      { Effect: 'Allow', Action: ['pca:ca:create'], Resource: ['pca:*:*:ca:one'] } as never,
      { Effect: 'Deny', Action: ['pca::listTags'] },
    )
    const { allowed } = ok(await member.api('POST', path, { actions: asked }))
    assert.deepEqual(allowed, ['pca:ca:create', 'pca:ca:list'])
  })

  test('asking leaves no refusal in the trail', async () => {
    const { records } = made(await api('GET', '/v1/audit/records?result=action-denied'))
    assert.deepEqual(records, [])
  })

  test('only actions may be asked for, and not too many', async () => {
    for (const actions of [
      [],
      ['create'],
      ['pca:ca:create; drop'],
      Array.from({ length: 301 }, () => 'pca:ca:list'),
    ]) {
      refusedByIam(await api('POST', path, { actions }), 400, /actions/)
    }
    refusedByIam(await server.as('nobody')('POST', path, { actions: asked }), 401)
  })
})
