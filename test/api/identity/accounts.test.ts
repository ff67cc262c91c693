import assert from 'node:assert/strict'
import { readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { auditRows } from '../../operations/audit-rows.ts'
import { ok, refused } from '../pca-v1/support.ts'
import { startServer } from '../running-server.ts'
import { authorities, rootBody } from '../samples.ts'
import { addMember, made, refusedByIam, signIn } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server

/** An account, and its own user with a token. */
async function addAccount(name: string) {
  const body = made(await api('POST', '/v3/domains', { domain: { name } }))
  const answer = await signIn(server, { id: body.user.id, password: body.user.password })
  made(answer)
  return { ...body, client: server.as({ token: answer.headers.get('x-subject-token') ?? '' }) }
}

suite('accounts', () => {
  test('are made with a user who may do everything in them, a project and a bucket', async () => {
    const { domain, user, project, client } = await addAccount('acme')
    assert.deepEqual([domain.name, domain.enabled, domain.ca_quota, user.name], ['acme', true, null, 'acme'])
    assert.deepEqual(made(await client('GET', '/v3/projects')).projects[0].id, project.id)
    ok(await client('POST', authorities, rootBody('Acme')))
    made(await client('POST', `${authorities}/agencies`))
    assert.equal(ok(await client('GET', `${authorities}/obs/buckets`)).obs_buckets.length, 1)
    assert.equal(made(await client('GET', '/v3/auth/domains')).domains[0].id, domain.id)
    refusedByIam(await client('GET', '/v3/domains'), 403)
  })

  test('one name is one account', async () => {
    await addAccount('once')
    refusedByIam(await api('POST', '/v3/domains', { domain: { name: 'once' } }), 409)
    const { domain } = await addAccount('renamed')
    refusedByIam(await api('PATCH', `/v3/domains/${domain.id}`, { domain: { name: 'once' } }), 409)
  })

  test('say a password that was made, and not one that was given', async () => {
    const password = 'Given-passw0rd'
    const create = (user: object) => api('POST', '/v3/domains', { domain: { name: 'spoken', user } })
    refusedByIam(await create({ password: 'short' }), 400, /^domain\.user\.password/)
    const answer = await create({ name: 'speaker', password })
    const { user } = made(answer)
    assert.deepEqual(Object.keys(user).sort(), ['id', 'name'])
    assert.ok(!answer.bytes.includes(password))
    made(await signIn(server, { id: user.id, password }))
  })

  test('that are refused leave no bucket, and those that are changed leave digests of both', async () => {
    const bucketFolders = () => readdirSync(join(server.dataFolder, 'buckets')).length
    const before = bucketFolders()
    refusedByIam(await api('POST', '/v3/domains', { domain: { name: 'once' } }), 409)
    // a look finds the name free until one of them is written
    const twins = await Promise.all(
      ['twin', 'twin', 'twin'].map((name) => api('POST', '/v3/domains', { domain: { name } })),
    )
    assert.deepEqual(
      twins.map(({ status }) => status).sort((left, right) => left - right),
      [201, 409, 409],
    )
    assert.equal(bucketFolders(), before + 1)
    const { domain } = twins.find(({ status }) => status === 201)?.body ?? {}
    made(await api('PATCH', `/v3/domains/${domain.id}`, { domain: { ca_quota: 5 } }))
    const rows = auditRows(server.dataFolder).filter(
      ({ object_id, result }) => object_id === domain.id && result === 'success',
    )
    const [created, updated] = rows
    assert.deepEqual([rows.length, created?.before_digest], [2, null])
    assert.match(created?.after_digest ?? '', /^[0-9a-f]{64}$/)
    assert.equal(updated?.before_digest, created?.after_digest)
    assert.notEqual(updated?.after_digest, updated?.before_digest)
  })

  test('whose bucket can not be made are not there', async () => {
    const buckets = join(server.dataFolder, 'buckets')
    renameSync(buckets, `${buckets}-away`)
    refusedByIam(await api('POST', '/v3/domains', { domain: { name: 'homeless' } }), 500)
    renameSync(`${buckets}-away`, buckets)
    const { domains } = made(await api('GET', '/v3/domains'))
    assert.ok(domains.every(({ name }: { name: string }) => name !== 'homeless'))
    await addAccount('homeless')
  })

  test('see nothing of each other', async () => {
    const [left, right] = [await addAccount('left'), await addAccount('right')]
    const { ca_id } = ok(await left.client('POST', authorities, rootBody('Left')))
    refused(await right.client('GET', `${authorities}/${ca_id}`), 404, 'PCA.00030102')
    const paths = [
      '/v3/users',
      '/v3/groups',
      '/v3/projects',
      '/v3.0/OS-ROLE/roles',
      '/v1.0/enterprise-projects',
    ]
    for (const path of paths) {
      const text = (await right.client('GET', path)).bytes.toString()
      assert.ok(!text.includes(left.domain.id) && !text.includes(left.user.id), path)
    }
    refusedByIam(await right.client('GET', `/v3/users/${left.user.id}`), 404)
    refusedByIam(await right.client('GET', `/v3/users?domain_id=${left.domain.id}`), 404)
  })

  test('that are disabled are refused, and are let in again', async () => {
    const { domain, client } = await addAccount('frozen')
    made(await api('PATCH', `/v3/domains/${domain.id}`, { domain: { enabled: false } }))
    refused(await client('GET', authorities), 401, 'PCA.00010002')
    made(await api('PATCH', `/v3/domains/${domain.id}`, { domain: { enabled: true } }))
    ok(await client('GET', authorities))
    const own = `/v3/domains/${server.credentials.domain.id}`
    refusedByIam(await api('PATCH', own, { domain: { enabled: false } }), 403)
  })

  test('have quotas of their own, or the default again', async () => {
    const { domain, client } = await addAccount('small')
    const change = (changes: object) => api('PATCH', `/v3/domains/${domain.id}`, { domain: changes })
    assert.equal(made(await change({ ca_quota: 1 })).domain.ca_quota, 1)
    ok(await client('POST', authorities, rootBody('First')))
    refused(await client('POST', authorities, rootBody('Second')), 403, 'PCA.00030001')
    assert.equal(made(await change({ ca_quota: -1 })).domain.ca_quota, null)
    ok(await client('POST', authorities, rootBody('Second')))
  })

  test('are managed by administrators of the first one only, not by who has every permission there', async () => {
    const member = await addMember(server, 'mighty', { Effect: 'Allow', Action: ['*:*:*'] })
    refusedByIam(await member.api('GET', '/v3/domains'), 403)
    refusedByIam(await member.api('POST', '/v3/domains', { domain: { name: 'no' } }), 403)
    refusedByIam(await api('PATCH', '/v3/domains/unknown', { domain: { enabled: false } }), 404)
  })
})
