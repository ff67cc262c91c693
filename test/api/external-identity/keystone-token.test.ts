import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { RunningServer } from '../running-server.ts'
import { authorities, certificates, rootBody } from '../samples.ts'
import { minuteMs } from '../test-clock.ts'
import { addGroup, assertUnknown, startWithRules } from './external.ts'
import {
  acmeThere,
  type KeystoneServer,
  type KnownToken,
  otherThere,
  startKeystone,
} from './keystone-server.ts'

describe('a token of a Keystone', () => {
  let keystone: KeystoneServer
  let server: RunningServer
  let other: RunningServer['api']
  let readers: string
  let made = 0

  before(async () => {
    keystone = await startKeystone()
    server = await startWithRules({
      keystone: {
        endpoint: keystone.endpoint,
        domains: [
          { id: acmeThere.id, account: 'chancery' },
          { name: otherThere.name, account: 'other' },
          { id: 'd0ma1n3', account: 'no such account' },
        ],
        groups: { operator: ['operators'], reader: ['readers', 'operators'], admin: ['no such group'] },
        system_roles: { te_admin: ['te_admin'], security: ['Security Administrator'] },
      },
    })
    other = server.as(await server.addAccount('other'))
    await addGroup(server.api, 'operators', 'PCA FullAccess')
    readers = await addGroup(server.api, 'readers', 'PCA ReadOnlyAccess')
  })
  after(async () => {
    await server.close()
    await keystone.close()
  })
  afterEach(() => {
    keystone.behaviour = 'normal'
    server.clock.advance(2 * minuteMs)
  })

  /** A token that the Keystone knows, and a client that shows it. */
  function issue(known: Partial<KnownToken> = {}) {
    made += 1
    const token = `gAAAA-${made}-${'x'.repeat(200)}`
    keystone.tokens.set(token, {
      roles: ['operator'],
      expiresAt: server.clock.now() + 60 * minuteMs,
      ...known,
    })
    return { token, api: server.as({ token }) }
  }

  test('of a mapped role in a mapped domain may do what the groups may, in the account', async () => {
    const { api } = issue()
    const root = await api('POST', authorities, rootBody('External Root'))
    assert.equal(root.status, 200, root.bytes.toString())
    const listed = await server.api('GET', `${authorities}/${root.body.ca_id}`)
    assert.equal(listed.status, 200)
    assert.equal((await api('GET', '/v3/users')).status, 403)
  })

  test('may do what its system roles may, and no more', async () => {
    const { api } = issue({ roles: ['te_admin'] })
    assert.equal((await api('POST', authorities, rootBody('Tenant Root'))).status, 200)
    assert.equal((await api('GET', '/v3/users')).status, 403)
    const security = issue({ roles: ['security'] }).api
    assert.equal((await security('GET', '/v3/users')).status, 200)
    assert.equal((await security('GET', authorities)).code, 'PCA.00010004')
  })

  test('for a domain as a whole is as good as one for a project', async () => {
    assert.equal((await issue({ isForDomain: true }).api('GET', authorities)).status, 200)
  })

  test("by a domain's name reaches the other account alone", async () => {
    const own = await server.api('POST', authorities, rootBody('Not Theirs'))
    await addGroup(other, 'operators', 'PCA FullAccess')
    const { api } = issue({ domain: otherThere })
    const made = await api('POST', authorities, rootBody('Theirs'))
    assert.equal(made.status, 200)
    assert.equal((await other('GET', `${authorities}/${made.body.ca_id}`)).status, 200)
    assert.equal((await api('GET', `${authorities}/${own.body.ca_id}`)).status, 404)
    assert.equal((await server.api('GET', `${authorities}/${made.body.ca_id}`)).status, 404)
  })

  const strangers: Readonly<Record<string, Partial<KnownToken>>> = {
    'of a domain without a rule': { domain: { id: 'elsewhere', name: 'Elsewhere' } },
    "of a domain whose name is a rule's id": { domain: { id: 'elsewhere', name: acmeThere.id } },
    "of a domain whose id is a rule's name": { domain: { id: 'Otherthere', name: 'x' } },
    'of a domain whose account is not there': { domain: { id: 'd0ma1n3', name: 'x' } },
    'of a user from a domain without a rule': {
      domain: { id: 'elsewhere', name: 'Elsewhere' },
      scopeDomain: acmeThere,
    },
    "of a user from another account's domain": { domain: otherThere, scopeDomain: acmeThere },
    'for nothing': { scopeDomain: null },
    'without roles': { roles: [] },
    'of roles without a rule': { roles: ['member', 'Administrator', 'OPERATOR'] },
    'of roles with names that objects have': { roles: ['constructor', '__proto__', 'toString'] },
    'that is over': { expiresAt: 0 },
  }
  for (const [what, known] of Object.entries(strangers)) {
    test(`${what} is an unknown one`, async () => {
      const { api } = issue(known)
      assertUnknown(await api('GET', authorities))
      assertUnknown(await api('POST', authorities, rootBody('Never')))
      assertUnknown(await api('GET', '/v3/projects'))
    })
  }

  test('of a group that is not there is let in and may do nothing', async () => {
    const { api } = issue({ roles: ['admin'] })
    assert.equal((await api('GET', authorities)).code, 'PCA.00010004')
    assert.equal((await api('GET', '/v3/auth/domains')).body.domains[0].name, 'chancery')
  })

  test('may do at once what its groups are given, and no longer what is taken from them', async () => {
    const { api } = issue({ roles: ['admin'] })
    assert.equal((await api('GET', certificates)).status, 401)
    const group = await addGroup(server.api, 'no such group', 'PCA ReadOnlyAccess')
    assert.equal((await api('GET', certificates)).status, 200)
    assert.equal((await server.api('DELETE', `/v3/groups/${group}`)).status, 204)
    assert.equal((await api('GET', certificates)).status, 401)
  })

  test('follows the name of a group', async () => {
    const { api } = issue({ roles: ['reader'] })
    const rename = (name: string) => server.api('PATCH', `/v3/groups/${readers}`, { group: { name } })
    assert.equal((await api('GET', certificates)).status, 200)
    assert.equal((await rename('renamed')).status, 200)
    assert.equal((await api('GET', certificates)).status, 200, 'operators are left')
    assert.equal((await rename('readers')).status, 200)
  })

  test('of a disabled account is refused as its own tokens are', async () => {
    const { api } = issue({ domain: otherThere })
    const [{ id }] = (await other('GET', '/v3/auth/domains')).body.domains
    const enable = (enabled: boolean) => server.api('PATCH', `/v3/domains/${id}`, { domain: { enabled } })
    assert.equal((await enable(false)).status, 200)
    assert.equal((await api('GET', authorities)).code, 'PCA.00010002')
    assert.equal((await enable(true)).status, 200)
    assert.equal((await api('GET', authorities)).status, 200)
  })

  test('is shown to its holder and to the account, with a name that no user of ours can have', async () => {
    const { api, token } = issue()
    const subject = { 'x-subject-token': token }
    for (const client of [api, server.api]) {
      const shown = await client('GET', '/v3/auth/tokens', undefined, subject)
      assert.equal(shown.status, 200, shown.bytes.toString())
      assert.equal(shown.body.token.user.id, `external:keystone/${acmeThere.id}/us3r`)
      assert.equal(shown.body.token.user.name, `external:keystone/${acmeThere.id}/ursula`)
      assert.deepEqual(shown.body.token.roles, [])
    }
    const elsewhere = await other('GET', '/v3/auth/tokens', undefined, subject)
    assertUnknown(elsewhere)
  })

  test('can not be ended here', async () => {
    const { api, token } = issue()
    assertUnknown(await api('DELETE', '/v3/auth/tokens', undefined, { 'x-subject-token': token }))
    assert.equal((await api('GET', authorities)).status, 200)
  })
})
