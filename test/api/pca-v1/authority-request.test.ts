import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { activateBody, authorities, pendingBody, subject } from '../samples.ts'
import { elementsIn, only } from './der.ts'
import { createAuthority, createRoot, done, forbidden, ok, unchanged } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const requestOf = async (id: string) => ok(await api('GET', `${authorities}/${id}/csr`))

suite('export the CSR of a CA', () => {
  for (const keyAlgorithm of ['RSA2048', 'EC256', 'EC384']) {
    test(`${keyAlgorithm}: one PEM block with \\r\\n, signed by its own key`, async () => {
      const id = await createAuthority(server, { ...pendingBody(), key_algorithm: keyAlgorithm })
      const answer = await requestOf(id)
      assert.deepEqual(Object.keys(answer), ['csr'])
      const { csr } = answer
      assert.match(
        csr,
        /^-----BEGIN CERTIFICATE REQUEST-----\r\n(?:[A-Za-z0-9+/=]{1,64}\r\n)+-----END CERTIFICATE REQUEST-----\r\n$/,
      )
      const der = Buffer.from(csr.replace(/-----[^-]+-----|\s/g, ''), 'base64')
      const [information, algorithm, signature] = elementsIn(only(der).content)
      const [version, , publicKey] = elementsIn(information?.content ?? der)
      assert.deepEqual([...(version?.content ?? [])], [0])
      const key = createPublicKey({ key: publicKey?.whole ?? der, format: 'der', type: 'spki' })
      const hash = algorithm?.whole.includes(Buffer.from('2a8648ce3d040303', 'hex')) ? 'sha384' : 'sha256'
      assert.ok(verify(hash, information?.whole ?? der, key, signature?.content.subarray(1) ?? der))
    })
  }

  test('it asks for the subject of the CA, in the order C, ST, L, O, OU, CN', async () => {
    const { csr } = await requestOf(await createAuthority(server, pendingBody('中 * CA')))
    const parsed = ok(await api('POST', '/v1/private-certificates/csr/parse', { csr }))
    assert.deepEqual(parsed.distinguished_name, subject('中 * CA'))
    const der = Buffer.from(csr.replace(/-----[^-]+-----|\s/g, ''), 'base64').toString('latin1')
    const values = ['CN', 'Sichuan', 'Chengdu', 'Acme', 'PKI', Buffer.from('中').toString('latin1')]
    const places = values.map((text) => der.indexOf(text))
    assert.deepEqual(
      places,
      places.toSorted((left, right) => left - right),
    )
  })

  test('the key stays the same, and a wait changes nothing', async () => {
    const id = await createAuthority(server, pendingBody())
    const first = await requestOf(id)
    server.clock.advance(86_400_000)
    const parse = async (csr: string) => ok(await api('POST', '/v1/private-certificates/csr/parse', { csr }))
    assert.deepEqual(await parse((await requestOf(id)).csr), await parse(first.csr))
  })

  test('a root and an activated CA have none → 403', async () => {
    const root = await createRoot(server)
    const id = await createAuthority(server, pendingBody())
    done(await api('POST', `${authorities}/${id}/activate`, activateBody(root)))
    await unchanged(api, async () => {
      for (const each of [root, id]) forbidden(await api('GET', `${authorities}/${each}/csr`))
    })
  })
})
