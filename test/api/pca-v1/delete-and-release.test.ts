import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type ApiClient, type RunningServer, startServer } from '../running-server.ts'
import { authorities, certificates, issueBody, rootBody, unknownId } from '../samples.ts'
import { dayMs } from '../test-clock.ts'
import { done, forbidden, ok, refused, unchanged } from './support.ts'

let server: RunningServer
let api: ApiClient
let root: string

before(async () => {
  server = await startServer()
  api = server.api
  root = ok(await api('POST', authorities, rootBody())).ca_id
})
after(() => server.close())

const issue = async (days = 90): Promise<string> =>
  ok(await api('POST', certificates, { ...issueBody(root), validity: { type: 'DAY', value: days } }))
    .certificate_id
const used = async (): Promise<number> =>
  ok(await api('GET', `${certificates}/quotas`)).quotas.resources[0].used

suite('delete a certificate', () => {
  const remove = (id: string, as = api) => as('DELETE', `${certificates}/${id}`)

  for (const [status, prepare] of [
    ['ISSUED', async () => undefined],
    ['REVOKED', async (id: string) => done(await api('POST', `${certificates}/${id}/revoke`, {}))],
    ['EXPIRED', async () => server.clock.advance(2 * dayMs)],
  ] as const) {
    test(`${status}: it is gone, with its key and its place in the quota`, async () => {
      const id = await issue(1)
      await prepare(id)
      const before = await used()
      done(await remove(id))
      refused(await api('GET', `${certificates}/${id}`), 404, 'PCA.00030102')
      refused(
        await api('POST', `${certificates}/${id}/export`, { type: 'OTHER', is_compressed: false }),
        404,
        'PCA.00030102',
      )
      refused(await remove(id), 404, 'PCA.00030102')
      assert.equal(await used(), before - 1)
      const { id: accountId } = server.credentials.domain
      assert.equal(await server.world.database.read(accountId, ({ keys }) => keys.find(id)), undefined)
    })
  }

  test('its serial number stays taken: what the registry holds outlives the record', async () => {
    const id = await issue()
    const { serial_number: serialNumber } = ok(await api('GET', `${certificates}/${id}`))
    done(await remove(id))
    const { id: accountId } = server.credentials.domain
    await assert.rejects(
      server.world.database.write(accountId, ({ serials }) =>
        serials.register({ issuerId: root, serialNumber, notAfter: 1 }),
      ),
    )
  })

  test('an unknown id, a malformed one, and those without the right are refused', async () => {
    const id = await issue()
    await unchanged(api, async () => {
      refused(await remove(unknownId), 404, 'PCA.00030102')
      refused(await remove('x'), 400, 'PCA.00020301', 'certificate_id')
      refused(await remove(id, server.as(await server.addUser('nobody'))), 401, 'PCA.00010004')
      refused(await remove(id, server.as(await server.addAccount('stranger'))), 404, 'PCA.00030102')
    })
  })
})

suite('release a certificate', () => {
  const release = (id: string, as = api) => as('POST', `${certificates}/${id}/release`)
  const revoke = async (id: string, reason: string) =>
    done(await api('POST', `${certificates}/${id}/revoke`, { reason }))

  test('a hold ends: it is ISSUED, may be exported, held and revoked again', async () => {
    const id = await issue()
    await revoke(id, 'CERTIFICATE_HOLD')
    done(await release(id))
    assert.equal(ok(await api('GET', `${certificates}/${id}`)).status, 'ISSUED')
    ok(await api('POST', `${certificates}/${id}/export`, { type: 'OTHER', is_compressed: false }))
    await revoke(id, 'CERTIFICATE_HOLD')
    await revoke(id, 'KEY_COMPROMISE')
  })

  test('nothing else that was revoked comes back, nor what never was', async () => {
    const [compromised, issued] = [await issue(), await issue()]
    await revoke(compromised, 'KEY_COMPROMISE')
    await unchanged(api, async () => {
      forbidden(await release(compromised))
      forbidden(await release(issued))
      refused(await release(unknownId), 404, 'PCA.00030102')
    })
  })

  test('those without the right are refused', async () => {
    const id = await issue()
    await revoke(id, 'CERTIFICATE_HOLD')
    await unchanged(api, async () => {
      refused(await release(id, server.as(await server.addUser('plain'))), 401, 'PCA.00010004')
      refused(await release(id, server.as(await server.addAccount('other'))), 404, 'PCA.00030102')
    })
  })
})
