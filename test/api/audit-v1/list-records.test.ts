import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sealRest } from '../../../src/domain/operations/audit/seal-trail.ts'
import { takeToken } from '../iam-v3/sign-in.ts'
import { type ApiAnswer, type RunningServer, startServer } from '../running-server.ts'
import { authorities, rootBody, unknownId } from '../samples.ts'
import { minuteMs } from '../test-clock.ts'

const records = '/v1/audit/records'

describe('GET /v1/audit/records', () => {
  let server: RunningServer
  let created: ApiAnswer
  let id: string
  let startedAt: number

  before(async () => {
    server = await startServer()
    startedAt = server.clock.now()
    server.clock.advance(minuteMs)
    created = await server.api('POST', authorities, rootBody())
    id = created.body.ca_id
    server.clock.advance(minuteMs)
    await server.api('POST', `${authorities}/${id}/disable`)
    await server.api('GET', `${authorities}/${unknownId}`)
  })
  after(() => server.close())

  const list = (query = '') => server.api('GET', `${records}${query}`)
  const operationsIn = async (query: string) => {
    const { status, body, message } = await list(query)
    assert.equal(status, 200, message ?? '')
    return body.records.map(({ operation }: { operation: string }) => operation)
  }

  test('tells who did what, how, from where, on which object, and how it went', async () => {
    const { body } = await list('?operation=createAuthority')
    assert.equal(body.records.length, 1)
    const [{ id: recordId, position, after_digest, ...told }] = body.records
    assert.match(recordId, /^\d+$/)
    assert.ok(position === null || position > 0)
    assert.match(after_digest, /^[0-9a-f]{64}$/)
    const { credentials } = server
    assert.deepEqual(told, {
      time: startedAt + minuteMs,
      user_id: credentials.user.id,
      method: 'access-key',
      access_key_id: credentials.access_key,
      source_address: '127.0.0.1',
      request_id: created.headers.get('x-request-id'),
      operation: 'createAuthority',
      object_kind: 'authority',
      object_id: id,
      result: 'success',
      before_digest: null,
      count: 1,
    })
    assert.equal(body.next_marker, null)
  })

  test('newest first, at once, refusals too', async () => {
    assert.deepEqual(await operationsIn('?limit=3'), ['showAuthority', 'disableAuthority', 'createAuthority'])
  })

  test('by time, user, object, result', async () => {
    const { user } = server.credentials
    assert.deepEqual(await operationsIn(`?object_id=${id}`), ['disableAuthority', 'createAuthority'])
    assert.deepEqual(await operationsIn('?result=authority-not-found'), ['showAuthority'])
    assert.deepEqual(
      await operationsIn(`?from=${startedAt + 1}&until=${startedAt + 2 * minuteMs}&user_id=${user.id}`),
      ['createAuthority'],
    )
    assert.deepEqual(await operationsIn('?object_kind=certificate'), [])
    assert.deepEqual(await operationsIn('?user_id=nobody'), [])
  })

  test('page by page everything comes once, also while it is sealed', async () => {
    const all = await operationsIn('')
    const seen: string[] = []
    let marker: string | null = ''
    while (marker !== null) {
      const { body } = await list(`?limit=1${marker === '' ? '' : `&marker=${marker}`}`)
      seen.push(...body.records.map(({ operation }: { operation: string }) => operation))
      marker = body.next_marker
      await sealRest(server.world)
    }
    assert.deepEqual(seen, all)
    const { body } = await list()
    for (const { position } of body.records) assert.ok(position > 0)
  })

  test('another account sees its own and nothing else', async () => {
    const other = server.as(await server.addAccount('other'))
    await other('POST', authorities, rootBody())
    const { body } = await other('GET', records)
    assert.deepEqual(
      body.records.map(({ operation }: { operation: string }) => operation),
      ['createAuthority'],
    )
    const { body: nothing } = await other('GET', `${records}?object_id=${id}`)
    assert.deepEqual(nothing, { records: [], next_marker: null })
  })

  test('a token will do; a user who was granted nothing may not', async () => {
    const token = await takeToken(server)
    assert.equal((await server.as({ token })('GET', records)).status, 200)
    const refused = await server.as(await server.addUser('nobody'))('GET', records)
    assert.deepEqual([refused.status, refused.code], [403, 'AUDIT.0403'])
    assert.match(refused.message ?? '', /audit:record:list/)
    assert.equal((await server.as({ token: 'x' })('GET', records)).code, 'AUDIT.0401')
    assert.equal((await server.as('nobody')('GET', records)).code, 'APIG.0301')
  })

  for (const query of [
    'limit=0',
    'limit=1001',
    'limit=x',
    'from=-1',
    'until=soon',
    'marker=1',
    'marker=a-b',
  ]) {
    test(`?${query} is refused`, async () => {
      const { status, code, message } = await list(`?${query}`)
      assert.deepEqual([status, code], [400, 'AUDIT.0400'])
      assert.match(message ?? '', new RegExp(`^Incorrect parameter\\.: ${query.split('=')[0]} `))
    })
  }
})
