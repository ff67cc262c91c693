import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import {
  activateBody,
  authorities,
  certificates,
  issueBody,
  orderBody,
  pendingBody,
  rootBody,
  subordinateBody,
  unknownId,
} from '../samples.ts'
import { someAuthorityCertificate } from './outside.ts'
import { request } from './requests.ts'
import { createAuthority, createRoot, everything, exportBody, issue, ok, refused } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const root = await createRoot(server)
const pending = await createAuthority(server, pendingBody())
const certificate = await issue(server, root)
const powerless = server.as(await server.addUser('powerless'))
const stranger = server.as(await server.addAccount('stranger'))
const strangersRoot = ok(await stranger('POST', authorities, rootBody())).ca_id
const nobody = server.as('nobody')
const csr = request()
const validity = { type: 'DAY', value: 1 }
const tag = { key: 'k', value: 'v' }
const imported = await someAuthorityCertificate()

interface Operation {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly body?: object
}

const foundByTag = (noun: string, root: string): Operation[] => [
  { name: `all tags of ${noun}s`, method: 'GET', path: `${root}/tags` },
  { name: `${noun}s by tags`, method: 'POST', path: `${root}/resource-instances/filter`, body: {} },
  { name: `count of ${noun}s by tags`, method: 'POST', path: `${root}/resource-instances/count`, body: {} },
]
const onTags = (noun: string, one: string): Operation[] => [
  { name: `${noun} tags`, method: 'GET', path: `${one}/tags` },
  { name: `set a ${noun} tag`, method: 'POST', path: `${one}/tags`, body: { tag } },
  { name: `set ${noun} tags`, method: 'POST', path: `${one}/tags/create`, body: { tags: [tag] } },
  { name: `remove ${noun} tags`, method: 'DELETE', path: `${one}/tags/delete`, body: { tags: [tag] } },
]

const open: Operation[] = [
  { name: 'create CA', method: 'POST', path: authorities, body: rootBody() },
  { name: 'list CAs', method: 'GET', path: authorities },
  { name: 'CA quota', method: 'GET', path: `${authorities}/quotas` },
  { name: 'issue certificate', method: 'POST', path: certificates, body: issueBody(root) },
  { name: 'list certificates', method: 'GET', path: certificates },
  { name: 'certificate quota', method: 'GET', path: `${certificates}/quotas` },
  {
    name: 'issue by CSR',
    method: 'POST',
    path: `${certificates}/csr`,
    body: { issuer_id: root, csr, validity },
  },
  { name: 'parse CSR', method: 'POST', path: `${certificates}/csr/parse`, body: { csr } },
  { name: 'order CAs', method: 'POST', path: `${authorities}/order`, body: orderBody(1) },
  { name: 'list buckets', method: 'GET', path: `${authorities}/obs/buckets` },
  { name: 'show agency', method: 'GET', path: `${authorities}/agency` },
  { name: 'create agency', method: 'POST', path: `${authorities}/agencies` },
  ...foundByTag('CA', authorities),
  ...foundByTag('certificate', certificates),
]
const onAuthority = (id: string): Operation[] => [
  { name: 'CA details', method: 'GET', path: `${authorities}/${id}` },
  { name: 'CA request', method: 'GET', path: `${authorities}/${id}/csr` },
  { name: 'activate CA', method: 'POST', path: `${authorities}/${id}/activate`, body: activateBody(root) },
  { name: 'disable CA', method: 'POST', path: `${authorities}/${id}/disable` },
  { name: 'enable CA', method: 'POST', path: `${authorities}/${id}/enable` },
  { name: 'export CA', method: 'POST', path: `${authorities}/${id}/export` },
  {
    name: 'import CA',
    method: 'POST',
    path: `${authorities}/${id}/import`,
    body: { certificate: imported },
  },
  {
    name: 'enable CRL',
    method: 'POST',
    path: `${authorities}/${id}/crl/enable`,
    body: { obs_bucket_name: 'bucket', valid_days: 7 },
  },
  { name: 'disable CRL', method: 'POST', path: `${authorities}/${id}/crl/disable` },
  {
    name: 'switch OCSP',
    method: 'POST',
    path: `${authorities}/${id}/ocsp/switch`,
    body: { ocsp_switch: true },
  },
  ...onTags('CA', `${authorities}/${id}`),
]
const onCertificate = (id: string): Operation[] => [
  { name: 'certificate details', method: 'GET', path: `${certificates}/${id}` },
  { name: 'export certificate', method: 'POST', path: `${certificates}/${id}/export`, body: exportBody },
  { name: 'revoke certificate', method: 'POST', path: `${certificates}/${id}/revoke`, body: {} },
  ...onTags('certificate', `${certificates}/${id}`),
]
const onIssuer = (id: string): Operation[] => [
  { name: 'create CA below', method: 'POST', path: authorities, body: subordinateBody(id) },
  { name: 'issue certificate', method: 'POST', path: certificates, body: issueBody(id) },
  {
    name: 'issue by CSR',
    method: 'POST',
    path: `${certificates}/csr`,
    body: { issuer_id: id, csr, validity },
  },
]

