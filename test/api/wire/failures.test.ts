import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, test } from 'node:test'
import type { Database } from '../../../src/domain/ports/doors.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { authorities, rootBody, subordinateBody } from '../samples.ts'
import { type RawAnswer, requestIdForm, send, sendSigned } from './raw-http.ts'

/** Stores that fail under the running server: what callers are told, and what not. */
describe('failures of ours', () => {
  let server: RunningServer
  let database: Database

  beforeEach(async () => {
    server = await startServer()
    database = server.world.database
  })
  afterEach(() => server.close())

  const inside = 'SQLITE_IOERR: select secret_sealed from access_key'

  async function whileBroken(door: 'read' | 'search' | 'write', work: () => Promise<RawAnswer>) {
    // an own property hides the method of the class until it is removed
    Object.defineProperty(database, door, {
      configurable: true,
      value: () => Promise.reject(new Error(inside)),
    })
    try {
      return await work()
    } finally {
      Reflect.deleteProperty(database, door)
    }
  }

  const assertFailure = (answer: RawAnswer, code: string) => {
    assert.equal(answer.status, 500, answer.text)
    assert.equal(answer.code, code)
    assert.ok(!answer.text.includes('SQLITE') && !answer.text.includes('secret_sealed'), answer.text)
    assert.match(String(answer.headers['x-request-id']), requestIdForm)
    assert.match(answer.headers['content-type'] ?? '', /^application\/json/)
  }

  test('a list that fails: 500 PCA.00000001, without a word of its inside', async () => {
    const answer = await whileBroken('search', () => sendSigned(server, 'GET', authorities))
    assertFailure(answer, 'PCA.00000001')
    assert.deepEqual(Object.keys(answer.body).sort(), ['error_code', 'error_msg'])
    assert.equal((await sendSigned(server, 'GET', authorities)).status, 200)
  })

  test('a write that fails: 500 PCA.00000001, and nothing is there', async () => {
    const body = JSON.stringify(rootBody('Lost Root'))
    const answer = await whileBroken('write', () => sendSigned(server, 'POST', authorities, { body }))
    assertFailure(answer, 'PCA.00000001')
    assert.equal((await server.api('GET', authorities)).body.total, 0)
    assert.equal((await sendSigned(server, 'POST', authorities, { body })).status, 200)
  })

  test('the identity store that can not be read: 500 PCA.00000005 for an access key and for a token', async () => {
    const signed = await whileBroken('read', () => sendSigned(server, 'GET', authorities))
    assertFailure(signed, 'PCA.00000005')
    const token = await whileBroken('read', () =>
      send(server.base, { path: authorities, headers: { 'x-auth-token': 'f'.repeat(43) } }),
    )
    assertFailure(token, 'PCA.00000005')
  })

  test('IAM says 500 in its own words', async () => {
    const answer = await whileBroken('read', () => sendSigned(server, 'GET', '/v3/projects'))
    assert.equal(answer.status, 500)
    assert.equal(answer.body.error.code, 500)
    assert.equal(answer.body.error.title, 'Internal Server Error')
    assert.equal(answer.body.error.message, answer.message)
    assert.match(answer.code ?? '', /^IAM\./)
    assert.ok(!answer.text.includes('SQLITE'))
    assert.match(String(answer.headers['x-request-id']), requestIdForm)
  })

  test('a key that does not open: 500 PCA.00000004', async () => {
    const { body } = await server.api('POST', authorities, rootBody('Key Root'))
    const file = new DatabaseSync(join(server.dataFolder, 'chancery.db'))
    const { changes } = file.prepare('update sealed_key set sealed = zeroblob(64)').run()
    file.close()
    assert.equal(changes, 1)
    const answer = await sendSigned(server, 'POST', authorities, {
      body: JSON.stringify(subordinateBody(body.ca_id)),
    })
    assertFailure(answer, 'PCA.00000004')
  })
})
