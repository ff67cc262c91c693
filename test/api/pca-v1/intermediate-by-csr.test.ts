import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import { type ApiClient, type RunningServer, startServer } from '../running-server.ts'
import {
  activateBody,
  authorities,
  certificates,
  issueBody,
  pendingBody,
  rootBody,
  subordinateBody,
} from '../samples.ts'
import { basicConstraintsOf, inspect, keyUsagesOf } from './inspect.ts'
import { commonName, ecKeys, request, rsaKeys } from './requests.ts'
import { done, everything, forbidden, ok, refused, unchanged } from './support.ts'

let server: RunningServer
let api: ApiClient
let root: string

before(async () => {
  server = await startServer()
  api = server.api
  root = ok(await api('POST', authorities, rootBody())).ca_id
})
after(() => server.close())

const ask = (csr: string, changes: object = {}, as = api) =>
  as('POST', `${certificates}/csr`, {
    issuer_id: root,
    csr,
    type: 'INTERMEDIATE_CA',
    validity: { type: 'DAY', value: 90 },
    ...changes,
  })
const certify = async (csr: string, changes: object = {}): Promise<string> =>
  ok(await ask(csr, changes)).certificate_id
const act = (id: string, verb: string, body?: object) => api('POST', `${authorities}/${id}/${verb}`, body)
const exported = async (id: string) => ok(await act(id, 'export'))

suite('an intermediate CA by CSR', () => {
  test('is a CA certificate below the issuer, with the path length that was asked for', async () => {
    for (const [asked, expected] of [
      [{}, 0],
      [{ path_length: 3 }, 3],
    ] as const) {
      const keys = ecKeys('P-384')
      const id = await certify(request({ keys, subject: commonName('Their CA') }), asked)
      const { certificate, certificate_chain: chain } = await exported(id)
      const x509 = new X509Certificate(certificate)
      assert.ok(x509.ca)
      assert.ok(x509.publicKey.equals(keys.publicKey))
      assert.ok(x509.verify(new X509Certificate(chain).publicKey))
      assert.equal(basicConstraintsOf(inspect(certificate))?.pathLength, expected)
      assert.deepEqual(keyUsagesOf(inspect(certificate)), ['digitalSignature', 'keyCertSign', 'cRLSign'])
    }
  })

  test('shows as the reference does: ACTIVED, SUBORDINATE, CSR, the kind of its key', async () => {
    const id = await certify(request({ keys: rsaKeys(3072), subject: commonName('Shown CA') }))
    const shown = ok(await api('GET', `${authorities}/${id}`))
    assert.deepEqual(
      [
        shown.status,
        shown.type,
        shown.gen_mode,
        shown.key_algorithm,
        shown.signature_algorithm,
        shown.issuer_id,
      ],
      ['ACTIVED', 'SUBORDINATE', 'CSR', 'RSA3072', 'SHA384', root],
    )
    assert.equal(shown.distinguished_name.common_name, 'Shown CA')
    assert.equal(shown.distinguished_name.country, null)
  })

  test('is neither listed nor counted', async () => {
    const before = await everything(api)
    await certify(request({ subject: commonName('Unlisted CA') }))
    assert.deepEqual(await everything(api), before)
  })

  test('issues nothing here, and nothing else may be done with it but showing, exporting, revoking', async () => {
    const id = await certify(request({ subject: commonName('Kept CA') }))
    forbidden(await api('POST', certificates, issueBody(id)))
    forbidden(await api('POST', authorities, subordinateBody(id)))
    for (const verb of ['disable', 'enable', 'restore']) forbidden(await act(id, verb))
    forbidden(await act(id, 'activate', activateBody(root)))
    forbidden(await act(id, 'import', { certificate: (await exported(id)).certificate }))
    forbidden(await api('GET', `${authorities}/${id}/csr`))
    forbidden(await api('DELETE', `${authorities}/${id}?pending_days=7`))
    done(await act(id, 'revoke', { reason: 'CERTIFICATE_HOLD' }))
    assert.equal(ok(await api('GET', `${authorities}/${id}`)).status, 'REVOKED')
    done(await act(id, 'release'))
    ok(await act(id, 'export'))
  })

  test('takes the CSR of a PENDING CA, but not a key that certifies itself', async () => {
    const pending = ok(await api('POST', authorities, pendingBody('Pending'))).ca_id
    const { csr } = ok(await api('GET', `${authorities}/${pending}/csr`))
    await certify(csr)
    const active = ok(await api('POST', authorities, { ...pendingBody('Own'), key_algorithm: 'EC256' })).ca_id
    const own = ok(await api('GET', `${authorities}/${active}/csr`)).csr
    done(
      await act(active, 'activate', {
        issuer_id: root,
        path_length: 1,
        signature_algorithm: 'SHA256',
        validity: { type: 'YEAR', value: 1 },
      }),
    )
    refused(await ask(own, { issuer_id: active }), 400, 'PCA.00020401', 'csr')
  })

  test('refuses what it must, and nothing changed', async () => {
    const narrow = ok(await api('POST', authorities, subordinateBody(root, 'Narrow'))).ca_id
    const csr = request({ subject: commonName('Refused CA') })
    await unchanged(api, async () => {
      refused(await ask(csr, { issuer_id: narrow }), 400, 'PCA.00020203', 'path_length')
      refused(await ask(csr, { path_length: 7 }), 400, 'PCA.00020203', 'path_length')
      refused(await ask('x'), 400, 'PCA.00020401', 'csr')
      refused(await ask(request({ isSignatureBroken: true })), 400, 'PCA.00020401', 'csr')
      refused(await ask(csr, {}, server.as(await server.addUser('nobody'))), 401, 'PCA.00010004')
      refused(await ask(csr, {}, server.as(await server.addAccount('stranger'))), 404, 'PCA.00030103')
    })
  })
})
