import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type ApiClient, type RunningServer, startServer } from '../running-server.ts'
import {
  authorities,
  certificates,
  issueBody,
  pendingBody,
  rootBody,
  subordinateBody,
  unknownId,
} from '../samples.ts'
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

const create = async (body: object): Promise<string> => ok(await api('POST', authorities, body)).ca_id
const subordinate = (issuerId = root, pathLength = 0) =>
  create({ ...subordinateBody(issuerId, `Sub ${pathLength}`), path_length: pathLength })
const act = (id: string, verb: string, body?: object, as = api) =>
  as('POST', `${authorities}/${id}/${verb}`, body)
const remove = (id: string, days?: string, as = api) =>
  as('DELETE', `${authorities}/${id}${days === undefined ? '' : `?pending_days=${days}`}`)
const show = async (id: string) => ok(await api('GET', `${authorities}/${id}`))
const status = async (id: string): Promise<string> => (await show(id)).status
const used = async (): Promise<number> =>
  ok(await api('GET', `${authorities}/quotas`)).quotas.resources[0].used

suite('delete a CA', () => {
  test('PENDING: gone at once, pending_days not read, its place in the quota given back', async () => {
    for (const days of [undefined, '7', 'x', '99']) {
      const id = await create(pendingBody())
      const before = await used()
      done(await remove(id, days))
      refused(await api('GET', `${authorities}/${id}`), 404, 'PCA.00030102')
      assert.equal(await used(), before - 1)
      const { id: accountId } = server.credentials.domain
      assert.equal(await server.world.database.read(accountId, ({ keys }) => keys.find(id)), undefined)
    }
  })

  for (const days of [7, 30]) {
    test(`DISABLED, in ${days} days: DELETED, with the time of its end, still counted`, async () => {
      const id = await subordinate()
      done(await act(id, 'disable'))
      const before = await used()
      done(await remove(id, String(days)))
      const shown = await show(id)
      assert.equal(shown.status, 'DELETED')
      assert.equal(shown.delete_time, server.clock.now() + days * dayMs)
      assert.equal(await used(), before)
    })
  }

  test('pending_days absent or not 7 to 30 is refused', async () => {
    const id = await subordinate()
    done(await act(id, 'disable'))
    await unchanged(api, async () => {
      for (const days of [undefined, '', '6', '31', 'x', '7.5', '-7', '007']) {
        refused(await remove(id, days), 400, 'PCA.00020001', 'pending_days')
      }
    })
  })

  test('ACTIVED, EXPIRED and DELETED ones are refused', async () => {
    const [active, deleted] = [await subordinate(), await subordinate()]
    done(await act(deleted, 'disable'))
    done(await remove(deleted, '7'))
    await unchanged(api, async () => {
      forbidden(await remove(active, '7'))
      forbidden(await remove(deleted, '7'))
    })
  })

  test('what it issued stays, shows and exports its chain', async () => {
    const id = await subordinate()
    const { certificate_id: leaf } = ok(await api('POST', certificates, issueBody(id)))
    done(await act(id, 'disable'))
    done(await remove(id, '7'))
    const exported = ok(
      await api('POST', `${certificates}/${leaf}/export`, { type: 'OTHER', is_compressed: false }),
    )
    assert.equal(exported.certificate_chain.match(/BEGIN CERTIFICATE/g)?.length, 2)
    forbidden(await api('POST', certificates, issueBody(id)))
  })
})

suite('restore a CA', () => {
  test('DELETED becomes DISABLED, and may be enabled again', async () => {
    const id = await subordinate()
    done(await act(id, 'disable'))
    done(await remove(id, '7'))
    done(await act(id, 'restore'))
    const shown = await show(id)
    assert.equal(shown.status, 'DISABLED')
    assert.equal(shown.delete_time, null)
    done(await act(id, 'enable'))
    ok(await api('POST', certificates, issueBody(id)))
  })

  test('every other status is refused', async () => {
    const [active, disabled, pending] = [
      await subordinate(),
      await subordinate(),
      await create(pendingBody()),
    ]
    done(await act(disabled, 'disable'))
    await unchanged(api, async () => {
      for (const id of [active, disabled, pending]) forbidden(await act(id, 'restore'))
    })
  })
})

