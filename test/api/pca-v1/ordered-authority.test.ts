import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import {
  activateBody,
  authorities,
  certificates,
  issueBody,
  orderBody,
  pendingBody,
  rootBody,
  subordinateBody,
  unknownId,
} from '../samples.ts'
import { someAuthorityCertificate } from './outside.ts'
import {
  authorityCertificateOf,
  createRoot,
  done,
  forbidden,
  issue,
  ok,
  quotaUsed,
  refused,
  showAuthority,
  shown,
  unchanged,
  withField,
} from './support.ts'

const server = await startServer({ 'ca-quota': '1000' })
after(() => server.close())
const { api } = server
const root = await createRoot(server)
const imported = await someAuthorityCertificate()

const ordered = async (count = 1): Promise<string[]> =>
  ok(await api('POST', `${authorities}/order`, orderBody(count))).ca_ids
const one = async () => (await ordered())[0] ?? ''
const activate = (id: string, body: object, as = api) => as('POST', `${authorities}/${id}/activate`, body)
const { issuer_id: _, ...subordinate } = subordinateBody(root, 'Ordered')
const asSubordinate = { ...subordinate, ...activateBody(root) }
const asRoot = rootBody('Ordered Root')

suite('an ordered CA is activated', () => {
  test('as a subordinate, in one call', async () => {
    const id = await one()
    const { create_time } = await showAuthority(server, id)
    server.clock.advance(1000)
    const used = await quotaUsed(api, authorities)
    done(await activate(id, { ...asSubordinate, path_length: 2 }))
    const ca = await showAuthority(server, id)
    assert.deepEqual(
      [ca.type, ca.status, ca.key_algorithm, ca.issuer_id, ca.path_length, ca.gen_mode],
      ['SUBORDINATE', 'ACTIVED', 'EC256', root, 2, 'GENERATE'],
    )
    assert.deepEqual([ca.charging_mode, ca.create_time], [0, create_time])
    assert.equal(ca.distinguished_name.common_name, 'Ordered')
    assert.equal(await quotaUsed(api, authorities), used)
    const issuer = await authorityCertificateOf(server, root)
    assert.ok((await authorityCertificateOf(server, id)).x509.verify(issuer.x509.publicKey))
    await issue(server, id)
  })

  test('as a root, in one call', async () => {
    const id = await one()
    const used = await quotaUsed(api, authorities)
    done(await activate(id, asRoot))
    const ca = await showAuthority(server, id)
    assert.deepEqual(
      [ca.type, ca.status, ca.issuer_id, ca.issuer_name, ca.path_length, ca.charging_mode],
      ['ROOT', 'ACTIVED', null, null, 7, 0],
    )
    const { x509 } = await authorityCertificateOf(server, id)
    assert.ok(x509.verify(x509.publicKey))
    assert.equal(await quotaUsed(api, authorities), used)
    await issue(server, id)
  })

  test('as Terraform does it: with the body of a creation', async () => {
    const id = await one()
    const terraform = {
      ...asSubordinate,
      validity: { type: 'YEAR', value: 1, start_from: String(server.clock.now()) },
      key_usages: ['digitalSignature', 'keyCertSign', 'cRLSign'],
      enterprise_project_id: '',
    }
    done(await activate(id, terraform))
    assert.equal((await showAuthority(server, id)).charging_mode, 0)
  })
})

suite('an ordered CA is created', () => {
  const kinds = { root: asRoot, 'active subordinate': { ...subordinate, issuer_id: root } }
  for (const [what, body] of Object.entries({ ...kinds, 'pending subordinate': pendingBody('Ordered') })) {
    test(`as ${what}, under its id`, async () => {
      const id = await one()
      const used = await quotaUsed(api, authorities)
      assert.equal(ok(await api('POST', authorities, { ...body, ca_id: id })).ca_id, id)
      const ca = await showAuthority(server, id)
      assert.equal(ca.status, what === 'pending subordinate' ? 'PENDING' : 'ACTIVED')
      assert.deepEqual([ca.charging_mode, ca.type], [0, body.type])
      assert.equal(ca.distinguished_name.common_name, body.distinguished_name.common_name)
      assert.equal(await quotaUsed(api, authorities), used)
    })

    test(`as ${what}, once`, async () => {
      const id = await one()
      ok(await api('POST', authorities, { ...body, ca_id: id }))
      await unchanged(api, async () => {
        forbidden(await api('POST', authorities, { ...body, ca_id: id }))
        forbidden(await api('POST', authorities, { ...asRoot, ca_id: id }))
      })
    })
  }

  test('pending, it has a CSR and is activated like any other', async () => {
    const id = await one()
    ok(await api('POST', authorities, { ...pendingBody('Two Steps'), ca_id: id }))
    assert.match(ok(await api('GET', `${authorities}/${id}/csr`)).csr, /^-----BEGIN CERTIFICATE REQUEST/)
    done(await activate(id, activateBody(root)))
    assert.equal((await showAuthority(server, id)).distinguished_name.common_name, 'Two Steps')
  })

  test('no other CA can be created over: not one that was made, not one unknown, not a malformed id', () =>
    unchanged(api, async () => {
      forbidden(await api('POST', authorities, { ...asRoot, ca_id: root }))
      refused(await api('POST', authorities, { ...asRoot, ca_id: unknownId }), 404, 'PCA.00030102')
      for (const id of ['x', 5, root.toUpperCase()]) {
        refused(await api('POST', authorities, { ...asRoot, ca_id: id }), 400, 'PCA.00020201', 'ca_id')
      }
    }))
})

