import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { activateBody, authorities, pendingBody, unknownId } from '../samples.ts'
import * as fields from './authority-fields.ts'
import { basicConstraintsOf, inspect, keyUsagesOf, oids } from './inspect.ts'
import { bodyRefusals, fieldRefusals, refusals } from './refusals.ts'
import {
  authorityCertificateOf,
  bad,
  createAuthority,
  createRoot,
  done,
  forbidden,
  issue,
  ok,
  refused,
  showAuthority,
  shown,
  unchanged,
} from './support.ts'

const server = await startServer({ 'ca-quota': '1000' })
after(() => server.close())
const { api } = server
const root = await createRoot(server)
const waiting = () => createAuthority(server, pendingBody())
const activate = (id: string, body?: unknown) => api('POST', `${authorities}/${id}/activate`, body)

suite('activate a CA', () => {
  test('it is ACTIVED with all that was asked for, and the rest stays as it was', async () => {
    const id = await waiting()
    const before = await showAuthority(server, id)
    server.clock.advance(1000)
    const body = {
      ...activateBody(root),
      path_length: 3,
      signature_algorithm: 'SHA384',
      key_usages: ['keyCertSign', 'cRLSign'],
      crl_configuration: { enabled: false },
    }
    done(await activate(id, body))
    const { serial_number, ...ca } = await showAuthority(server, id)
    const now = server.clock.now()
    assert.deepEqual(ca, {
      ...Object.fromEntries(Object.entries(before).filter(([name]) => name !== 'serial_number')),
      status: 'ACTIVED',
      issuer_id: root,
      issuer_name: 'Test Root',
      signature_algorithm: 'SHA384',
      path_length: 3,
      not_before: now - 60_000,
      not_after: new Date(now).setUTCFullYear(new Date(now).getUTCFullYear() + 2),
    })
    const certificate = await authorityCertificateOf(server, id)
    assert.equal(certificate.serialNumber, serial_number)
    assert.equal(certificate.signatureAlgorithm, '1.2.840.10045.4.3.3')
    assert.deepEqual(keyUsagesOf(certificate), ['keyCertSign', 'cRLSign'])
    assert.deepEqual(basicConstraintsOf(certificate), { isCritical: true, isAuthority: true, pathLength: 3 })
    const issuer = await authorityCertificateOf(server, root)
    assert.ok(certificate.x509.verify(issuer.x509.publicKey))
    assert.ok(certificate.issuer.equals(issuer.subject))
    assert.ok(
      certificate.extensions
        .get(oids.authorityKeyIdentifier)
        ?.value.subarray(4)
        .equals(issuer.extensions.get(oids.subjectKeyIdentifier)?.value.subarray(2) ?? Buffer.alloc(0)),
    )
  })

  test("the certificate has the key and subject of the CA's own request, and it can issue", async () => {
    const id = await waiting()
    const { csr } = ok(await api('GET', `${authorities}/${id}/csr`))
    const parsed = ok(await api('POST', '/v1/private-certificates/csr/parse', { csr }))
    done(await activate(id, activateBody(root)))
    const { certificate } = ok(await api('POST', `${authorities}/${id}/export`))
    const spki = inspect(certificate).publicKey.toString('base64')
    assert.equal(parsed.public_key.replace(/-----[^-]+-----|\s/g, ''), spki)
    await issue(server, id)
  })

  for (const [what, changes] of [
    ['absent', {}],
    ['null', { path_length: null, key_usages: null, crl_configuration: null }],
    ['empty', { key_usages: [], path_length: '' }],
  ] as const) {
    test(`optional values ${what}: path length 0 and the three CA usages`, async () => {
      const id = await waiting()
      done(await activate(id, { ...activateBody(root), ...changes }))
      assert.equal((await showAuthority(server, id)).path_length, 0)
      const certificate = await authorityCertificateOf(server, id)
      assert.equal(basicConstraintsOf(certificate)?.pathLength, 0)
      assert.deepEqual(keyUsagesOf(certificate), ['digitalSignature', 'keyCertSign', 'cRLSign'])
    })
  }

  test('the body of the create request is taken, as Terraform sends it', async () => {
    const id = await waiting()
    done(await activate(id, { ...pendingBody('Other name'), ...activateBody(root) }))
    assert.equal((await showAuthority(server, id)).distinguished_name.common_name, 'Test Pending')
  })

  test('twice → 403', async () => {
    const id = await waiting()
    done(await activate(id, activateBody(root)))
    await unchanged(api, async () => forbidden(await activate(id, activateBody(root))))
  })

  test('of two at once one succeeds, the other → 403', async () => {
    const id = await waiting()
    const answers = await Promise.all([activate(id, activateBody(root)), activate(id, activateBody(root))])
    assert.equal(answers.filter(({ status }) => status === 204).length, 1)
    forbidden(answers.find(({ status }) => status === 403) ?? (await activate(id)))
  })

  test('by itself → 403, for it is not ACTIVED', async () => {
    const id = await waiting()
    await unchanged(api, async () => forbidden(await activate(id, activateBody(id))))
  })
})

const pending = await waiting()
const send = (body: unknown) => activate(pending, body)

refusals('activate a CA', api, [
  ...fieldRefusals(send, activateBody(root), [
    ...fields.badIssuerIds(true),
    ...fields.badPathLengths,
    ...fields.badHashes(true),
    ...bad('validity', 'PCA.00020109', [undefined, null, '']),
    ...fields.badValidities(20),
    ...fields.badAuthorityUsages,
    ...fields.badRevocationLists,
    ...fields.enabledRevocationLists,
  ]),
  ...bodyRefusals(send),
  {
    what: 'an unknown issuer',
    send: () => send(activateBody(unknownId)),
    status: 404,
    code: 'PCA.00030103',
    names: 'issuer_id',
  },
  {
    what: 'an unknown CA',
    send: () => activate(unknownId, activateBody(root)),
    status: 404,
    code: 'PCA.00030102',
  },
  {
    what: 'a root, before its issuer is looked for',
    send: () => activate(root, activateBody(unknownId)),
    status: 403,
    code: 'PCA.00030201',
  },
  {
    what: 'a wrong body, before the CA is looked for',
    send: () => activate(unknownId, { ...activateBody(root), path_length: 7 }),
    code: 'PCA.00020203',
  },
])

suite('activate a CA: the order of faults is that of the reference', () => {
  test('issuer_id, path_length, signature_algorithm, validity', async () => {
    const wrong = { issuer_id: 'X', path_length: 99, signature_algorithm: 'X', validity: 5 }
    refused(await send(wrong), 400, 'PCA.00020201', 'issuer_id')
    refused(await send({ ...wrong, issuer_id: root }), 400, 'PCA.00020203', 'path_length')
    const third = { ...wrong, issuer_id: root, path_length: 0 }
    refused(await send(third), 400, 'PCA.00020103', 'signature_algorithm')
    refused(await send({ ...third, signature_algorithm: 'SHA256' }), 400, 'PCA.00020109', 'validity')
  })
})

suite('activate a CA: an unknown enterprise project', () => {
  for (const { value, code, field } of fields.badEnterpriseProjects) {
    test(`${shown(value)} → ${code}`, async () => {
      const body = { ...activateBody(root), enterprise_project_id: value }
      refused(await activate(await waiting(), body), 400, code, field)
    })
  }
})
