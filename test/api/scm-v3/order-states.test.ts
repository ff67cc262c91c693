import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { HostedState, HostedStatus } from '../../../src/domain/model/hosted-certificate.ts'
import { transitions } from '../../../src/domain/model/order-states.ts'
import { aHostedCertificate, anOrder } from '../../ports/sample-nouns.ts'
import { done, ok, refused } from '../pca-v1/support.ts'
import type { ApiAnswer } from '../running-server.ts'
import { dayMs } from '../test-clock.ts'
import { make } from './certificates.ts'
import { list, startScene } from './order-scene.ts'
import { application } from './orders.ts'
import { hosted, importBody, importCertificate, show } from './support.ts'

const { api, world, clock, credentials } = await startScene()
const accountId = credentials.domain.id

/** One in any state, with a certificate where the state has one; nothing is on its way. */
async function inStatus(status: HostedStatus): Promise<string> {
  if (status === 'UPLOAD') return await importCertificate(api, importBody(make()))
  const state: HostedState = status === 'EXPIRED' ? 'ISSUED' : status
  const id = `scs${world.random.text(13, '0123456789')}`
  const isIssued = !/^(PAID|UNPASSED|ISSUING|(CANCEL)?CHECKING(_.*)?)$/.test(status)
  const sample = aHostedCertificate({ id, state, ordered: anOrder() })
  const notAfter = clock.now() + (status === 'EXPIRED' ? -dayMs : dayMs)
  const inHand = isIssued && sample.inHand ? { ...sample.inHand, hasKey: false, notAfter } : null
  const content = { certificateDer: make().der, chainDers: [], encryptionCertificateDer: null }
  await world.database.write(accountId, ({ hostedCertificates }) =>
    hostedCertificates.add({ ...sample, inHand }, inHand ? content : undefined),
  )
  return id
}

const statuses = [
  'PAID',
  'CHECKING',
  'CHECKING_DOMAIN',
  'CHECKING_ORG',
  'CANCELCHECKING',
  'UNPASSED',
  'ISSUING',
  'ISSUED',
  'EXPIRED',
  'REVOKING',
  'CANCLEREVOKING',
  'REVOKED',
  'UPLOAD',
  'SUPPLEMENTCHECKING',
  'CANCELSUPPLEMENTING',
] as const satisfies HostedStatus[]

interface Asked {
  readonly ask: (id: string) => Promise<ApiAnswer>
  readonly success: number
  /** Where it is allowed, and how the certificate reads then; null: it is gone. */
  readonly allowed: Partial<Record<HostedStatus, HostedStatus | null>>
  /** Refused otherwise than by SCM.0010. */
  readonly inFlight?: readonly HostedStatus[]
}

const itself = (...names: HostedStatus[]) => Object.fromEntries(names.map((name) => [name, name]))
const gone = (...names: HostedStatus[]) => Object.fromEntries(names.map((name) => [name, null]))

/** Every operation of an order against every state (api-answers A1, A16, A21). */
const operations: Readonly<Record<string, Asked>> = {
  apply: {
    ask: (id) => api('POST', `${hosted}/${id}/apply`, application()),
    success: 200,
    allowed: { PAID: 'CHECKING_DOMAIN', UNPASSED: 'CHECKING_DOMAIN' },
  },
  'cancel-cert': {
    ask: (id) => api('POST', `${hosted}/${id}/cancel-cert`),
    success: 200,
    allowed: {
      CHECKING: 'PAID',
      CHECKING_DOMAIN: 'PAID',
      CHECKING_ORG: 'PAID',
      REVOKING: 'ISSUED',
      SUPPLEMENTCHECKING: 'ISSUED',
    },
  },
  unsubscribe: {
    ask: (id) => api('DELETE', `${hosted}/${id}/unsubscribe`),
    success: 200,
    allowed: gone(
      'PAID',
      'UNPASSED',
      'ISSUED',
      'EXPIRED',
      'REVOKED',
      'CHECKING',
      'CHECKING_DOMAIN',
      'CHECKING_ORG',
    ),
    inFlight: [
      'ISSUING',
      'REVOKING',
      'SUPPLEMENTCHECKING',
      'CANCELCHECKING',
      'CANCELSUPPLEMENTING',
      'CANCLEREVOKING',
    ],
  },
  delete: {
    ask: (id) => api('DELETE', `${hosted}/${id}`),
    success: 204,
    allowed: gone('PAID', 'UNPASSED', 'ISSUED', 'EXPIRED', 'REVOKED', 'UPLOAD'),
  },
  revoke: {
    ask: (id) => api('POST', `${hosted}/${id}/revoke`, {}),
    success: 204,
    allowed: { ISSUED: 'REVOKED' },
  },
  renew: {
    ask: (id) => api('POST', `${hosted}/${id}/renew`),
    success: 204,
    allowed: itself('ISSUED', 'EXPIRED'),
  },
  'auto-renewal on': {
    ask: (id) => api('PUT', `${hosted}/${id}/auto-renewal`, { enabled: true }),
    success: 204,
    allowed: itself('ISSUED', 'EXPIRED'),
  },
  'auto-renewal off': {
    ask: (id) => api('PUT', `${hosted}/${id}/auto-renewal`, { enabled: false }),
    success: 204,
    allowed: itself(...statuses.filter((status) => status !== 'UPLOAD')),
  },
  rehearse: {
    ask: (id) => api('POST', `${hosted}/${id}/rehearse`),
    success: 200,
    allowed: itself(...statuses.filter((status) => status !== 'UPLOAD')),
  },
  documents: {
    ask: (id) =>
      api('POST', `${hosted}/${id}/documents`, {
        kind: 'other',
        content: Buffer.from('%PDF-1.7').toString('base64'),
      }),
    success: 201,
    allowed: itself('PAID', 'UNPASSED', 'CHECKING', 'CHECKING_DOMAIN', 'CHECKING_ORG'),
  },
  export: {
    ask: (id) => api('POST', `${hosted}/${id}/export`),
    success: 200,
    allowed: itself(
      'ISSUED',
      'UPLOAD',
      'EXPIRED',
      'REVOKED',
      'REVOKING',
      'CANCLEREVOKING',
      'SUPPLEMENTCHECKING',
      'CANCELSUPPLEMENTING',
    ),
  },
  show: { ask: (id) => api('GET', `${hosted}/${id}`), success: 200, allowed: itself(...statuses) },
}