suite('an ordered CA: refused', () => {
  const lacking = [
    ['type', 'PCA.00020202'],
    ['distinguished_name', 'PCA.00020101'],
    ['key_algorithm', 'PCA.00020102'],
  ] as const
  for (const [field, code] of lacking) {
    for (const value of [undefined, null, '']) {
      test(`activated with ${field} ${shown(value)} → ${code}`, async () => {
        const id = await one()
        await unchanged(api, async () =>
          refused(await activate(id, withField(asSubordinate, field, value)), 400, code, field),
        )
      })
    }
  }
  for (const [field, value, code] of [
    ['type', 'OTHER', 'PCA.00020202'],
    ['key_algorithm', 'SM2', 'PCA.00020102'],
    ['distinguished_name.country', 'China', 'PCA.00020101'],
    ['issuer_id', 'x', 'PCA.00020201'],
    ['validity.value', 21, 'PCA.00020109'],
    ['path_length', 7, 'PCA.00020203'],
  ] as const) {
    test(`activated with ${field} ${shown(value)} → ${code}`, async () => {
      const id = await one()
      await unchanged(api, async () =>
        refused(await activate(id, withField(asSubordinate, field, value)), 400, code, field),
      )
    })
  }

  test('activated as a root without what a root needs', async () => {
    const id = await one()
    await unchanged(api, async () => {
      for (const [field, code] of [
        ['distinguished_name', 'PCA.00020101'],
        ['key_algorithm', 'PCA.00020102'],
        ['signature_algorithm', 'PCA.00020103'],
        ['validity', 'PCA.00020109'],
      ] as const) {
        refused(await activate(id, withField(asRoot, field, undefined)), 400, code, field)
      }
    })
  })

  test('activated below an unknown CA, below itself, or with its name', async () => {
    const id = await one()
    await unchanged(api, async () => {
      refused(
        await activate(id, { ...asSubordinate, issuer_id: unknownId }),
        404,
        'PCA.00030103',
        'issuer_id',
      )
      forbidden(await activate(id, { ...asSubordinate, issuer_id: id }))
      const { distinguished_name } = rootBody()
      refused(await activate(id, { ...asSubordinate, distinguished_name }), 400, 'PCA.00020101')
    })
  })

  test('activated twice, by either way', async () => {
    const id = await one()
    done(await activate(id, asSubordinate))
    await unchanged(api, async () => {
      for (const body of [asSubordinate, asRoot, activateBody(root)]) forbidden(await activate(id, body))
      forbidden(await api('POST', authorities, { ...asRoot, ca_id: id }))
    })
  })

  test('a created CA can not become a root', async () => {
    const id = ok(await api('POST', authorities, pendingBody())).ca_id
    await unchanged(api, async () => refused(await activate(id, asRoot), 400, 'PCA.00020202', 'type'))
  })

  test('csr, import, export, switches, revocation, issuing: 403 while it has no name', async () => {
    const id = await one()
    const act = (verb: string, body?: object) => api('POST', `${authorities}/${id}/${verb}`, body)
    await unchanged(api, async () => {
      forbidden(await api('GET', `${authorities}/${id}/csr`))
      forbidden(await act('import', { certificate: imported }))
      for (const verb of ['export', 'disable', 'enable', 'restore', 'revoke', 'release']) {
        forbidden(await act(verb))
      }
      forbidden(await api('POST', certificates, issueBody(id)))
      forbidden(await api('POST', authorities, subordinateBody(id)))
    })
  })

  test("another account's is unknown", async () => {
    const stranger = server.as(await server.addAccount('stranger'))
    const theirRoot = ok(await stranger('POST', authorities, rootBody())).ca_id
    const id = await one()
    const body = { ...asSubordinate, issuer_id: theirRoot }
    const unknown = await activate(unknownId, body, stranger)
    const answer = await activate(id, body, stranger)
    refused(answer, 404, 'PCA.00030102')
    assert.ok(answer.bytes.equals(unknown.bytes))
    const created = await stranger('POST', authorities, { ...asRoot, ca_id: id })
    refused(created, 404, 'PCA.00030102')
    assert.equal((await showAuthority(server, id)).status, 'PENDING')
  })
})

test('activations at the same time: exactly one wins', async () => {
  const id = await one()
  const answers = await Promise.all([
    ...Array.from({ length: 4 }, () => activate(id, asSubordinate)),
    ...Array.from({ length: 4 }, () => activate(id, asRoot)),
    ...Array.from({ length: 4 }, () => api('POST', authorities, { ...pendingBody(), ca_id: id })),
  ])
  assert.equal(answers.filter(({ status }) => status < 300).length, 1)
  for (const answer of answers.filter(({ status }) => status >= 300)) forbidden(answer)
  const ca = await showAuthority(server, id)
  if (ca.status === 'ACTIVED') {
    assert.equal((await authorityCertificateOf(server, id)).serialNumber, ca.serial_number)
    await issue(server, id)
  } else {
    done(await activate(id, activateBody(root)))
  }
})
