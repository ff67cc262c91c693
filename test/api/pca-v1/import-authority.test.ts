import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { activateBody, authorities, certificates, pendingBody, rootBody } from '../samples.ts'
import { inspect, oids } from './inspect.ts'
import { certify, outsideBelow, outsideRoot, rsa2048 } from './outside.ts'
import {
  authorityCertificateOf,
  createAuthority,
  createSubordinate,
  done,
  exportBody,
  forbidden,
  issue,
  ok,
  refused,
  showAuthority,
  showCertificate,
  unchanged,
} from './support.ts'

const server = await startServer({ 'ca-quota': '1000' })
after(() => server.close())
const { api } = server
const root = await outsideRoot({ subject: 'CN=Outside Root, O=Elsewhere' })
const middle = await outsideBelow(root, { subject: 'CN=Outside Middle', pathLength: 3 })
const chain = middle.chain.join('')

const requested = async (changes: object = {}) => {
  const id = await createAuthority(server, { ...pendingBody('Imported'), ...changes })
  return { id, csr: ok(await api('GET', `${authorities}/${id}/csr`)).csr as string }
}
const bring = (id: string, certificate: string, certificate_chain?: string) =>
  api('POST', `${authorities}/${id}/import`, {
    certificate,
    ...(certificate_chain !== undefined && { certificate_chain }),
  })
const exported = async (id: string) => ok(await api('POST', `${authorities}/${id}/export`))
const blocks = (pems: string): string[] =>
  (pems.match(/-----BEGIN[^-]+-----[^-]+-----END CERTIFICATE-----/g) ?? []).map((pem) =>
    new X509Certificate(pem).raw.toString('hex'),
  )

suite('a certificate from elsewhere', () => {
  test('with its chain: the CA is ACTIVED, and shows what the certificate says', async () => {
    const { id, csr } = await requested()
    const before = await showAuthority(server, id)
    const certificate = await certify(middle, csr, {
      pathLength: 2,
      hash: 'SHA-512',
      serialNumber: '123456789abcdef0',
      notBefore: new Date('2026-02-03T04:05:06Z'),
      notAfter: new Date('2031-02-03T04:05:06Z'),
    })
    done(await bring(id, certificate, chain))
    assert.deepEqual(await showAuthority(server, id), {
      ...before,
      status: 'ACTIVED',
      gen_mode: 'IMPORT',
      issuer_id: null,
      issuer_name: 'Outside Middle',
      signature_algorithm: 'SHA512',
      path_length: 2,
      serial_number: String(0x123456789abcdef0n),
      not_before: Date.UTC(2026, 1, 3, 4, 5, 6),
      not_after: Date.UTC(2031, 1, 3, 4, 5, 6),
    })
  })

  test('is exported as it came, its chain in the same order', async () => {
    const { id, csr } = await requested()
    const certificate = await certify(middle, csr)
    done(await bring(id, certificate, chain))
    const answer = await exported(id)
    assert.deepEqual(blocks(answer.certificate), blocks(certificate))
    assert.deepEqual(blocks(answer.certificate_chain), blocks(chain))
    assert.equal(blocks(chain).length, 2)
  })

  test('without path length and without chain: 7, and nothing stands above it', async () => {
    for (const none of [undefined, '']) {
      const { id, csr } = await requested()
      const certificate = await certify(root, csr)
      done(await bring(id, certificate, none))
      const ca = await showAuthority(server, id)
      assert.deepEqual([ca.status, ca.path_length, ca.issuer_name], ['ACTIVED', 7, 'Outside Root'])
      assert.equal((await exported(id)).certificate_chain, null)
    }
  })

  test('below an RSA root, for an RSA key, from a root that is given alone', async () => {
    const rsaRoot = await outsideRoot({ subject: 'CN=RSA Root' }, rsa2048)
    const { id, csr } = await requested({ key_algorithm: 'RSA2048' })
    done(await bring(id, await certify(rsaRoot, csr, { hash: 'SHA-384' }), rsaRoot.pem))
    const leaf = await issue(server, id)
    assert.equal((await showCertificate(server, leaf)).issuer_name, 'Imported')
  })

  test('with another subject: that is shown, and what is issued has it as its issuer', async () => {
    const { id, csr } = await requested()
    const certificate = await certify(root, csr, { subject: 'C=de, O=Renamed, CN=New Name, CN=Second' })
    done(await bring(id, certificate, root.pem))
    const ca = await showAuthority(server, id)
    assert.deepEqual(ca.distinguished_name, {
      country: 'de',
      state: null,
      locality: null,
      organization: 'Renamed',
      organizational_unit: null,
      common_name: 'New Name',
    })
    const found = ok(await api('GET', `${authorities}?name=New%20Name`))
    assert.equal(found.certificate_authorities[0].ca_id, id)
    const leaf = await issue(server, id)
    const { certificate: leafPem } = ok(await api('POST', `${certificates}/${leaf}/export`, exportBody))
    assert.deepEqual(inspect(leafPem).issuer, inspect(certificate).subject)
    assert.equal((await showCertificate(server, leaf)).issuer_name, 'New Name')
  })

  test('once only: the CA is no longer PENDING', async () => {
    const { id, csr } = await requested()
    const certificate = await certify(root, csr)
    done(await bring(id, certificate))
    await unchanged(api, async () => {
      forbidden(await bring(id, certificate))
      forbidden(await api('POST', `${authorities}/${id}/activate`, activateBody(id)))
      forbidden(await api('GET', `${authorities}/${id}/csr`))
    })
  })

  test('only for a PENDING CA: not for a root, a disabled one, a subordinate', async () => {
    const own = await createAuthority(server, rootBody('Own Root'))
    const below = await createSubordinate(server, own)
    done(await api('POST', `${authorities}/${below}/disable`))
    await unchanged(api, async () => {
      for (const id of [own, below]) forbidden(await bring(id, middle.pem))
    })
  })

  test('two imports at once: one wins', async () => {
    const { id, csr } = await requested()
    const made = await Promise.all([certify(root, csr), certify(middle, csr)])
    const answers = await Promise.all(made.map((certificate) => bring(id, certificate)))
    const statuses = answers.map(({ status }) => status)
    assert.deepEqual(new Set(statuses), new Set([204, 403]))
    const winner = made[statuses.indexOf(204)] ?? ''
    assert.deepEqual(blocks((await exported(id)).certificate), blocks(winner))
  })
})

