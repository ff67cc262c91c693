import 'reflect-metadata'
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509'
import { takeToken } from '../api/iam-v3/sign-in.ts'
import { type ApiAnswer, type RunningServer, startServer } from '../api/running-server.ts'
import {
  activateBody,
  authorities,
  certificates,
  issueBody,
  pendingBody,
  rootBody,
  subordinateBody,
  unknownId,
} from '../api/samples.ts'
import { type AuditRow, auditRows, query } from './audit-rows.ts'

const digestForm = /^[0-9a-f]{64}$/

describe('the audit trail', () => {
  let server: RunningServer
  let rootId: string

  before(async () => {
    server = await startServer({ 'trusted-proxies': '127.0.0.1' })
    rootId = (await server.api('POST', authorities, rootBody('Audit Root'))).body.ca_id
  })
  after(() => server.close())

  /** The rows that came while `work` ran. */
  async function rowsOf<Result>(work: () => Promise<Result>): Promise<{ result: Result; rows: AuditRow[] }> {
    const known = auditRows(server.dataFolder).length
    const result = await work()
    return { result, rows: auditRows(server.dataFolder).slice(known) }
  }

  async function assertOneRow(
    work: () => Promise<ApiAnswer>,
    expected: { operation: string; kind: string; id?: string | null; status: number },
  ): Promise<ApiAnswer> {
    const { result, rows } = await rowsOf(work)
    assert.equal(result.status, expected.status, result.bytes.toString())
    assert.equal(rows.length, 1, `${expected.operation} left ${rows.length} rows`)
    const [row] = rows as [AuditRow]
    const { credentials, clock } = server
    assert.equal(row.operation, expected.operation)
    assert.equal(row.object_kind, expected.kind)
    if (expected.id !== undefined) assert.equal(row.object_id, expected.id)
    assert.equal(row.result, 'success')
    assert.equal(row.account_id, credentials.domain.id)
    assert.equal(row.user_id, credentials.user.id)
    assert.equal(row.method, 'access-key')
    assert.equal(row.access_key_id, credentials.access_key)
    assert.equal(row.source_address, '127.0.0.1')
    assert.equal(row.request_id, result.headers.get('x-request-id'))
    assert.equal(row.at, clock.now())
    assert.equal(row.count, 1)
    for (const digest of [row.before_digest, row.after_digest]) {
      if (digest !== null) assert.match(digest, digestForm)
    }
    return result
  }

  test('the founding of the account is the first row', () => {
    const [first] = auditRows(server.dataFolder)
    assert.equal(first?.operation, 'foundAccount')
    assert.equal(first?.object_id, server.credentials.domain.id)
    assert.equal(first?.result, 'success')
  })

  test('every write of PCA has exactly one row that says who, how, what, on which object', async () => {
    const { api } = server
    const created = await assertOneRow(() => api('POST', authorities, rootBody('Second Root')), {
      operation: 'createAuthority',
      kind: 'authority',
      status: 200,
    })
    const root = created.body.ca_id
    assert.equal(auditRows(server.dataFolder).at(-1)?.object_id, root)

    const subordinate = await assertOneRow(() => api('POST', authorities, subordinateBody(root)), {
      operation: 'createAuthority',
      kind: 'authority',
      status: 200,
    })
    const pending = await assertOneRow(() => api('POST', authorities, pendingBody()), {
      operation: 'createAuthority',
      kind: 'authority',
      status: 200,
    })
    const { ca_id: id } = pending.body
    assert.notEqual(subordinate.body.ca_id, id)
    const one = `${authorities}/${id}`
    const authority = { kind: 'authority', id, status: 204 }
    await assertOneRow(() => api('POST', `${one}/activate`, activateBody(root)), {
      operation: 'activateAuthority',
      ...authority,
    })
    await assertOneRow(() => api('POST', `${one}/disable`), { operation: 'disableAuthority', ...authority })
    await assertOneRow(() => api('POST', `${one}/enable`), { operation: 'enableAuthority', ...authority })

    const issued = await assertOneRow(() => api('POST', certificates, issueBody(root)), {
      operation: 'issueCertificate',
      kind: 'certificate',
      status: 200,
    })
    const { certificate_id } = issued.body
    assert.equal(auditRows(server.dataFolder).at(-1)?.object_id, certificate_id)
    const certificate = { kind: 'certificate', id: certificate_id }
    await assertOneRow(
      () => api('POST', `${certificates}/${certificate_id}/export`, { type: 'OTHER', is_compressed: false }),
      { operation: 'exportCertificate', ...certificate, status: 200 },
    )
    await assertOneRow(() => api('POST', `${certificates}/${certificate_id}/revoke`), {
      operation: 'revokeCertificate',
      ...certificate,
      status: 204,
    })
  })

  test('issuing by CSR has one row, with the certificate', async () => {
    const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ])
    const request = await Pkcs10CertificateRequestGenerator.create({
      name: 'CN=by-request.example.test',
      keys,
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    })
    const body = { issuer_id: rootId, csr: request.toString('pem'), validity: { type: 'DAY', value: 1 } }
    const answer = await assertOneRow(() => server.api('POST', `${certificates}/csr`, body), {
      operation: 'issueCertificateByRequest',
      kind: 'certificate',
      status: 200,
    })
    assert.equal(auditRows(server.dataFolder).at(-1)?.object_id, answer.body.certificate_id)
  })

  test('a change has the digests of what was and what is; a creation of what is', async () => {
    const { body } = await server.api('POST', authorities, rootBody('Digest Root'))
    const created = auditRows(server.dataFolder).at(-1)
    assert.equal(created?.before_digest, null)
    assert.match(created?.after_digest ?? '', digestForm)
    await server.api('POST', `${authorities}/${body.ca_id}/disable`)
    const disabled = auditRows(server.dataFolder).at(-1)
    assert.match(disabled?.before_digest ?? '', digestForm)
    assert.match(disabled?.after_digest ?? '', digestForm)
    assert.notEqual(disabled?.before_digest, disabled?.after_digest)
    await server.api('POST', `${authorities}/${body.ca_id}/enable`)
    const enabled = auditRows(server.dataFolder).at(-1)
    assert.equal(enabled?.before_digest, disabled?.after_digest)
    assert.equal(enabled?.after_digest, disabled?.before_digest)
  })

  test('a token is on record: taking it, acting with it, ending it', async () => {
    const { result: token, rows } = await rowsOf(() => takeToken(server))
    assert.deepEqual(
      rows.map(({ operation, user_id, method, result }) => ({ operation, user_id, method, result })),
      [
        {
          operation: 'createToken',
          user_id: server.credentials.user.id,
          method: 'password',
          result: 'success',
        },
      ],
    )
    const acted = await rowsOf(() => server.as({ token })('POST', certificates, issueBody(rootId)))
    assert.equal(acted.rows.length, 1)
    assert.equal(acted.rows[0]?.method, 'token')
    assert.equal(acted.rows[0]?.access_key_id, null)
    assert.equal(acted.rows[0]?.user_id, server.credentials.user.id)
    const ended = await rowsOf(() =>
      server.as({ token })('DELETE', '/v3/auth/tokens', undefined, { 'x-subject-token': token }),
    )
    assert.deepEqual(
      ended.rows.map(({ operation, object_kind }) => ({ operation, object_kind })),
      [{ operation: 'revokeToken', object_kind: 'token' }],
    )
  })

  test('the address behind a trusted proxy is the one on record', async () => {
    const { rows } = await rowsOf(() =>
      server.api('POST', certificates, issueBody(rootId), { 'x-forwarded-for': '203.0.113.50' }),
    )
    assert.equal(rows[0]?.source_address, '203.0.113.50')
  })

  test('reads leave no row', async () => {
    const { rows } = await rowsOf(async () => {
      for (const path of [authorities, `${authorities}/${rootId}`, certificates, `${authorities}/quotas`]) {
        assert.equal((await server.api('GET', path)).status, 200)
      }
      assert.equal((await server.api('GET', '/v3/projects')).status, 200)
    })
    assert.deepEqual(rows, [])
  })

  test('a write that is refused leaves no success, and changes nothing', async () => {
    const tables = ['authority', 'certificate', 'issued_serial', 'sealed_key', 'quota_usage']
    const content = () => tables.map((table) => query(server.dataFolder, `select * from ${table}`))
    const former = content()
    const { rows } = await rowsOf(async () => {
      for (const [path, body] of [
        [authorities, { ...rootBody(), key_algorithm: 'DSA' }],
        [authorities, subordinateBody(unknownId)],
        [certificates, issueBody(unknownId)],
        [`${certificates}/${unknownId}/revoke`, {}],
        [`${certificates}/${unknownId}/export`, { type: 'OTHER', is_compressed: false }],
        [`${authorities}/${rootId}/enable`, {}],
        [`${authorities}/${rootId}/activate`, activateBody(rootId)],
      ] as const) {
        const answer = await server.api('POST', path, body)
        assert.ok(answer.status >= 400 && answer.status < 500, `${path}: ${answer.bytes.toString()}`)
      }
    })
    assert.deepEqual(
      rows.filter(({ result }) => result === 'success'),
      [],
    )
    assert.deepEqual(content(), former)
  })

  test('a write whose row can not be written is not done: 500, and nothing is there', async () => {
    const { total } = (await server.api('GET', certificates)).body
    query(
      server.dataFolder,
      `create trigger no_audit before insert on audit_record when new.operation = 'issueCertificate'
       begin select raise(abort, 'the trail is full'); end`,
    )
    const { result, rows } = await rowsOf(() => server.api('POST', certificates, issueBody(rootId)))
    query(server.dataFolder, 'drop trigger no_audit')
    assert.equal(result.status, 500, result.bytes.toString())
    assert.equal(result.code, 'PCA.00000001')
    assert.ok(!result.bytes.includes('trail'))
    assert.deepEqual(rows, [])
    assert.equal((await server.api('GET', certificates)).body.total, total)
    assert.equal((await server.api('POST', certificates, issueBody(rootId))).status, 200)
  })

  test('many writes at once have one row each, though they are committed together', async () => {
    const { result, rows } = await rowsOf(() =>
      Promise.all(Array.from({ length: 40 }, () => server.api('POST', certificates, issueBody(rootId)))),
    )
    const ids = new Set(result.map(({ body }) => body.certificate_id))
    assert.equal(ids.size, 40)
    assert.equal(rows.length, 40)
    assert.deepEqual(new Set(rows.map(({ object_id }) => object_id)), ids)
    assert.deepEqual(
      new Set(rows.map(({ request_id }) => request_id)),
      new Set(result.map(({ headers }) => headers.get('x-request-id'))),
    )
  })
})
