import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { authorities, certificates, issueBody, pendingBody, rootBody, subordinateBody } from '../samples.ts'
import { commonName, request } from './requests.ts'
import {
  createAuthority,
  createRoot,
  createSubordinate,
  done,
  everything,
  forbidden,
  issue,
  ok,
  refused,
  showAuthority,
  unchanged,
} from './support.ts'

const server = await startServer({ 'ca-quota': '1000' })
after(() => server.close())
const { api } = server
const root = await createRoot(server)

const act = (id: string, verb: string, body?: object) => api('POST', `${authorities}/${id}/${verb}`, body)
const bring = (id: string, certificate: string, certificate_chain?: string) =>
  act(id, 'import', { certificate, certificate_chain })
const exported = async (id: string) => ok(await act(id, 'export'))
const statusOf = async (id: string): Promise<string> => (await showAuthority(server, id)).status

/** A PENDING CA, and the certificate that a CA of this account made of its CSR. */
async function certified(issuerId = root, changes: object = {}) {
  const pending = await createAuthority(server, pendingBody('Roundabout'))
  const { csr } = ok(await api('GET', `${authorities}/${pending}/csr`))
  const body = { issuer_id: issuerId, csr, type: 'INTERMEDIATE_CA', validity: { type: 'DAY', value: 90 } }
  const { certificate_id: byRequest } = ok(
    await api('POST', `${certificates}/csr`, { ...body, path_length: 1, ...changes }),
  )
  return { pending, byRequest, ...(await exported(byRequest)) }
}

async function imported(withChain = false) {
  const made = await certified()
  done(await bring(made.pending, made.certificate, withChain ? made.certificate_chain : undefined))
  return made
}

