import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { HostedState } from '../../../src/domain/model/hosted-certificate.ts'
import { aHostedCertificate } from '../../ports/sample-nouns.ts'
import { ok, refused } from '../pca-v1/support.ts'
import { type ApiClient, startServer } from '../running-server.ts'
import { dayMs } from '../test-clock.ts'
import { keyPem, make } from './certificates.ts'
import { exported, hosted, importBody, importCertificate, seen, show } from './support.ts'

const server = await startServer({ 'hosted-certificate-quota': '1000,few=2' })
after(() => server.close())
const { api, world, clock } = server
const accountId = server.credentials.domain.id
const stranger = server.as(await server.addAccount('stranger'))

/** One in a state that nothing leads to yet, with the content of an imported one. */
async function inState(state: HostedState, hasKey = true): Promise<string> {
  const made = make()
  const id = `scs${world.random.text(13, '0123456789')}`
  const certificate = aHostedCertificate({ id, state })
  const { inHand } = certificate
  const notAfter = clock.now() + dayMs
  await world.database.write(accountId, ({ hostedCertificates }) =>
    hostedCertificates.add(
      { ...certificate, inHand: inHand && { ...inHand, notAfter, hasKey } },
      { certificateDer: made.der, chainDers: [], encryptionCertificateDer: null },
    ),
  )
  return id
}

const storedKeys = (id: string) =>
  world.database.read(accountId, async ({ keys }) =>
    (await Promise.all([keys.find(id), keys.find(`${id}/encryption`)])).filter((key) => key !== undefined),
  )

const operationsOn = async (id: string): Promise<string[]> => {
  const { records } = ok(await api('GET', `/v1/audit/records?object_id=${id}`))
  return records.map(({ operation }: { operation: string }) => operation)
}

suite('export', () => {
  test('of a key that stayed with the user: null', async () => {
    const { private_key, certificate } = await exported(api, await inState('ISSUED', false))
    assert.equal(private_key, null)
    assert.match(certificate, /^-----BEGIN CERTIFICATE-----\n/)
  })

  test('of both halves of a pair', async () => {
    const [own, second] = [make(), make({ subject: 'Second' })]
    const enc = { enc_certificate: second.pem, enc_private_key: keyPem(second, 'sec1') }
    const id = await importCertificate(api, importBody(own, enc))
    const { enc_certificate, enc_private_key, private_key } = await exported(api, id)
    assert.deepEqual({ enc_certificate, enc_private_key }, enc)
    assert.equal(private_key, keyPem(own))
  })

  test('whatever stands in the body is not looked at', async () => {
    const id = await importCertificate(api, importBody(make()))
    for (const body of ['', '{}', 'null\n', '{ certificate_id: x }', '[[['])
      ok(await api('POST', `${hosted}/${id}/export`, body))
  })

  for (const state of [
    'PAID',
    'CHECKING',
    'CHECKING_DOMAIN',
    'CHECKING_ORG',
    'UNPASSED',
    'ISSUING',
    'CANCELCHECKING',
  ] as const) {
    test(`of what is ${state} → SCM.0010`, async () =>
      refused(await api('POST', `${hosted}/${await inState(state)}/export`), 400, 'SCM.0010'))
  }
  for (const state of [
    'ISSUED',
    'REVOKED',
    'REVOKING',
    'SUPPLEMENTCHECKING',
    'CANCELSUPPLEMENTING',
  ] as const) {
    test(`of what is ${state}`, async () => {
      await exported(api, await inState(state, false))
    })
  }

  test('is in the audit trail when it is answered; a refused one is not', async () => {
    const id = await importCertificate(api, importBody(make()))
    await exported(api, id)
    assert.deepEqual((await operationsOn(id)).sort(), ['exportHostedCertificate', 'importHostedCertificate'])
  })

  test('a sealed key that was moved to another certificate does not open → 500 SCM.0038', async () => {
    const [from, to] = [await importCertificate(api, importBody(make())), await inState('ISSUED')]
    await world.database.write(accountId, async ({ keys }) => {
      const sealed = await keys.find(from)
      await keys.add(to, sealed ?? new Uint8Array())
    })
    refused(await api('POST', `${hosted}/${to}/export`), 500, 'SCM.0038')
  })
})

