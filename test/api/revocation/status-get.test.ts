import assert from 'node:assert/strict'
import { get } from 'node:http'
import { after, suite, test } from 'node:test'
import { readOcspResponse } from '../../../src/x509/parsed-ocsp-response.ts'
import { createRoot, issue } from '../pca-v1/support.ts'
import { startServer } from '../running-server.ts'
import { question, said, serialOf, switchResponder } from './statuses.ts'

const server = await startServer()
after(() => server.close())
const root = await createRoot(server)
await switchResponder(server, root, true)

/** Sends the path as it is written: clients of the URL kind would tidy it. */
const getRaw = (path: string) =>
  new Promise<{ status: number | undefined; type: string | undefined; der: Uint8Array }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(server.base)
      get({ hostname, port, path }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const type = response.headers['content-type']
          resolve({ status: response.statusCode, type, der: new Uint8Array(Buffer.concat(chunks)) })
        })
      }).on('error', reject)
    },
  )

/** A question whose base64 holds what is looked for: the nonce makes each another. */
async function questionWith(pattern: RegExp): Promise<string> {
  const serial = await serialOf(server, await issue(server, root))
  for (let attempt = 0; attempt < 65_536; attempt += 1) {
    const end = [0xff, 0xff, 0xfe, 0xfb, 0xef, 0xbe].slice(attempt % 3)
    const nonce = Uint8Array.of(attempt >> 8, attempt & 255, ...end)
    const text = (await question(server, root, [serial], { nonce })).toBase64()
    if (pattern.test(text)) return text
  }
  throw new Error(`no question holds ${pattern}`)
}

/** Sees that the path is the question, by its nonce. */
async function isAnswered(path: string, asked: string): Promise<void> {
  const { status, type, der } = await getRaw(path)
  assert.deepEqual([status, type], [200, 'application/ocsp-response'])
  const { basic } = readOcspResponse(der)
  assert.ok(basic, path)
  assert.equal(said(basic), 'good')
  assert.ok(basic.nonce && Buffer.from(asked, 'base64').includes(basic.nonce))
}

const escaped = (text: string) => encodeURIComponent(text)

suite('OCSP by GET', () => {
  for (const [what, pattern] of [
    ['/', /\//],
    ['//', /\/\//],
    ['+', /\+/],
    ['=', /[^=]=$/],
    ['==', /==$/],
  ] as const) {
    test(`base64 that holds ${what}, as it is and escaped`, async () => {
      const text = await questionWith(pattern)
      await isAnswered(`/ocsp/${root}/${text}`, text)
      await isAnswered(`/ocsp/${root}/${escaped(text)}`, text)
      await isAnswered(`/ocsp/${root}/${escaped(text).replaceAll('%2F', '%2f')}`, text)
    })
  }

  test('what is no question: malformedRequest', async () => {
    for (const path of ['x', 'AAAA', '%00', '..%2F..', 'MA==?x=1']) {
      const { status, der } = await getRaw(`/ocsp/${root}/${path}`)
      assert.equal(status, 200, path)
      assert.equal(readOcspResponse(der).status, 'malformedRequest', path)
    }
  })

  test('the same words as by POST', async () => {
    const serial = await serialOf(server, await issue(server, root))
    const request = await question(server, root, [serial])
    const { der } = await getRaw(`/ocsp/${root}/${escaped(request.toBase64())}`)
    const posted = await fetch(`${server.base}/ocsp/${root}`, {
      method: 'POST',
      body: request as Uint8Array<ArrayBuffer>,
    })
    assert.ok(Buffer.from(await posted.arrayBuffer()).equals(der))
  })
})
