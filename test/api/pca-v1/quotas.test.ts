import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { ApiAnswer } from '../client.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import {
  authorities,
  certificates,
  issueBody,
  pendingBody,
  rootBody,
  subordinateBody,
  unknownId,
} from '../samples.ts'
import { request } from './requests.ts'
import { createAuthority, createRoot, issue, ok, quotaUsed, refused } from './support.ts'

async function withServer(settings: Record<string, string>, work: (server: RunningServer) => Promise<void>) {
  const server = await startServer(settings)
  try {
    await work(server)
  } finally {
    await server.close()
  }
}

const quotaOf = async (server: RunningServer, path: string) => ok(await server.api('GET', `${path}/quotas`))
const resource = (type: string, used: number, quota: number) => ({
  quotas: { resources: [{ type, used, quota }] },
})

/** Exactly one has the last slot; all others hear that the quota is reached. */
function assertOneWon(answers: readonly ApiAnswer[]): void {
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  for (const answer of answers.filter(({ status }) => status !== 200)) refused(answer, 403, 'PCA.00030001')
}

const csr = request()

suite('a quota of one account', () => {
  test('is what its name is set to, whatever the others have', () =>
    withServer({ 'ca-quota': '1, tight=0,__proto__=5', 'certificate-quota': '7,tight=2' }, async (server) => {
      const api = server.as(await server.addAccount('tight'))
      assert.deepEqual(ok(await api('GET', `${authorities}/quotas`)), resource('CERTIFICATE_AUTHORITY', 0, 0))
      assert.deepEqual(ok(await api('GET', `${certificates}/quotas`)), resource('CERTIFICATE', 0, 2))
      refused(await api('POST', authorities, rootBody()), 403, 'PCA.00030001')
      assert.deepEqual(await quotaOf(server, authorities), resource('CERTIFICATE_AUTHORITY', 0, 1))
      assert.deepEqual(await quotaOf(server, certificates), resource('CERTIFICATE', 0, 7))
    }))
})

suite('CA quota', () => {
  test('of a new account: none of 100 used', () =>
    withServer({}, async (server) => {
      assert.deepEqual(await quotaOf(server, authorities), resource('CERTIFICATE_AUTHORITY', 0, 100))
    }))

  test('counts roots, subordinates, pending, expired, disabled, revoked and deleted ones', () =>
    withServer({ 'ca-quota': '7' }, async (server) => {
      const root = await createRoot(server)
      await createAuthority(server, subordinateBody(root))
      await createAuthority(server, pendingBody())
      await createRoot(server, { validity: { type: 'HOUR', value: 1 } })
      server.clock.advance(7_200_000)
      const disabled = await createRoot(server)
      await server.api('POST', `${authorities}/${disabled}/disable`)
      const accountId = server.credentials.domain.id
      const changes = [
        { revocation: { revokedAt: server.clock.now(), reason: 'UNSPECIFIED' as const } },
        { state: 'DELETED' as const, deleteAt: server.clock.now() + 1 },
      ]
      for (const change of changes) {
        const id = await createRoot(server)
        await server.world.database.write(accountId, async ({ authorities: store }) => {
          const ca = await store.find(id)
          if (ca) await store.replace({ ...ca, ...change })
        })
      }
      assert.deepEqual(await quotaOf(server, authorities), resource('CERTIFICATE_AUTHORITY', 7, 7))
      refused(await server.api('POST', authorities, rootBody()), 403, 'PCA.00030001')
    }))

  test('each way of creation is refused when it is reached, and nothing is made', () =>
    withServer({ 'ca-quota': '1' }, async (server) => {
      const root = await createRoot(server)
      for (const body of [rootBody(), pendingBody(), subordinateBody(root)]) {
        refused(await server.api('POST', authorities, body), 403, 'PCA.00030001')
      }
      assert.equal(await quotaUsed(server.api, authorities), 1)
      assert.equal(ok(await server.api('GET', authorities)).total, 1)
      await issue(server, root)
    }))

  test('is asked after the fields, and before the issuer', () =>
    withServer({ 'ca-quota': '0' }, async ({ api }) => {
      const wrong = { ...rootBody(), validity: { type: 'YEAR', value: 31 } }
      refused(await api('POST', authorities, wrong), 400, 'PCA.00020109')
      refused(await api('POST', authorities, subordinateBody(unknownId)), 403, 'PCA.00030001')
    }))

  test('a refused creation uses none', () =>
    withServer({}, async (server) => {
      await server.api('POST', authorities, subordinateBody(unknownId))
      await server.api('POST', authorities, { ...rootBody(), type: 'X' })
      assert.equal(await quotaUsed(server.api, authorities), 0)
    }))

  const kinds: [string, (root: string) => object][] = [
    ['roots', () => rootBody()],
    ['pending subordinates', () => pendingBody()],
    ['active subordinates', (root) => subordinateBody(root)],
  ]
  for (const [what, bodyOf] of kinds) {
    test(`50 ${what} at once for the last slot: exactly one gets it`, () =>
      withServer({ 'ca-quota': '2' }, async (server) => {
        const root = await createRoot(server)
        assertOneWon(
          await Promise.all(Array.from({ length: 50 }, () => server.api('POST', authorities, bodyOf(root)))),
        )
        assert.equal(await quotaUsed(server.api, authorities), 2)
        assert.equal(ok(await server.api('GET', authorities)).total, 2)
      }))
  }

  test("is each account's own", () =>
    withServer({ 'ca-quota': '1' }, async (server) => {
      await createRoot(server)
      const other = server.as(await server.addAccount('other'))
      assert.equal(await quotaUsed(other, authorities), 0)
      ok(await other('POST', authorities, rootBody()))
      refused(await other('POST', authorities, rootBody()), 403, 'PCA.00030001')
    }))
})

