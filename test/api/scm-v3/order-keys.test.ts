import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { suite, test } from 'node:test'
import { alternativeNames, commonName, dns, ecKeys, request, rsaKeys } from '../pca-v1/requests.ts'
import { ok, refused } from '../pca-v1/support.ts'
import { createPolicy, createSubject } from '../permissions/subjects.ts'
import { startScene, statusOf } from './order-scene.ts'
import { apply, buy, company } from './orders.ts'
import { exported, show } from './support.ts'

const scene = await startScene()
const { api, issue, server } = scene
const domain = 'www.example.test'
const csrOf = (keys = ecKeys(), ...names: string[]) =>
  request({
    keys,
    subject: commonName(domain),
    ...(names.length > 0 && { extensions: [alternativeNames(...names.map(dns))] }),
  })
const spki = (pem: string) => createPublicKey(pem).export({ type: 'spki', format: 'pem' })
const publicHalf = (pem: string) =>
  createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'pem' })

suite('keys that are made here', () => {
  for (const [key_algorithm, type, detail] of [
    ['RSA_2048', 'rsa', 2048],
    ['RSA_3072', 'rsa', 3072],
    ['RSA_4096', 'rsa', 4096],
    ['EC_P256', 'ec', 'prime256v1'],
    ['EC_P384', 'ec', 'secp384r1'],
  ] as const) {
    test(key_algorithm, async () => {
      const id = await issue({}, { key_algorithm })
      const { certificate, private_key } = await exported(api, id)
      const { publicKey } = new X509Certificate(certificate)
      assert.equal(publicKey.asymmetricKeyType, type)
      const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {}
      assert.equal(modulusLength ?? namedCurve, detail)
      assert.equal(publicHalf(private_key), spki(certificate))
    })
  }

  test('RSA_2048 if none is named', async () => {
    const id = await issue({}, { key_algorithm: undefined })
    const { publicKey } = new X509Certificate((await exported(api, id)).certificate)
    assert.equal(publicKey.asymmetricKeyDetails?.modulusLength, 2048)
  })
})

suite('a CSR whose key stays with the user', () => {
  test('is certified, with our names and nothing else of it; export gives no key, and it is not renewed by itself', async () => {
    const keys = rsaKeys()
    const csr = request({ keys, subject: commonName(domain.toUpperCase()) })
    const id = await issue({}, { csr })
    const certificate = await show(api, id)
    assert.deepEqual(
      [certificate.status, certificate.push_support, certificate.auto_renew],
      ['ISSUED', 'OFF', false],
    )
    const out = await exported(api, id)
    assert.equal(out.private_key, null)
    const leaf = new X509Certificate(out.certificate)
    assert.equal(leaf.subject, `CN=${domain}`)
    assert.ok(leaf.checkPrivateKey(keys.privateKey))
    assert.match(out.entire_certificate, /END CERTIFICATE-----\n-----BEGIN/)
  })

  test('line ends may be written out', async () => {
    ok(await apply(api, await buy(api), { csr: csrOf().replaceAll('\n', '\\r\\n') }))
  })

  for (const [what, csr, code] of [
    ['other names', csrOf(ecKeys(), domain, 'more.example.test'), 'SCM.0015'],
    ['another name', request({ subject: commonName('other.example.test') }), 'SCM.0015'],
    ['no name', request({ subject: commonName('Li Lei') }), 'SCM.0015'],
    ['a wildcard of it', csrOf(ecKeys(), `*.${domain}`), 'SCM.0015'],
    ['a wrong signature', request({ subject: commonName(domain), isSignatureBroken: true }), 'SCM.0005'],
    ['SHA-1', request({ subject: commonName(domain), hash: 'sha1' }), 'SCM.0005'],
    ['RSA of 1024 bits', csrOf(rsaKeys(1024)), 'SCM.0005'],
    ['two CSRs', csrOf() + csrOf(), 'SCM.0005'],
    ['a certificate label', csrOf().replaceAll('CERTIFICATE REQUEST', 'CERTIFICATE'), 'SCM.0005'],
  ] as const) {
    test(`with ${what} → ${code}`, async () => {
      const id = await buy(api)
      refused(await apply(api, id, { csr }), 400, code, 'csr')
      assert.equal(await statusOf(api, id), 'PAID')
    })
  }

  test('fewer names than are applied for → SCM.0015', async () => {
    const id = await buy(api, { domain_type: 'MULTI_DOMAIN', domain_numbers: 2 })
    refused(await apply(api, id, { sans: 'b.example.test', csr: csrOf() }), 400, 'SCM.0015', 'csr')
    ok(await apply(api, id, { sans: 'b.example.test', csr: csrOf(ecKeys(), 'b.example.test') }))
  })
})

suite('a CSR of the store', () => {
  const stored = async (changes: object = {}) => {
    const body = {
      name: 'csr',
      domain_name: domain,
      private_key_algo: 'EC_P384',
      usage: 'PERSONAL',
      ...changes,
    }
    const { status, body: made } = await api('POST', '/v3/scm/csr', body)
    assert.equal(status, 201)
    return ok(await api('GET', `/v3/scm/csr/${made.id}`))
  }

  test('brings its key, which export gives; the CSR may be gone by then', async () => {
    const { id: csrId, csr } = await stored()
    const { private_key: key } = ok(await api('GET', `/v3/scm/csr/${csrId}/private-key`))
    const id = await buy(api)
    ok(await apply(api, id, { csr }))
    await api('DELETE', `/v3/scm/csr/${csrId}`)
    await scene.prove(id)
    await scene.worker.pass(60_000)
    const out = await exported(api, id)
    assert.equal(publicHalf(out.private_key), publicHalf(key))
    assert.equal(publicHalf(out.private_key), spki(out.certificate))
    assert.equal((await show(api, id)).push_support, 'ON')
  })

  test('brings no key where it was uploaded without one', async () => {
    const csr = csrOf()
    ok(await api('POST', '/v3/scm/csr/upload', { name: 'mine', csr }))
    assert.equal((await exported(api, await issue({}, { csr }))).private_key, null)
  })

  test("brings no key of another account's", async () => {
    const { csr } = await stored()
    const stranger = server.as(await server.addAccount('stranger'))
    const id = await issue({}, { csr }, stranger)
    assert.equal((await exported(stranger, id)).private_key, null)
  })

  test('to apply with it does not take the permission to read its key, which export does', async () => {
    const { csr } = await stored()
    const applicant = await createSubject(server, 'applicant')
    for (const action of ['scm:cert:subscribe', 'scm:cert:apply'])
      await applicant.grant(await createPolicy(server, action, 'Allow', action))
    const id = await buy(applicant.api)
    ok(await apply(applicant.api, id, { csr }))
    refused(await applicant.api('POST', `/v3/scm/certificates/${id}/export`), 401, 'SCM.4002')
  })
})

suite('the subject', () => {
  test('of DV is the name alone, whatever was said of a company', async () => {
    const leaf = new X509Certificate((await exported(api, await issue({}, company))).certificate)
    assert.equal(leaf.subject, `CN=${domain}`)
  })
  test("is no CA's", async () => {
    const leaf = new X509Certificate((await exported(api, await issue())).certificate)
    assert.equal(leaf.ca, false)
    assert.deepEqual(leaf.keyUsage, ['1.3.6.1.5.5.7.3.1'])
  })
})
