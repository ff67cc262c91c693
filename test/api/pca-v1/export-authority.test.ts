import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { authorities, pendingBody } from '../samples.ts'
import {
  createAuthority,
  createRoot,
  createSubordinate,
  done,
  forbidden,
  ok,
  showAuthority,
  unchanged,
} from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const root = await createRoot(server)
const middle = await createSubordinate(server, root, { path_length: 1 }, 'Middle')
const low = await createSubordinate(server, middle, {}, 'Low')
const exported = async (id: string, body?: unknown) =>
  ok(await api('POST', `${authorities}/${id}/export`, body))

const block =
  '-----BEGIN CERTIFICATE-----\\r\\n(?:[A-Za-z0-9+/=]{1,64}\\r\\n)+-----END CERTIFICATE-----(?:\\r\\n)?'
const certificatesIn = (pem: string) =>
  (pem.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? []).map((text) => new X509Certificate(text))

suite('export a CA certificate', () => {
  test('a root: its certificate, and no chain', async () => {
    const answer = await exported(root)
    assert.deepEqual(Object.keys(answer).sort(), ['certificate', 'certificate_chain'])
    assert.equal(answer.certificate_chain, null)
    assert.match(answer.certificate, new RegExp(`^${block}$`))
  })

  test('a subordinate: the chain from its issuer to the root, each signed by the next', async () => {
    const { certificate, certificate_chain } = await exported(low)
    assert.match(certificate, new RegExp(`^${block}$`))
    assert.match(certificate_chain, new RegExp(`^(?:${block}){2}$`))
    const path = certificatesIn(certificate + certificate_chain)
    assert.equal(path.length, 3)
    for (const [index, each] of path.entries()) {
      const issuer = path[index + 1] ?? each
      assert.ok(each.ca)
      assert.ok(each.checkIssued(issuer))
      assert.ok(each.verify(issuer.publicKey))
    }
    assert.deepEqual(
      certificatesIn(certificate_chain).map(({ raw }) => raw.toString('hex')),
      [
        ...certificatesIn((await exported(middle)).certificate),
        ...certificatesIn((await exported(root)).certificate),
      ].map(({ raw }) => raw.toString('hex')),
    )
  })

  test('it is the certificate of the details, and always the same', async () => {
    const { certificate } = await exported(low)
    const x509 = new X509Certificate(certificate)
    const { serial_number, not_before, not_after } = await showAuthority(server, low)
    assert.equal(BigInt(`0x${x509.serialNumber}`).toString(), serial_number)
    assert.equal(x509.validFromDate.getTime(), not_before)
    assert.equal(x509.validToDate.getTime(), not_after)
    assert.equal((await exported(low)).certificate, certificate)
  })

  for (const body of ['null\n', '{}', 'no JSON']) {
    test(`a body ${JSON.stringify(body)} is ignored`, async () => {
      assert.deepEqual(await exported(root, body), await exported(root))
    })
  }

  test('an expired CA is exported, a disabled and a pending one are not', async () => {
    const hour = await createRoot(server, { validity: { type: 'HOUR', value: 1 } })
    const pending = await createAuthority(server, pendingBody())
    server.clock.advance(3_600_000)
    assert.equal((await showAuthority(server, hour)).status, 'EXPIRED')
    await exported(hour)
    done(await api('POST', `${authorities}/${hour}/disable`))
    await unchanged(api, async () => {
      for (const id of [hour, pending]) forbidden(await api('POST', `${authorities}/${id}/export`))
    })
  })

  test('below a disabled CA the chain still holds it', async () => {
    done(await api('POST', `${authorities}/${middle}/disable`))
    assert.equal(certificatesIn((await exported(low)).certificate_chain).length, 2)
  })
})