suite('certificate quota', () => {
  test('of a new account: none of 100000 used', () =>
    withServer({}, async (server) => {
      assert.deepEqual(await quotaOf(server, certificates), resource('CERTIFICATE', 0, 100_000))
    }))

  test('counts issued, by CSR, expired and revoked ones, and no CA', () =>
    withServer({ 'certificate-quota': '4' }, async (server) => {
      const root = await createRoot(server)
      await issue(server, root)
      await issue(server, root, { validity: { type: 'HOUR', value: 1 } })
      const revoked = await issue(server, root)
      await server.api('POST', `${certificates}/${revoked}/revoke`)
      const validity = { type: 'DAY', value: 1 }
      ok(await server.api('POST', `${certificates}/csr`, { issuer_id: root, csr, validity }))
      server.clock.advance(7_200_000)
      assert.deepEqual(await quotaOf(server, certificates), resource('CERTIFICATE', 4, 4))
      refused(await server.api('POST', certificates, issueBody(root)), 403, 'PCA.00030001')
      const byRequest = { issuer_id: root, csr, validity }
      refused(await server.api('POST', `${certificates}/csr`, byRequest), 403, 'PCA.00030001')
      assert.deepEqual(await quotaOf(server, certificates), resource('CERTIFICATE', 4, 4))
      assert.equal(ok(await server.api('GET', certificates)).total, 4)
    }))

  test('is asked after the fields, and before the issuer', () =>
    withServer({ 'certificate-quota': '0' }, async ({ api }) => {
      const body = issueBody(unknownId)
      refused(await api('POST', certificates, { ...body, key_algorithm: 'X' }), 400, 'PCA.00020102')
      refused(await api('POST', certificates, body), 403, 'PCA.00030001')
      const byRequest = { issuer_id: unknownId, csr, validity: body.validity }
      refused(await api('POST', `${certificates}/csr`, { ...byRequest, csr: 'x' }), 400, 'PCA.00020401')
      refused(await api('POST', `${certificates}/csr`, byRequest), 403, 'PCA.00030001')
    }))

  test('50 at once for the last slot, half of them by CSR: exactly one gets it', () =>
    withServer({ 'certificate-quota': '5' }, async (server) => {
      const root = await createRoot(server)
      for (let made = 0; made < 4; made++) await issue(server, root)
      const validity = { type: 'DAY', value: 1 }
      const attempts = Array.from({ length: 50 }, (_, index) =>
        index % 2 === 0
          ? server.api('POST', certificates, issueBody(root))
          : server.api('POST', `${certificates}/csr`, { issuer_id: root, csr, validity }),
      )
      assertOneWon(await Promise.all(attempts))
      assert.equal(await quotaUsed(server.api, certificates), 5)
      assert.equal(ok(await server.api('GET', certificates)).total, 5)
    }))
})
