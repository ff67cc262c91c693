import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { createRoot, issue } from '../pca-v1/support.ts'
import { question, serialOf, switchResponder } from '../revocation/statuses.ts'
import { startServer } from '../running-server.ts'
import { unknownId } from '../samples.ts'
import { send } from './raw-http.ts'

const server = await startServer()
after(() => server.close())
const root = await createRoot(server)
await switchResponder(server, root, true)
const asked = await question(server, root, [await serialOf(server, await issue(server, root))])

suite('HEAD where GET is answered to anyone', () => {
  for (const path of [
    '/healthz',
    '/docs',
    '/openapi.json',
    `/pki/${root}.crt`,
    `/ocsp/${root}/${encodeURIComponent(asked.toBase64())}`,
  ]) {
    test(`${path.slice(0, 24)}: the head of the answer, and nothing behind it`, async () => {
      const got = await send(server.base, { path })
      const { status, headers, text } = await send(server.base, { method: 'HEAD', path })
      assert.equal(status, 200)
      assert.equal(text, '')
      for (const name of ['content-type', 'cache-control']) assert.equal(headers[name], got.headers[name])
      assert.ok(Number(headers['content-length']) > 0)
    })
  }

  test('a refusal keeps its status', async () => {
    for (const [path, expected] of [
      ['/metrics', 401],
      [`/pki/${unknownId}.crt`, 404],
      ['/crl/nowhere/nothing.crl', 404],
      ['/ocsp/', 404],
    ] as const) {
      const { status, text } = await send(server.base, { method: 'HEAD', path })
      assert.equal(status, expected, path)
      assert.equal(text, '')
    }
  })
})