suite("a certificate by a CA of one's own, imported", () => {
  for (const withChain of [false, true]) {
    test(`${withChain ? 'with' : 'without'} chain: the issuing CA is known`, async () => {
      const { pending, byRequest } = await imported(withChain)
      const [ca, other] = [await showAuthority(server, pending), await showAuthority(server, byRequest)]
      assert.deepEqual(
        [ca.status, ca.gen_mode, ca.issuer_id, ca.issuer_name, ca.path_length, ca.signature_algorithm],
        ['ACTIVED', 'IMPORT', root, 'Test Root', 1, 'SHA384'],
      )
      assert.equal(ca.serial_number, other.serial_number)
      assert.equal(ca.distinguished_name.common_name, 'Roundabout')
      assert.deepEqual(await exported(pending), await exported(byRequest))
    })
  }

  test('issues, and the chain leads over our own records', async () => {
    const { pending, certificate, certificate_chain } = await imported(true)
    const below = await createSubordinate(server, pending)
    assert.equal((await exported(below)).certificate_chain, certificate + certificate_chain)
    await issue(server, below)
  })

  test('is listed and counted once: the record by CSR is neither', async () => {
    const { pending, byRequest } = await imported()
    const { certificate_authorities: list } = ok(await api('GET', `${authorities}?limit=1000`))
    const ids = list.map(({ ca_id }: { ca_id: string }) => ca_id)
    assert.deepEqual([ids.includes(pending), ids.includes(byRequest)], [true, false])
  })

  test('revoked by either record it is revoked in both, and issues no more', async () => {
    for (const which of ['pending', 'byRequest'] as const) {
      const made = await imported()
      const below = await createSubordinate(server, made.pending)
      done(await act(made[which], 'revoke', { reason: 'KEY_COMPROMISE' }))
      assert.deepEqual([await statusOf(made.pending), await statusOf(made.byRequest)], ['REVOKED', 'REVOKED'])
      await unchanged(api, async () => {
        forbidden(await api('POST', certificates, issueBody(made.pending)))
        forbidden(await api('POST', certificates, issueBody(below)))
        for (const id of [made.pending, made.byRequest]) forbidden(await act(id, 'revoke'))
        forbidden(await act(made.byRequest, 'release'))
      })
    }
  })

  test('a hold by one is released by the other', async () => {
    for (const [holder, releaser] of [
      ['pending', 'byRequest'],
      ['byRequest', 'pending'],
    ] as const) {
      const made = await imported()
      done(await act(made[holder], 'revoke', { reason: 'CERTIFICATE_HOLD' }))
      assert.equal(await statusOf(made[releaser]), 'REVOKED')
      done(await act(made[releaser], 'release'))
      assert.deepEqual([await statusOf(made.pending), await statusOf(made.byRequest)], ['ACTIVED', 'ACTIVED'])
      await issue(server, made.pending)
    }
  })

  test('revoked or on hold before it is imported it is refused', async () => {
    for (const reason of ['KEY_COMPROMISE', 'CERTIFICATE_HOLD']) {
      const { pending, byRequest, certificate, certificate_chain } = await certified()
      done(await act(byRequest, 'revoke', { reason }))
      await unchanged(api, async () => {
        refused(await bring(pending, certificate), 400, 'PCA.00020402', 'certificate')
        refused(await bring(pending, certificate, certificate_chain), 400, 'PCA.00020402', 'certificate')
      })
      if (reason !== 'CERTIFICATE_HOLD') continue
      done(await act(byRequest, 'release'))
      done(await bring(pending, certificate))
    }
  })

  test('below a CA that was revoked it issues nothing', async () => {
    const issuer = await createSubordinate(server, root, { path_length: 3 }, 'Middle')
    const { pending, certificate } = await certified(issuer)
    done(await bring(pending, certificate))
    done(await act(issuer, 'revoke'))
    await unchanged(api, async () => forbidden(await api('POST', authorities, subordinateBody(pending))))
  })

  test('path lengths above it count', async () => {
    const issuer = await createSubordinate(server, root, { path_length: 1 }, 'Narrow')
    const { pending, certificate } = await certified(issuer, { path_length: 0 })
    done(await bring(pending, certificate))
    refused(
      await api('POST', authorities, { ...subordinateBody(pending), path_length: 0 }),
      400,
      'PCA.00020203',
      'path_length',
    )
  })

  test('the same name and another key is not our CA: its issuer is outside', async () => {
    const stranger = server.as(await server.addAccount('stranger'))
    const theirRoot = ok(await stranger('POST', authorities, rootBody())).ca_id
    const pending = await createAuthority(server, pendingBody('Foreign'))
    const { csr } = ok(await api('GET', `${authorities}/${pending}/csr`))
    const before = await everything(api)
    const { certificate_id: theirs } = ok(
      await stranger('POST', `${certificates}/csr`, {
        ...issueBody(theirRoot),
        csr,
        type: 'INTERMEDIATE_CA',
      }),
    )
    assert.deepEqual(await everything(api), before)
    const { certificate, certificate_chain } = ok(await stranger('POST', `${authorities}/${theirs}/export`))
    done(await bring(pending, certificate, certificate_chain))
    const ca = await showAuthority(server, pending)
    assert.deepEqual([ca.issuer_id, ca.issuer_name], [null, 'Test Root'])
    assert.equal((await exported(pending)).certificate_chain, certificate_chain)
    // what they do to their record does not reach ours, nor ours theirs
    done(await stranger('POST', `${authorities}/${theirs}/revoke`))
    assert.equal(await statusOf(pending), 'ACTIVED')
    forbidden(await act(pending, 'revoke'))
  })

  test('a certificate for another key of the same CA is not taken', async () => {
    const { pending } = await certified()
    const { certificate_id: other } = ok(
      await api('POST', `${certificates}/csr`, {
        ...issueBody(root),
        csr: request({ subject: commonName('Roundabout') }),
        type: 'INTERMEDIATE_CA',
      }),
    )
    const { certificate } = await exported(other)
    await unchanged(api, async () =>
      refused(await bring(pending, certificate), 403, 'PCA.00030301', 'certificate'),
    )
  })
})
