import assert from 'node:assert/strict'
import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { type Bundle, certificatesOf, downloadBundle, exportPath, issueByRequest } from './bundles.ts'
import { openJavaKeyStore, openPfx } from './key-stores.ts'
import { ecKeys, request } from './requests.ts'
import { createRoot, createSubordinate, exportBody, issue, ok } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const root = await createRoot(server)
const middle = await createSubordinate(server, root, { path_length: 1 }, 'Middle')
const low = await createSubordinate(server, middle, {}, 'Low')

const rawOf = (path: readonly X509Certificate[]) => path.map(({ raw }) => raw)
/** The leaf and its chain up to the root, by the other form of the same call. */
async function pathOf(id: string): Promise<Buffer[]> {
  const { certificate, certificate_chain } = ok(await api('POST', exportPath(id), exportBody))
  return rawOf(certificatesOf((certificate + certificate_chain).replaceAll('\r\n', '\n')))
}

/** Client contract 1.2.4: where the leaf stands, and where its chain; and that is all of both files. */
const textFiles = {
  APACHE: { leaf: 'server.crt', chain: 'chain.crt', leafByRequest: 'server.crt' },
  OTHER: { leaf: 'server.pem', chain: 'chain.pem', leafByRequest: 'cert.pem' },
} as const

async function assertText(bundle: Bundle, id: string, leaf: string, chain: string): Promise<void> {
  const [first, ...others] = await pathOf(id)
  assert.deepEqual(rawOf(certificatesOf(bundle.text(leaf))), [first])
  assert.deepEqual(rawOf(certificatesOf(bundle.text(chain))), others)
}

suite('certificates in a bundle', () => {
  test('NGINX: one file from the leaf up to the root, each signed by the next', async () => {
    const id = await issue(server, low)
    const path = certificatesOf((await downloadBundle(api, id, { type: 'NGINX' })).text('server.crt'))
    assert.deepEqual(rawOf(path), await pathOf(id))
    assert.deepEqual(
      path.map(({ subject }) => /^CN=(.+)$/m.exec(subject)?.[1]),
      ['www.example.test', 'Low', 'Middle', 'Test Root'],
    )
    for (const [index, each] of path.entries()) {
      assert.ok(each.verify((path[index + 1] ?? each).publicKey))
    }
  })

  for (const type of ['APACHE', 'OTHER'] as const) {
    const { leaf, chain, leafByRequest } = textFiles[type]
    test(`${type}: the leaf in ${leaf}, the issuing CA … root in ${chain}`, async () => {
      const id = await issue(server, low)
      await assertText(await downloadBundle(api, id, { type }), id, leaf, chain)
    })
    test(`${type} by CSR: the leaf in ${leafByRequest}, the issuing CA … root in ${chain}`, async () => {
      const id = await issueByRequest(server, low)
      await assertText(await downloadBundle(api, id, { type }), id, leafByRequest, chain)
    })
  }

  for (const type of ['IIS', 'TOMCAT']) {
    test(`${type} by CSR: as for Apache`, async () => {
      const id = await issueByRequest(server, low)
      const { answer } = await downloadBundle(api, id, { type })
      assert.deepEqual(answer.bytes, (await downloadBundle(api, id, { type: 'APACHE' })).answer.bytes)
    })
  }

  test('NGINX by CSR: the certificate of the key that stayed, and its chain', async () => {
    const keys = ecKeys('P-384')
    const id = await issueByRequest(server, low, request({ keys }))
    const path = certificatesOf((await downloadBundle(api, id, { type: 'NGINX' })).text('server.crt'))
    assert.deepEqual(rawOf(path), await pathOf(id))
    assert.ok(path[0]?.checkPrivateKey(keys.privateKey))
  })

  test('below the root itself the chain is the root', async () => {
    const id = await issue(server, root)
    const bundle = await downloadBundle(api, id, { type: 'APACHE' })
    assert.equal(certificatesOf(bundle.text('chain.crt')).length, 1)
    await assertText(bundle, id, 'server.crt', 'chain.crt')
  })
})

const pemOf = (label: string) =>
  new RegExp(`^-----BEGIN ${label}-----\\n(?:[A-Za-z0-9+/=]{1,64}\\n)+-----END ${label}-----\\n$`)

const passwords = ['secret-1', 'x'.repeat(32), 'pässword "32" 中文 \\$`', '😀'.repeat(32)]
const algorithms = [
  ['RSA2048', 'RSA PRIVATE KEY'],
  ['EC256', 'EC PRIVATE KEY'],
  ['EC384', 'EC PRIVATE KEY'],
] as const

for (const [algorithm, label] of algorithms) {
  suite(`the key in a bundle, ${algorithm}`, async () => {
    const id = await issue(server, low, { key_algorithm: algorithm })
    const path = await pathOf(id)
    const key = createPrivateKey(ok(await api('POST', exportPath(id), exportBody)).private_key)
    const isIt = (other: KeyObject) => assert.ok(other.equals(key), 'it is another key')

    for (const type of ['APACHE', 'NGINX', 'OTHER']) {
      test(`${type}: server.key, as ${label}; with a password as ENCRYPTED PRIVATE KEY`, async () => {
        const plain = (await downloadBundle(api, id, { type })).text('server.key')
        assert.match(plain, pemOf(label))
        isIt(createPrivateKey(plain))
        for (const passphrase of passwords) {
          const bundle = await downloadBundle(api, id, { type, password: passphrase })
          const sealed = bundle.text('server.key')
          assert.match(sealed, pemOf('ENCRYPTED PRIVATE KEY'))
          isIt(createPrivateKey({ key: sealed, passphrase }))
          assert.throws(() => createPrivateKey({ key: sealed, passphrase: `${passphrase}.` }))
        }
      })
    }

    for (const [type, name, open] of [
      ['IIS', 'server.pfx', openPfx],
      ['TOMCAT', 'server.jks', openJavaKeyStore],
    ] as const) {
      test(`${type}: ${name} opens with what stands in keystorePass.txt`, async () => {
        const bundle = await downloadBundle(api, id, { type })
        const password = bundle.text('keystorePass.txt')
        assert.match(password, /^[!-~]{16,}$/, 'text without a newline, and no word to guess')
        const { privateKey, certificates } = await open(bundle.octets(name), password)
        isIt(privateKey)
        assert.deepEqual(rawOf(certificates), path)
        const again = await downloadBundle(api, id, { type })
        assert.notEqual(again.text('keystorePass.txt'), password)
      })
      test(`${type}: ${name} opens with the password that was chosen`, async () => {
        for (const password of passwords) {
          const bundle = await downloadBundle(api, id, { type, password })
          const { privateKey, certificates } = await open(bundle.octets(name), password)
          isIt(privateKey)
          assert.deepEqual(rawOf(certificates), path)
        }
      })
    }
  })
}

test('a password that protects nothing of a CSR leaves its bundle as it is', async () => {
  const id = await issueByRequest(server, low)
  for (const type of ['APACHE', 'NGINX', 'IIS', 'TOMCAT', 'OTHER']) {
    const { answer } = await downloadBundle(api, id, { type, password: 'secret-1' })
    assert.deepEqual(answer.bytes, (await downloadBundle(api, id, { type })).answer.bytes)
  }
})
