import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { ApiClient } from '../running-server.ts'
import { authorities, certificates, issueBody, pendingBody, rootBody } from '../samples.ts'
import { commonName, request } from './requests.ts'
import { done, forbidden, ok } from './support.ts'
import { makeTagged, type Noun, nouns, startTagServer, tagCalls, tagList } from './tagged.ts'

const server = await startTagServer()
after(() => server.close())
const { api } = server
const [ca, certificate] = nouns as [Noun, Noun]
const stranger = server.as(await server.addAccount('stranger'))
const inUse = async (noun: Noun, as: ApiClient = api) => ok(await tagCalls(as, noun).inUse()).tags
const total = async (noun: Noun, key: string, as: ApiClient = api): Promise<number> =>
  ok(await tagCalls(as, noun).count({ tags: [{ key }] })).total_count

suite('all tags of an account', () => {
  test('none at first; CAs and certificates are kept apart', async () => {
    for (const noun of nouns) assert.deepEqual(await inUse(noun), [])
    await makeTagged(server, ca, { env: 'prod', only: 'ca' })
    await makeTagged(server, certificate, { env: 'test', only: 'certificate' })
    assert.deepEqual(await inUse(ca), [
      { key: 'env', values: ['prod'] },
      { key: 'only', values: ['ca'] },
    ])
    assert.deepEqual(await inUse(certificate), [
      { key: 'env', values: ['test'] },
      { key: 'only', values: ['certificate'] },
    ])
    assert.equal(await total(ca, 'env'), 1)
  })

  test('keys and values sorted, each once, the empty value too', async () => {
    for (const env of ['prod', 'dev', 'prod', '']) await makeTagged(server, ca, { env, Zone: env })
    const [zone, env] = await inUse(ca)
    assert.deepEqual(zone, { key: 'Zone', values: ['', 'dev', 'prod'] })
    assert.deepEqual(env, { key: 'env', values: ['', 'dev', 'prod'] })
  })

  test("another account has its own, and can't find ours", async () => {
    for (const noun of nouns) {
      assert.deepEqual(await inUse(noun, stranger), [])
      assert.equal(await total(noun, 'env', stranger), 0)
    }
    const theirs = ok(await stranger('POST', authorities, rootBody('Theirs'))).ca_id
    done(await tagCalls(stranger, ca).setAll(theirs, tagList({ env: 'theirs' })))
    assert.deepEqual(await inUse(ca, stranger), [{ key: 'env', values: ['theirs'] }])
    assert.equal(JSON.stringify(await inUse(ca)).includes('theirs'), false)
  })
})

suite('tags go with what carried them', () => {
  test('a certificate that is deleted', async () => {
    const id = await makeTagged(server, certificate, { leaving: 'yes' })
    assert.equal(await total(certificate, 'leaving'), 1)
    done(await api('DELETE', `${certificates}/${id}`))
    assert.equal(await total(certificate, 'leaving'), 0)
    assert.equal(JSON.stringify(await inUse(certificate)).includes('leaving'), false)
  })

  test('a pending CA that is deleted', async () => {
    const id = ok(await api('POST', authorities, pendingBody())).ca_id
    done(await tagCalls(api, ca).set(id, { key: 'leaving', value: '' }))
    assert.equal(await total(ca, 'leaving'), 1)
    done(await api('DELETE', `${authorities}/${id}`))
    assert.equal(await total(ca, 'leaving'), 0)
    assert.equal(JSON.stringify(await inUse(ca)).includes('leaving'), false)
  })

  test('but not while a CA waits for its end, nor when one is disabled or revoked', async () => {
    const id = await makeTagged(server, ca, { staying: 'yes' })
    for (const change of [
      () => api('POST', `${authorities}/${id}/disable`),
      () => api('DELETE', `${authorities}/${id}?pending_days=7`),
      () => api('POST', `${authorities}/${id}/restore`),
    ]) {
      done(await change())
      assert.equal(await total(ca, 'staying'), 1)
      done(await tagCalls(api, ca).set(id, { key: 'still', value: 'changeable' }))
      done(await tagCalls(api, ca).remove(id, [{ key: 'still' }]))
    }
  })

  test('a certificate that is revoked or expired keeps them', async () => {
    const id = await makeTagged(server, certificate, { kept: 'yes' })
    done(await api('POST', `${certificates}/${id}/revoke`, {}))
    assert.equal(await total(certificate, 'kept'), 1)
    assert.deepEqual(ok(await tagCalls(api, certificate).list(id)).tags, [{ key: 'kept', value: 'yes' }])
  })
})

test('a CA whose key stays with the user has no tags, and is never found', async () => {
  const root = ok(await api('POST', authorities, rootBody('Above'))).ca_id
  const { certificate_id: id } = ok(
    await api('POST', `${certificates}/csr`, {
      ...issueBody(root),
      csr: request({ subject: commonName('By CSR') }),
      type: 'INTERMEDIATE_CA',
    }),
  )
  const calls = tagCalls(api, ca)
  const before = ok(await calls.count()).total_count
  forbidden(await calls.set(id, { key: 'k', value: '' }))
  forbidden(await calls.setAll(id, [{ key: 'k', value: '' }]))
  forbidden(await calls.remove(id, [{ key: 'k' }]))
  forbidden(await calls.list(id))
  assert.equal(await total(ca, 'k'), 0)
  const found = ok(await calls.filter({ matches: [{ key: 'resource_name', value: 'By CSR' }] }))
  assert.deepEqual(found, { total_count: 0, resources: [] })
  assert.equal(before, ok(await api('GET', `${authorities}?limit=0`)).total)
})
