import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { certificates, unknownId } from '../samples.ts'
import { fieldRefusals, refusals } from './refusals.ts'
import { request } from './requests.ts'
import {
  bad,
  createRoot,
  done,
  exportBody,
  forbidden,
  issue,
  ok,
  quotaUsed,
  showCertificate,
  unchanged,
} from './support.ts'

const server = await startServer()
after(() => server.close())
const { api, clock } = server
const root = await createRoot(server)
const revoke = (id: string, body?: unknown) => api('POST', `${certificates}/${id}/revoke`, body)
const revocationOf = async (id: string) =>
  (await server.world.database.read(server.credentials.domain.id, (stores) => stores.certificates.find(id)))
    ?.revocation

const reasons = [
  'UNSPECIFIED',
  'KEY_COMPROMISE',
  'CERTIFICATE_AUTHORITY_COMPROMISE',
  'AFFILIATION_CHANGED',
  'SUPERSEDED',
  'CESSATION_OF_OPERATION',
  'CERTIFICATE_HOLD',
  'PRIVILEGE_WITHDRAWN',
  'ATTRIBUTE_AUTHORITY_COMPROMISE',
]

suite('revoke a certificate', () => {
  for (const reason of reasons) {
    test(`${reason}: nothing but the status changes; the record and its quota stay`, async () => {
      const id = await issue(server, root)
      const before = await showCertificate(server, id)
      const used = await quotaUsed(api, certificates)
      done(await revoke(id, { reason }))
      assert.deepEqual(await showCertificate(server, id), { ...before, status: 'REVOKED' })
      assert.equal(await quotaUsed(api, certificates), used)
      assert.deepEqual(await revocationOf(id), { revokedAt: clock.now(), reason })
    })
  }

  const unspecified: [string, unknown][] = [
    ['{}', {}],
    ['an empty body', undefined],
    ['JSON null', 'null\n'],
    ['reason null', { reason: null }],
    ['reason ""', { reason: '' }],
    ['an unknown field', { why: 'x' }],
  ]
  for (const [what, body] of unspecified) {
    test(`${what} means UNSPECIFIED`, async () => {
      const id = await issue(server, root)
      done(await revoke(id, body))
      assert.equal((await revocationOf(id))?.reason, 'UNSPECIFIED')
    })
  }

  test('one by CSR, too', async () => {
    const body = { issuer_id: root, csr: request(), validity: { type: 'DAY', value: 1 } }
    const { certificate_id } = ok(await api('POST', `${certificates}/csr`, body))
    done(await revoke(certificate_id, {}))
    assert.equal((await showCertificate(server, certificate_id)).status, 'REVOKED')
  })

  for (const reason of reasons.filter((each) => each !== 'CERTIFICATE_HOLD')) {
    test(`hold → ${reason}`, async () => {
      const id = await issue(server, root)
      done(await revoke(id, { reason: 'CERTIFICATE_HOLD' }))
      clock.advance(1000)
      done(await revoke(id, { reason }))
      assert.equal((await revocationOf(id))?.reason, reason)
      await unchanged(api, async () => {
        for (const next of reasons) forbidden(await revoke(id, { reason: next }))
      })
      assert.equal((await revocationOf(id))?.reason, reason)
    })
  }

  test('hold → {} is UNSPECIFIED, and for good', async () => {
    const id = await issue(server, root)
    done(await revoke(id, { reason: 'CERTIFICATE_HOLD' }))
    done(await revoke(id))
    assert.equal((await revocationOf(id))?.reason, 'UNSPECIFIED')
    forbidden(await revoke(id, { reason: 'KEY_COMPROMISE' }))
  })

  test('hold → hold → 403', async () => {
    const id = await issue(server, root)
    done(await revoke(id, { reason: 'CERTIFICATE_HOLD' }))
    await unchanged(api, async () => forbidden(await revoke(id, { reason: 'CERTIFICATE_HOLD' })))
  })

  test('twice → 403, and the first reason and time stay', async () => {
    const id = await issue(server, root)
    done(await revoke(id, { reason: 'SUPERSEDED' }))
    const first = await revocationOf(id)
    clock.advance(1000)
    await unchanged(api, async () => forbidden(await revoke(id, { reason: 'SUPERSEDED' })))
    assert.deepEqual(await revocationOf(id), first)
  })

  test('of many at once exactly one succeeds', async () => {
    const id = await issue(server, root)
    const answers = await Promise.all(Array.from({ length: 8 }, () => revoke(id, { reason: 'SUPERSEDED' })))
    assert.equal(answers.filter(({ status }) => status === 204).length, 1)
    for (const answer of answers.filter(({ status }) => status !== 204)) forbidden(answer)
  })

  for (const reason of ['UNSPECIFIED', 'CERTIFICATE_HOLD']) {
    test(`after ${reason}: export → 403, and past its end it still reads REVOKED`, async () => {
      const id = await issue(server, root, { validity: { type: 'HOUR', value: 1 } })
      done(await revoke(id, { reason }))
      const exportIt = () => api('POST', `${certificates}/${id}/export`, exportBody)
      await unchanged(api, async () => forbidden(await exportIt()))
      clock.advance(3_600_000)
      assert.equal((await showCertificate(server, id)).status, 'REVOKED')
      forbidden(await exportIt())
    })
  }

  test('past its end → 403, and it reads EXPIRED; a millisecond before it is revoked', async () => {
    const [early, late] = [
      await issue(server, root, { validity: { type: 'HOUR', value: 1 } }),
      await issue(server, root, { validity: { type: 'HOUR', value: 1 } }),
    ]
    const { not_after } = await showCertificate(server, late)
    clock.advance(not_after - clock.now() - 1)
    assert.equal((await showCertificate(server, early)).status, 'ISSUED')
    done(await revoke(early, {}))
    clock.advance(1001)
    assert.equal((await showCertificate(server, late)).status, 'EXPIRED')
    await unchanged(api, async () => {
      forbidden(await revoke(late, {}))
      forbidden(await api('POST', `${certificates}/${late}/export`, exportBody))
    })
  })
})

const issuedOne = await issue(server, root)
const send = (body: unknown) => revoke(issuedOne, body)

refusals('revoke a certificate', api, [
  ...fieldRefusals(
    send,
    {},
    bad('reason', 'PCA.00020001', [
      'x',
      'key_compromise',
      'REMOVE_FROM_CRL',
      'UNSPECIFIED ',
      5,
      0,
      true,
      [],
      {},
    ]),
  ),
  ...['[]', '"x"', '5', '{"reason":', 'true'].map((body) => ({
    what: `the body ${body}`,
    send: () => send(body),
    code: 'PCA.00020001',
  })),
  { what: 'an unknown certificate', send: () => revoke(unknownId, {}), status: 404, code: 'PCA.00030102' },
  {
    what: 'a wrong reason, before the certificate is looked for',
    send: () => revoke(unknownId, { reason: 'x' }),
    code: 'PCA.00020001',
  },
])