suite('revoke a CA', () => {
  test('neither it nor a CA below it issues any more, and nothing brings it back', async () => {
    const upper = await subordinate(root, 1)
    const lower = await subordinate(upper, 0)
    done(await act(upper, 'revoke', { reason: 'KEY_COMPROMISE' }))
    assert.equal(await status(upper), 'REVOKED')
    assert.equal(await status(lower), 'ACTIVED')
    forbidden(await api('POST', certificates, issueBody(upper)))
    forbidden(await api('POST', certificates, issueBody(lower)))
    forbidden(await act(upper, 'enable'))
    forbidden(await act(upper, 'disable'))
    done(await remove(upper, '7'))
    assert.equal(await status(upper), 'DELETED')
    done(await act(upper, 'restore'))
    assert.equal(await status(upper), 'REVOKED')
    forbidden(await act(upper, 'enable'))
    forbidden(await act(upper, 'release'))
  })

  for (const [what, body] of [
    ['{}', {}],
    ['no body', undefined],
    ['a null reason', { reason: null }],
  ] as const) {
    test(`${what} means UNSPECIFIED`, async () => {
      const id = await subordinate()
      done(await act(id, 'revoke', body))
      assert.equal(await status(id), 'REVOKED')
    })
  }

  test('DISABLED and DELETED ones may be revoked; a DELETED one stays DELETED', async () => {
    const [disabled, deleted] = [await subordinate(), await subordinate()]
    for (const id of [disabled, deleted]) done(await act(id, 'disable'))
    done(await remove(deleted, '7'))
    for (const id of [disabled, deleted]) done(await act(id, 'revoke', {}))
    assert.equal(await status(disabled), 'REVOKED')
    assert.equal(await status(deleted), 'DELETED')
    done(await act(deleted, 'restore'))
    assert.equal(await status(deleted), 'REVOKED')
  })

  test('a hold becomes another reason, or ends; nothing else does', async () => {
    const id = await subordinate()
    done(await act(id, 'revoke', { reason: 'CERTIFICATE_HOLD' }))
    forbidden(await act(id, 'revoke', { reason: 'CERTIFICATE_HOLD' }))
    done(await act(id, 'release'))
    assert.equal(await status(id), 'ACTIVED')
    ok(await api('POST', certificates, issueBody(id)))
    done(await act(id, 'revoke', { reason: 'CERTIFICATE_HOLD' }))
    done(await act(id, 'revoke', { reason: 'SUPERSEDED' }))
    await unchanged(api, async () => {
      forbidden(await act(id, 'release'))
      forbidden(await act(id, 'revoke', { reason: 'KEY_COMPROMISE' }))
    })
  })

  test('a root, a PENDING one and an unknown reason are refused', async () => {
    const [pending, active] = [await create(pendingBody()), await subordinate()]
    await unchanged(api, async () => {
      forbidden(await act(root, 'revoke', {}))
      forbidden(await act(pending, 'revoke', {}))
      forbidden(await act(active, 'release'))
      for (const reason of ['REMOVE_FROM_CRL', 5, {}, []]) {
        refused(await act(active, 'revoke', { reason }), 400, 'PCA.00020001', 'reason')
      }
    })
  })
})

suite('who may', () => {
  test('unknown ids, malformed ones, other tenants and users without the right are refused', async () => {
    const id = await subordinate()
    const stranger = server.as(await server.addAccount('stranger'))
    const nobody = server.as(await server.addUser('nobody'))
    await unchanged(api, async () => {
      for (const verb of ['restore', 'revoke', 'release']) {
        refused(await act(unknownId, verb), 404, 'PCA.00030102')
        refused(await act('x', verb), 400, 'PCA.00020201', 'ca_id')
        refused(await act(id, verb, undefined, stranger), 404, 'PCA.00030102')
        refused(await act(id, verb, undefined, nobody), 401, 'PCA.00010004')
      }
      refused(await remove(unknownId, '7'), 404, 'PCA.00030102')
      refused(await remove('x', '7'), 400, 'PCA.00020201', 'ca_id')
      refused(await remove(id, '7', stranger), 404, 'PCA.00030102')
      refused(await remove(id, '7', nobody), 401, 'PCA.00010004')
    })
  })

  test('an EXPIRED CA is disabled before it is deleted, as Terraform does', async () => {
    const id = await create({ ...subordinateBody(root, 'Short'), validity: { type: 'DAY', value: 1 } })
    server.clock.advance(2 * dayMs)
    assert.equal(await status(id), 'EXPIRED')
    forbidden(await remove(id, '7'))
    forbidden(await act(id, 'revoke', {}))
    done(await act(id, 'disable'))
    done(await remove(id, '7'))
    assert.equal(await status(id), 'DELETED')
  })
})
