import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { serialOf, statusOf } from '../revocation/statuses.ts'
import { startServer } from '../running-server.ts'
import { authorities, certificates, pendingBody, unknownId } from '../samples.ts'
import { certify, outsideBelow, outsideRoot } from './outside.ts'
import { bodyRefusals, fieldRefusals, refusals } from './refusals.ts'
import { request } from './requests.ts'
import {
  bad,
  createAuthority,
  createRoot,
  createSubordinate,
  done,
  forbidden,
  issue,
  ok,
  showAuthority,
  unchanged,
} from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
ok(await api('POST', `${authorities}/agencies`))
const bucket = `crl-${server.credentials.domain.id}`
const root = await createRoot(server)
const stranger = server.as(await server.addAccount('stranger'))
const powerless = server.as(await server.addUser('powerless'))
const send = (id: string, body: unknown, as = api) => as('POST', `${authorities}/${id}/ocsp/switch`, body)
const turn = async (id: string, isOn: boolean) => done(await send(id, { ocsp_switch: isOn }))

suite('ocsp/switch', () => {
  test('to the present state again changes nothing: 204', async () => {
    const id = await createSubordinate(server, root)
    const serial = await serialOf(server, await issue(server, id))
    const shown = await showAuthority(server, id)
    for (const isOn of [false, false, true, true]) await turn(id, isOn)
    assert.equal(await statusOf(server, id, serial), 'good')
    for (const isOn of [false, false, true, false]) await turn(id, isOn)
    assert.equal(await statusOf(server, id, serial), 'good')
    assert.deepEqual(await showAuthority(server, id), shown)
  })

  test('is told of the CA, alone and in the list', async () => {
    const id = await createSubordinate(server, root)
    const told = async () => {
      const { certificate_authorities } = ok(await api('GET', `${authorities}?limit=1000`))
      const listed = certificate_authorities.find(({ ca_id }: { ca_id: string }) => ca_id === id)
      return [(await showAuthority(server, id)).ocsp_switch, listed.ocsp_switch]
    }
    assert.deepEqual(await told(), [false, false])
    await turn(id, true)
    assert.deepEqual(await told(), [true, true])
    await turn(id, false)
    assert.deepEqual(await told(), [false, false])
  })

  test('of many at once all succeed, and one responder answers', async () => {
    const id = await createSubordinate(server, root)
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(id, { ocsp_switch: true })))
    for (const answer of answers) done(answer)
    assert.equal(await statusOf(server, id, '1'), 'unknown')
  })

  test('for an imported CA, and its list too', async () => {
    const configuration = { enabled: true, obs_bucket_name: bucket, valid_days: 7 }
    const id = await createAuthority(server, { ...pendingBody(), crl_configuration: configuration })
    const { csr } = ok(await api('GET', `${authorities}/${id}/csr`))
    const outside = await outsideBelow(await outsideRoot(), { subject: 'CN=Outside' })
    const certificate = await certify(outside, csr)
    done(await api('POST', `${authorities}/${id}/import`, { certificate, certificate_chain: '' }))
    assert.equal((await showAuthority(server, id)).crl_configuration.crl_name, id)
    await turn(id, true)
    const serial = await serialOf(server, await issue(server, id))
    assert.equal(await statusOf(server, id, serial), 'good')
  })

  test('not for a CA whose key the user keeps, nor its list: 403', async () => {
    const body = {
      issuer_id: root,
      csr: request(),
      validity: { type: 'DAY', value: 1 },
      type: 'INTERMEDIATE_CA',
    }
    const { certificate_id: id } = ok(await api('POST', `${certificates}/csr`, body))
    await unchanged(api, async () => {
      for (const isOn of [true, false]) forbidden(await send(id, { ocsp_switch: isOn }))
      const list = { obs_bucket_name: bucket, valid_days: 7 }
      forbidden(await api('POST', `${authorities}/${id}/crl/enable`, list))
      forbidden(await api('POST', `${authorities}/${id}/crl/disable`))
    })
  })
})

const target = await createSubordinate(server, root)
refusals('ocsp/switch', api, [
  ...fieldRefusals(
    (body) => send(target, body),
    { ocsp_switch: true },
    bad('ocsp_switch', 'PCA.00020001', [undefined, null, '', 'true', 'false', 0, 1, [], {}]),
  ),
  ...bodyRefusals((body) => send(target, body)),
  {
    what: 'an unknown CA',
    send: () => send(unknownId, { ocsp_switch: true }),
    status: 404,
    code: 'PCA.00030102',
  },
  {
    what: "another account's CA",
    send: () => send(root, { ocsp_switch: true }, stranger),
    status: 404,
    code: 'PCA.00030102',
  },
  {
    what: 'a malformed id',
    send: () => send('x', { ocsp_switch: true }),
    code: 'PCA.00020201',
    names: 'ca_id',
  },
  {
    what: 'a user who was granted nothing',
    send: () => send(root, { ocsp_switch: true }, powerless),
    status: 401,
    code: 'PCA.00010004',
  },
])

test('nobody was answered for the CA that nothing was switched on for', async () => {
  assert.equal(await statusOf(server, target, '1'), 'unauthorized')
})
