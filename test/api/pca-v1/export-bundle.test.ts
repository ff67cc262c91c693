import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { bundleBody, downloadBundle, exportPath, issueByRequest, serverTypes } from './bundles.ts'
import { createRoot, createSubordinate, issue, ok, unchanged } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const root = await createRoot(server)
const issuer = await createSubordinate(server, root)

const certificates = {
  'an RSA key made here': await issue(server, issuer, { key_algorithm: 'RSA2048' }),
  'an EC key made here': await issue(server, issuer),
  'a key that stayed with the user': await issueByRequest(server, issuer),
}

/** Client contract 1.2.4. */
const layouts = {
  APACHE: { withKey: ['server.key', 'chain.crt', 'server.crt'], byRequest: ['chain.crt', 'server.crt'] },
  NGINX: { withKey: ['server.key', 'server.crt'], byRequest: ['server.crt'] },
  IIS: { withKey: ['keystorePass.txt', 'server.pfx'], byRequest: ['chain.crt', 'server.crt'] },
  TOMCAT: { withKey: ['keystorePass.txt', 'server.jks'], byRequest: ['chain.crt', 'server.crt'] },
  OTHER: { withKey: ['server.key', 'chain.pem', 'server.pem'], byRequest: ['chain.pem', 'cert.pem'] },
} as const

suite('the files of a bundle', () => {
  for (const type of serverTypes) {
    for (const [whose, id] of Object.entries(certificates)) {
      const { withKey, byRequest } = layouts[type]
      const names: readonly string[] = whose.endsWith('here') ? withKey : byRequest
      const told = names.filter((name) => name !== 'keystorePass.txt')

      test(`${type}, ${whose}: ${names.join(', ')}`, async () => {
        const { files } = await downloadBundle(api, id, { type })
        assert.deepEqual([...files.keys()].sort(), [...names].sort())
      })
      test(`${type}, ${whose}, with a password: ${told.join(', ')}`, async () => {
        const { files } = await downloadBundle(api, id, { type, password: 'secret-1' })
        assert.deepEqual([...files.keys()].sort(), told.sort())
      })
    }
  }

  for (const type of ['apache', 'Nginx', 'iis', 'tomCat', 'other']) {
    test(`${type} is the same as ${type.toUpperCase()}`, async () => {
      const { files, answer } = await downloadBundle(api, certificates['an EC key made here'], { type })
      const upper = await downloadBundle(api, certificates['an EC key made here'], {
        type: type.toUpperCase(),
      })
      assert.deepEqual([...files.keys()], [...upper.files.keys()])
      const name = 'content-disposition'
      assert.equal(answer.headers.get(name), upper.answer.headers.get(name))
    })
  }

  test('an export changes nothing that can be seen', () =>
    unchanged(api, async () => {
      for (const type of serverTypes) {
        await downloadBundle(api, certificates['an EC key made here'], { type, password: 'secret-1' })
      }
    }))
})

suite('an archive or JSON', () => {
  const id = certificates['an EC key made here']

  for (const isCompressed of [true, 'true']) {
    test(`is_compressed ${JSON.stringify(isCompressed)}: an archive, and said to be one`, async () => {
      const { answer } = await downloadBundle(api, id, { type: 'NGINX', is_compressed: isCompressed })
      assert.equal(answer.headers.get('content-type'), 'application/zip')
      assert.equal(answer.headers.get('content-length'), String(answer.bytes.length))
      const disposition = 'attachment; filename="www.example.test_nginx.zip"'
      assert.equal(answer.headers.get('content-disposition'), disposition)
    })
  }

  for (const isCompressed of [false, 'false']) {
    for (const type of ['IIS', 'TOMCAT']) {
      test(`${type}, is_compressed ${JSON.stringify(isCompressed)}: without a key, JSON`, async () => {
        const byRequest = certificates['a key that stayed with the user']
        const answer = await api('POST', exportPath(byRequest), { type, is_compressed: isCompressed })
        assert.deepEqual(Object.keys(ok(answer)).sort(), ['certificate', 'certificate_chain'])
        const other = await api('POST', exportPath(byRequest), { ...bundleBody, is_compressed: isCompressed })
        assert.deepEqual(answer.body, other.body)
        assert.match(String(answer.headers.get('content-type')), /^application\/json/)
      })
    }
  }

  for (const [what, changes] of [
    ['password null', { password: null }],
    ['password ""', { password: '' }],
    ['is_sm_standard', { is_sm_standard: 'x' }],
    ['an unknown field', { x: 1 }],
  ] as const) {
    test(`${what} changes nothing`, async () => {
      const plain = await downloadBundle(api, id, { type: 'NGINX' })
      const { answer } = await downloadBundle(api, id, { type: 'NGINX', ...changes })
      assert.deepEqual(answer.bytes, plain.answer.bytes)
    })
  }
})