const before = await everything(api)

suite('who may', () => {
  for (const { name, method, path, body } of [...open, ...onAuthority(root), ...onCertificate(certificate)]) {
    test(`${name}: a user who was granted nothing → 401 PCA.00010004`, async () => {
      refused(await powerless(method, path, body), 401, 'PCA.00010004')
    })
    test(`${name}: nobody → 401 APIG.0301`, async () => {
      const answer = await nobody(method, path, body)
      assert.equal(`${answer.status} ${answer.code}`, '401 APIG.0301')
    })
  }

  for (const { name, method, path } of [...onAuthority('x'), ...onCertificate('x')]) {
    test(`${name}: permission is asked before the id and the body are looked at`, async () => {
      refused(await powerless(method, path, method === 'GET' ? undefined : '{'), 401, 'PCA.00010004')
    })
  }
})

suite("another account's object is an unknown one, byte for byte", () => {
  const pairs: [Operation[], Operation[], string][] = [
    [onAuthority(root), onAuthority(unknownId), 'PCA.00030102'],
    [onAuthority(pending), onAuthority(unknownId), 'PCA.00030102'],
    [onCertificate(certificate), onCertificate(unknownId), 'PCA.00030102'],
    [onIssuer(root), onIssuer(unknownId), 'PCA.00030103'],
  ]
  for (const [theirs, unknown, code] of pairs) {
    for (const [index, { name, method, path, body }] of theirs.entries()) {
      test(`${name} ${path} → 404 ${code}`, async () => {
        const answer = await stranger(method, path, body)
        refused(answer, 404, code)
        const same = unknown[index]
        const expected = await stranger(method, same?.path ?? '', same?.body)
        assert.ok(answer.bytes.equals(expected.bytes))
        assert.deepEqual(namesOf(answer.headers), namesOf(expected.headers))
      })
    }
  }

  test("activate with another account's issuer → 404 PCA.00030103", async () => {
    const path = `${authorities}/${pending}/activate`
    const answer = await api('POST', path, activateBody(strangersRoot))
    refused(answer, 404, 'PCA.00030103', 'issuer_id')
    assert.ok(answer.bytes.equals((await api('POST', path, activateBody(unknownId))).bytes))
  })

  const namesOf = (headers: Headers) => [...headers.keys()]
})

suite('an object of the other kind is unknown', () => {
  for (const { name, method, path, body } of [...onAuthority(certificate), ...onCertificate(root)]) {
    test(`${name} → 404 PCA.00030102`, async () => {
      refused(await api(method, path, body), 404, 'PCA.00030102')
    })
  }
  test('a certificate as issuer → 404 PCA.00030103', async () => {
    for (const { method, path, body } of onIssuer(certificate)) {
      refused(await api(method, path, body), 404, 'PCA.00030103', 'issuer_id')
    }
  })
})

suite('a malformed id in the path', () => {
  const malformed = [
    'x',
    root.toUpperCase(),
    root.slice(1),
    `${root}0`,
    root.replaceAll('-', ''),
    `%7B${root}%7D`,
    '%20',
    'a'.repeat(1000),
    encodeURIComponent("' OR 1=1 --"),
    encodeURIComponent('中'),
    '..%2F..',
    '%00',
  ]
  for (const id of malformed) {
    const shown = id.length > 60 ? `${id.slice(0, 10)}…` : id
    for (const { name, method, path } of onAuthority(id)) {
      test(`${name} ${shown} → PCA.00020201, before the body`, async () => {
        const answer = await api(method, path, method === 'GET' ? undefined : { issuer_id: 5 })
        refused(answer, 400, 'PCA.00020201', 'ca_id')
      })
    }
    for (const { name, method, path } of onCertificate(id)) {
      test(`${name} ${shown} → PCA.00020301, before the body`, async () => {
        const answer = await api(method, path, method === 'GET' ? undefined : { type: 5, reason: 5 })
        refused(answer, 400, 'PCA.00020301', 'certificate_id')
      })
    }
  }
})

test('none of all this changed anything', async () => assert.deepEqual(await everything(api), before))
