import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { downloadBundle, issueByRequest, serverTypes } from './bundles.ts'
import { commonName, ecKeys, request } from './requests.ts'
import { createRoot, issue } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const root = await createRoot(server)
const keys = ecKeys()

async function dispositionOf(id: string, type: string): Promise<string | null> {
  const { answer } = await downloadBundle(api, id, { type })
  return answer.headers.get('content-disposition')
}

/** The name of a CSR may hold anything but nul; that of a file holds what stands nowhere for anything else (api-answers A43). */
suite('what a bundle is called', () => {
  for (const [name, expected] of [
    ['a"b', 'a_b'],
    ['"; filename="x.exe', '___filename__x.exe'],
    ['a\r\nSet-Cookie: x=1\r\n\r\n', 'a__Set-Cookie__x_1____'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['..\\x', '.._x'],
    ['a%0d%0a%22', 'a_0d_0a_22'],
    ['*.example.test', '_.example.test'],
    ['Ünïcode', '_n_code'],
    ['证书', '__'],
    ['𠮷', '_'],
    ['\u202egpj.exe', '_gpj.exe'],
    ['\u007f\u0001\t', '___'],
    [' ', '_'],
    ['a b', 'a_b'],
    ['A.b_c-9', 'A.b_c-9'],
    ['$(id)`id`', '__id__id_'],
    ['x'.repeat(64), 'x'.repeat(64)],
  ] as const) {
    test(`${JSON.stringify(name)} → ${expected}`, async () => {
      const id = await issueByRequest(server, root, request({ keys, subject: commonName(name) }))
      assert.equal(await dispositionOf(id, 'NGINX'), `attachment; filename="${expected}_nginx.zip"`)
    })
  }

  test('it ends with the type in lower case', async () => {
    const id = await issue(server, root, { distinguished_name: { common_name: 'Www.example.test' } })
    for (const type of serverTypes) {
      const expected = `attachment; filename="Www.example.test_${type.toLowerCase()}.zip"`
      assert.equal(await dispositionOf(id, type), expected)
      assert.equal(await dispositionOf(id, type.toLowerCase()), expected)
    }
  })
})