suite('delete', () => {
  test('nothing is left of it: no key, no tag, no list, and the quota is free again', async () => {
    const few = server.as(await server.addAccount('few'))
    const own = make()
    const body = importBody(own, { enc_certificate: own.pem, enc_private_key: keyPem(own) })
    const [first] = [await importCertificate(few, body), await importCertificate(few, body)]
    refused(await few('POST', `${hosted}/import`, body), 403, 'SCM.0004')
    assert.equal((await few('DELETE', `${hosted}/${first}`)).status, 204)
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/export'],
    ] as const)
      refused(await few(method, `${hosted}/${first}${path}`), 404, 'SCM.0008')
    await importCertificate(few, body)
    assert.equal((await seen(few)).total_count, 2)
  })

  test('the keys are destroyed', async () => {
    const own = make()
    const id = await importCertificate(
      api,
      importBody(own, { enc_certificate: own.pem, enc_private_key: keyPem(own) }),
    )
    assert.equal((await storedKeys(id)).length, 2)
    assert.equal((await api('DELETE', `${hosted}/${id}`, '{ certificate_id:x }')).status, 204)
    assert.deepEqual(await storedKeys(id), [])
  })

  for (const state of [
    'CHECKING',
    'CHECKING_DOMAIN',
    'CHECKING_ORG',
    'CANCELCHECKING',
    'ISSUING',
    'REVOKING',
    'CANCLEREVOKING',
    'SUPPLEMENTCHECKING',
    'CANCELSUPPLEMENTING',
  ] as const) {
    test(`of what is ${state} → SCM.0010, and it stays`, async () => {
      const id = await inState(state)
      refused(await api('DELETE', `${hosted}/${id}`), 400, 'SCM.0010')
      assert.equal((await show(api, id)).status, state)
    })
  }
  for (const state of ['PAID', 'UNPASSED', 'ISSUED', 'REVOKED', 'UPLOAD'] as const) {
    test(`of what is ${state}`, async () =>
      assert.equal((await api('DELETE', `${hosted}/${await inState(state)}`)).status, 204))
  }
  test('of what is EXPIRED', async () => {
    const id = await importCertificate(api, importBody(make({ notAfter: '20261101000000Z' })))
    assert.equal((await api('DELETE', `${hosted}/${id}`)).status, 204)
  })
})

suite("ids: malformed, unknown, and another account's", () => {
  const calls: [string, (id: string) => [method: string, path: string, body?: unknown]][] = [
    ['show', (id) => ['GET', `${hosted}/${id}`]],
    ['export', (id) => ['POST', `${hosted}/${id}/export`]],
    ['delete', (id) => ['DELETE', `${hosted}/${id}`]],
  ]
  for (const [what, call] of calls) {
    test(what, async () => {
      const id = await importCertificate(api, importBody(make()))
      const answers: string[] = []
      for (const [client, sought] of [
        [stranger, id],
        [api, 'scs0000000000000'],
      ] as [ApiClient, string][]) {
        const answer = await client(...call(sought))
        refused(answer, 404, 'SCM.0008')
        answers.push(answer.bytes.toString())
      }
      assert.equal(answers[0], answers[1])
      for (const malformed of [
        'scs123',
        'scs00000000000000',
        'SCS0000000000000',
        'xyz0000000000000',
        'scs000000000000a',
      ])
        refused(await api(...call(malformed)), 400, 'SCM.0020', 'certificate_id')
      assert.equal((await show(api, id)).id, id)
    })
  }
})

suite('who asks, and what fails here', () => {
  test("another account's X-Domain-Id → 403 SCM.0002", async () => {
    const headers = { 'x-domain-id': 'f'.repeat(32) }
    refused(await api('GET', hosted, undefined, headers), 403, 'SCM.0002')
  })

  test('a disabled account → 401 SCM.1010, and it is there again when it is enabled', async () => {
    const closed = server.as(await server.addAccount('closed'))
    const id = await importCertificate(closed, importBody(make()))
    const { domains } = ok(await api('GET', '/v3/domains'))
    const { id: domain } = domains.find(({ name }: { name: string }) => name === 'closed')
    ok(await api('PATCH', `/v3/domains/${domain}`, { domain: { enabled: false } }))
    refused(await closed('GET', `${hosted}/${id}`), 401, 'SCM.1010')
    ok(await api('PATCH', `/v3/domains/${domain}`, { domain: { enabled: true } }))
    assert.equal((await show(closed, id)).id, id)
  })

  test('a certificate that is not where it should be → 500 SCM.0007', async () => {
    const certificate = aHostedCertificate({ id: 'scs9999999999999', state: 'ISSUED' })
    await world.database.write(accountId, ({ hostedCertificates }) => hostedCertificates.add(certificate))
    refused(await api('POST', `${hosted}/${certificate.id}/export`), 500, 'SCM.0007')
  })
})