suite('a CA with a certificate from elsewhere', () => {
  test('issues: the exported chain is its own certificate and all that came with it', async () => {
    const { id, csr } = await requested()
    const certificate = await certify(middle, csr)
    done(await bring(id, certificate, chain))
    const leaf = await issue(server, id)
    const answer = ok(await api('POST', `${certificates}/${leaf}/export`, exportBody))
    assert.deepEqual(blocks(answer.certificate_chain), blocks(certificate + chain))
    const signer = new X509Certificate(certificate)
    assert.ok(new X509Certificate(answer.certificate).verify(signer.publicKey))
  })

  test('and so does a CA below it', async () => {
    const { id, csr } = await requested()
    const certificate = await certify(middle, csr, { pathLength: 1 })
    done(await bring(id, certificate, chain))
    const below = await createSubordinate(server, id)
    const { certificate: own, certificate_chain: above } = await exported(below)
    assert.deepEqual(blocks(above), blocks(certificate + chain))
    const leaf = await issue(server, below)
    const answer = ok(await api('POST', `${certificates}/${leaf}/export`, exportBody))
    assert.deepEqual(blocks(answer.certificate_chain), blocks(own + certificate + chain))
  })

  test('points at the key identifier of the certificate; where it has none, at one made of the key', async () => {
    for (const isWithoutKeyIdentifier of [false, true]) {
      const { id, csr } = await requested()
      const certificate = await certify(root, csr, { isWithoutKeyIdentifier })
      done(await bring(id, certificate, root.pem))
      const { certificate: pem } = ok(
        await api('POST', `${certificates}/${await issue(server, id)}/export`, exportBody),
      )
      const identifier = inspect(pem).extensions.get(oids.authorityKeyIdentifier)?.value.subarray(4)
      const own = inspect(certificate).extensions.get(oids.subjectKeyIdentifier)?.value.subarray(2)
      assert.equal(identifier?.length, 20)
      if (!isWithoutKeyIdentifier) assert.deepEqual(identifier, own)
    }
  })

  test('is disabled, enabled and deleted like any other; only its own issuer can revoke it', async () => {
    const { id, csr } = await requested()
    done(await bring(id, await certify(root, csr)))
    const act = (verb: string) => api('POST', `${authorities}/${id}/${verb}`)
    await unchanged(api, async () => forbidden(await act('revoke')))
    for (const verb of ['disable', 'enable', 'disable']) done(await act(verb))
    done(await api('DELETE', `${authorities}/${id}?pending_days=7`))
    done(await act('restore'))
    assert.equal((await showAuthority(server, id)).status, 'DISABLED')
  })

  test('has its certificate at the address that what it issued names', async () => {
    const { id, csr } = await requested()
    const certificate = await certify(root, csr)
    done(await bring(id, certificate))
    const served = await fetch(`${server.base}/pki/${id}.crt`)
    assert.deepEqual(Buffer.from(await served.arrayBuffer()).toString('hex'), blocks(certificate)[0])
    assert.equal((await authorityCertificateOf(server, id)).subject.length > 0, true)
  })

  test('expires when its certificate says, and issues no more', async () => {
    const { id, csr } = await requested()
    const notAfter = new Date(server.clock.now() + 3_600_000)
    done(await bring(id, await certify(root, csr, { notAfter })))
    server.clock.advance(3_600_000)
    assert.equal((await showAuthority(server, id)).status, 'EXPIRED')
    refused(await api('POST', authorities, { ...pendingBody(), ...activateBody(id) }), 403, 'PCA.00030201')
  })
})
