import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningServer, startServer } from '../running-server.ts'
import { authorities } from '../samples.ts'
import { assertUnknown } from './external.ts'
import { idTokenPath, takeTokenWith } from './provider.ts'

describe('without rules for other identity services', () => {
  let server: RunningServer

  before(async () => {
    server = await startServer()
  })
  after(() => server.close())

  test("nobody's word counts", async () => {
    assertUnknown(await server.as({ token: 'gAAAA-of-a-keystone' })('GET', authorities))
    const answer = await takeTokenWith(server, 'eyJhbGciOiJub25lIn0.e30.')
    assert.equal(answer.status, 404, `${idTokenPath} ${answer.bytes.toString()}`)
  })

  test('there is nobody to sign in with', async () => {
    const nobody = server.as('nobody')
    assert.deepEqual((await nobody('GET', '/v3/auth/oidc')).body, { providers: [] })
    for (const step of ['login', 'callback?code=x&state=y']) {
      assert.equal((await nobody('GET', `/v3/auth/oidc/corp/${step}`)).status, 404)
    }
    assert.equal((await nobody('POST', '/v3/auth/oidc/corp/token')).status, 404)
  })
})