for (const [name, { ask, success, allowed, inFlight = [] }] of Object.entries(operations)) {
  suite(name, () => {
    for (const status of statuses) {
      const next = allowed[status]
      const expected =
        next === undefined
          ? inFlight.includes(status)
            ? '500 SCM.0016'
            : '400 SCM.0010'
          : `${success}, then ${next ?? 'gone'}`
      test(`${status}: ${expected}`, async () => {
        const id = await inStatus(status)
        const answer = await ask(id)
        if (next === undefined) {
          refused(answer, Number(expected.slice(0, 3)), expected.slice(4))
          assert.equal((await show(api, id)).status, status, 'a refusal changed something')
          return
        }
        assert.equal(answer.status, success, `${answer.code} ${answer.message}`)
        if (next === null) refused(await api('GET', `${hosted}/${id}`), 404, 'SCM.0008')
        else assert.equal((await show(api, id)).status, next)
      })
    }
  })
}

suite('the list, by status', () => {
  test('every status finds its own, CHECKING also CHECKING_DOMAIN', async () => {
    const ids = new Map<string, string>()
    for (const status of statuses) ids.set(status, await inStatus(status))
    for (const status of statuses) {
      const { certificates } = await list(api, `status=${status}`)
      const found = certificates.map(({ id }: { id: string }) => id)
      for (const [other, id] of ids) {
        const isSought = other === status || (status === 'CHECKING' && other === 'CHECKING_DOMAIN')
        assert.equal(found.includes(id), isSought, `${other} by ${status}`)
      }
      for (const { status: read } of certificates)
        assert.ok(
          read === status || (status === 'CHECKING' && read === 'CHECKING_DOMAIN'),
          `${read} by ${status}`,
        )
    }
  })
})

suite('the machine', () => {
  test('leads to every stored state, and out of every state that is no end', () => {
    const reached = new Set<string>(['PAID', 'UPLOAD', ...transitions.map(({ to }) => to)])
    assert.deepEqual([...reached].sort(), statuses.filter((status) => status !== 'EXPIRED').sort())
    const left = new Set(transitions.flatMap(({ from }) => from))
    const ends = statuses.filter((status) => !left.has(status))
    assert.deepEqual(ends.sort(), ['EXPIRED', 'REVOKED', 'UPLOAD'])
  })
})

suite('what comes back', () => {
  test('cancelling says whose, unsubscribing that it was done', async () => {
    const id = await inStatus('CHECKING_DOMAIN')
    assert.deepEqual(ok(await api('POST', `${hosted}/${id}/cancel-cert`)), {
      cert_id: id,
      message: 'success',
    })
    assert.deepEqual(ok(await api('DELETE', `${hosted}/${id}/unsubscribe`)), {
      unsubscribe_results: 'SUCCESS',
    })
  })

  test('a revocation that was sent is not taken back → SCM.0010', async () => {
    const id = await inStatus('REVOKING')
    await world.database.write(accountId, async ({ hostedCertificates }) => {
      const found = await hostedCertificates.find(id)
      assert.ok(found?.ordered)
      const revocation = {
        reason: 'UNSPECIFIED',
        note: null,
        askedAt: 1,
        sentAt: 2,
        revokedAt: null,
      } as const
      await hostedCertificates.replace({ ...found, ordered: { ...found.ordered, revocation } })
    })
    refused(await api('POST', `${hosted}/${id}/cancel-cert`), 400, 'SCM.0010')
  })

  test('reasons of revoking', async () => {
    const id = await inStatus('ISSUED')
    for (const reason of ['CERTIFICATE_HOLD', 'CERTIFICATE_AUTHORITY_COMPROMISE', 'none', '', 5])
      if (reason !== '')
        refused(await api('POST', `${hosted}/${id}/revoke`, { reason }), 400, 'SCM.0005', 'reason')
    done(await api('POST', `${hosted}/${id}/revoke`))
    assert.equal((await show(api, id)).revoke_reason, 'UNSPECIFIED')
  })
})
