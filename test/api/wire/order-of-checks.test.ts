import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { type RunningServer, startServer } from '../running-server.ts'
import { authorities, certificates, issueBody, rootBody, unknownId } from '../samples.ts'
import { type RawAnswer, type Signing, send, sendSigned } from './raw-http.ts'

/**
 * api-answers B: route → size → credentials → account enabled → permission → media type and syntax → path id →
 * fields → existence → state. Each request here has every later fault too.
 */
describe('requests with several faults are answered for the first in the order of checks', () => {
  let server: RunningServer
  let disabledAccount: { accessKey: string; secretKey: string }
  let powerless: { accessKey: string; secretKey: string }

  before(async () => {
    server = await startServer()
    disabledAccount = (await server.addAccount('disabled')) as typeof disabledAccount
    powerless = (await server.addUser('powerless')) as typeof powerless
    const database = new DatabaseSync(join(server.dataFolder, 'chancery.db'))
    database.exec(`update account set is_enabled = 0 where name = 'disabled'`)
    database.close()
  })
  after(() => server.close())

  const tooLong = ' '.repeat(64 * 1024 + 1)
  const issuePath = certificates
  const revokePath = (id: string) => `${certificates}/${id}/revoke`

  const assertAnswer = (answer: RawAnswer, status: number, code: string) => {
    assert.deepEqual({ status: answer.status, code: answer.code }, { status, code }, answer.text)
  }
  const post = (path: string, body: string | Uint8Array, options: Signing = {}) =>
    sendSigned(server, 'POST', path, { body, ...options })

  test('an unknown route goes before size, credentials and syntax', async () => {
    const headers = { 'content-type': 'text/plain' }
    assertAnswer(
      await send(server.base, { method: 'POST', path: '/v1/nowhere', headers, body: tooLong }),
      404,
      'APIG.0101',
    )
    assertAnswer(
      await send(server.base, { method: 'POST', path: '/v1/nowhere', headers, body: ' '.repeat(2_000_000) }),
      404,
      'APIG.0101',
    )
  })

  test('a wrong method goes before size, credentials and syntax', async () => {
    const headers = { 'content-type': 'text/plain' }
    for (const body of [tooLong, ' '.repeat(2_000_000)]) {
      const answer = await send(server.base, { method: 'PUT', path: authorities, headers, body })
      assertAnswer(answer, 405, 'APIG.0101')
    }
  })

  test('a size over the limit goes before credentials and media type', async () => {
    const headers = { 'content-type': 'text/plain' }
    const answer = await send(server.base, { method: 'POST', path: authorities, headers, body: tooLong })
    assertAnswer(answer, 413, 'APIG.0201')
  })

  test('missing credentials go before media type, syntax, path id and fields', async () => {
    for (const path of [authorities, revokePath('no-id')]) {
      const headers = { 'content-type': 'text/plain' }
      assertAnswer(await send(server.base, { method: 'POST', path, headers, body: '{' }), 401, 'APIG.0301')
    }
  })

  test('missing credentials go before a Content-Type that is not even well-formed', async () => {
    const headers = { 'content-type': 'json' }
    const answer = await send(server.base, { method: 'POST', path: authorities, headers, body: '{' })
    assertAnswer(answer, 401, 'APIG.0301')
  })

  test('a wrong signature goes before permission, media type, syntax, path id and fields', async () => {
    const wrong = { ...powerless, secretKey: 'wrong' }
    for (const path of [authorities, revokePath('no-id')]) {
      const answer = await post(path, '{', { ...wrong, headers: { 'content-type': 'text/plain' } })
      assertAnswer(answer, 401, 'APIG.0301')
    }
    await sendSigned(server, 'GET', authorities, powerless)
  })

  test('a wrong signature goes before a Content-Type that is not even well-formed', async () => {
    const answer = await post(authorities, '{', { secretKey: 'wrong', headers: { 'content-type': 'json' } })
    assertAnswer(answer, 401, 'APIG.0301')
    await server.api('GET', authorities)
  })

  test('a disabled account goes before media type, syntax, path id and fields', async () => {
    for (const path of [authorities, revokePath('no-id')]) {
      const options = { ...disabledAccount, headers: { 'content-type': 'text/plain' } }
      assertAnswer(await post(path, '{', options), 401, 'PCA.00010002')
    }
  })

  test('permission goes before media type, syntax, path id, fields and existence', async () => {
    const headers = { 'content-type': 'text/plain' }
    assertAnswer(await post(authorities, '{', { ...powerless, headers }), 401, 'PCA.00010004')
    for (const path of [revokePath('no-id'), revokePath(unknownId), `${authorities}/no-id/disable`]) {
      assertAnswer(await post(path, '{', powerless), 401, 'PCA.00010004')
    }
    const listed = await sendSigned(server, 'GET', `${authorities}?limit=x`, powerless)
    assertAnswer(listed, 401, 'PCA.00010004')
  })

  test('media type goes before syntax, path id and fields', async () => {
    const answer = await post(revokePath('no-id'), '{', { headers: { 'content-type': 'text/plain' } })
    assertAnswer(answer, 415, 'PCA.00020001')
  })

  test('JSON syntax goes before path id and fields', async () => {
    assertAnswer(await post(revokePath('no-id'), '{'), 400, 'PCA.00020001')
  })

  test('path id syntax goes before fields and existence', async () => {
    assertAnswer(await post(revokePath('no-id'), '{"reason":"BOREDOM"}'), 400, 'PCA.00020301')
    assertAnswer(await post(`${authorities}/no-id/activate`, '{}'), 400, 'PCA.00020201')
  })

  test('fields go before existence', async () => {
    assertAnswer(await post(revokePath(unknownId), '{"reason":"BOREDOM"}'), 400, 'PCA.00020001')
    const body = JSON.stringify({ ...issueBody(unknownId), key_algorithm: 'DSA' })
    assertAnswer(await post(issuePath, body), 400, 'PCA.00020102')
  })

  test('fields are judged in the order of the reference: the first wrong one answers', async () => {
    const wrong = {
      type: 'LEAF',
      distinguished_name: { common_name: '' },
      key_algorithm: 'DSA',
      validity: { type: 'WEEK', value: 0 },
      signature_algorithm: 'MD5',
      crl_configuration: { enabled: 'yes' },
    }
    const root = rootBody('Ordered Root')
    const steps: readonly [fixed: keyof typeof root, code: string][] = [
      ['type', 'PCA.00020202'],
      ['distinguished_name', 'PCA.00020101'],
      ['key_algorithm', 'PCA.00020102'],
      ['validity', 'PCA.00020109'],
      ['signature_algorithm', 'PCA.00020103'],
    ]
    const body: Record<string, unknown> = { ...wrong }
    for (const [field, code] of steps) {
      assertAnswer(await post(authorities, JSON.stringify(body)), 400, code)
      body[field] = root[field]
    }
    assertAnswer(await post(authorities, JSON.stringify(body)), 400, 'PCA.00020204')
  })

  test('existence goes before state', async () => {
    assertAnswer(await post(revokePath(unknownId), '{}'), 404, 'PCA.00030102')
    assertAnswer(await post(issuePath, JSON.stringify(issueBody(unknownId))), 404, 'PCA.00030103')
  })

  test('a query that is wrong goes after credentials and permission, and before the list', async () => {
    assertAnswer(await send(server.base, { path: `${authorities}?limit=x` }), 401, 'APIG.0301')
    assertAnswer(await sendSigned(server, 'GET', `${authorities}?limit=x`), 400, 'PCA.00020001')
  })
})
