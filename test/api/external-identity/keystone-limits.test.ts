import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RunningServer } from '../running-server.ts'
import { authorities } from '../samples.ts'
import { assertUnknown, startWithRules } from './external.ts'
import { acmeThere, type KeystoneServer, startKeystone } from './keystone-server.ts'

/** However much its roles mean here: nothing that would outlast the Keystone's word, and no administrator. */
describe('who shows a token of a Keystone, with every system role', () => {
  const token = 'gAAAA-of-everything'
  const userId = `external:keystone/${acmeThere.id}/us3r`
  let keystone: KeystoneServer
  let server: RunningServer
  let api: RunningServer['api']

  before(async () => {
    keystone = await startKeystone()
    server = await startWithRules({
      keystone: {
        endpoint: keystone.endpoint,
        domains: [{ id: acmeThere.id, account: 'chancery' }],
        system_roles: { everything: ['te_admin', 'secu_admin', 'te_agency'], tenant: ['te_admin'] },
      },
    })
    keystone.tokens.set(token, { roles: ['everything'], expiresAt: server.clock.now() + 3_600_000 })
    api = server.as({ token })
    assert.equal((await api('GET', authorities)).status, 200)
  })
  after(async () => {
    await server.close()
    await keystone.close()
  })

  const refused: readonly [what: string, status: number, method: string, path: string, body?: unknown][] = [
    ['all accounts', 403, 'GET', '/v3/domains'],
    ['a new account', 403, 'POST', '/v3/domains', { domain: { name: 'mine' } }],
    [
      'a password of its own',
      403,
      'POST',
      `/v3/users/${encodeURIComponent(userId)}/password`,
      { user: { original_password: 'Old-pass-1', password: 'New-pass-12345' } },
    ],
    [
      'a temporary key',
      403,
      'POST',
      '/v3.0/OS-CREDENTIAL/securitytokens',
      { auth: { identity: { methods: ['token'] } } },
    ],
    [
      'a temporary key, by the token in the body',
      401,
      'POST',
      '/v3.0/OS-CREDENTIAL/securitytokens',
      { auth: { identity: { methods: ['token'], token: { id: token } } } },
    ],
  ]
  for (const [what, status, method, path, body] of refused) {
    test(`gets no ${what}`, async () => {
      const answer = await api(method, path, body)
      assert.equal(answer.status, status, answer.bytes.toString())
      assert.doesNotMatch(answer.bytes.toString(), /"access"|"id":"mine"/)
    })
  }

  test('gets no permanent key, though it manages those of others', async () => {
    const body = { credential: { user_id: userId, description: '' } }
    assert.equal((await api('POST', '/v3.0/OS-CREDENTIAL/credentials', body)).status, 404)
    const own = await api('GET', `/v3.0/OS-CREDENTIAL/credentials?user_id=${encodeURIComponent(userId)}`)
    assert.equal(own.status, 404)
  })

  test('has nothing that is its own, where its roles give it nothing of IAM', async () => {
    keystone.tokens.set('gAAAA-tenant', { roles: ['tenant'], expiresAt: server.clock.now() + 3_600_000 })
    const tenant = server.as({ token: 'gAAAA-tenant' })
    assert.equal((await tenant('GET', authorities)).status, 200)
    const own = `/v3/users/${encodeURIComponent(userId)}`
    for (const path of [own, `${own}/groups`, `${own}/projects`, '/v3.0/OS-CREDENTIAL/credentials']) {
      assert.equal((await tenant('GET', path)).status, 403, path)
    }
    const key = { credential: { user_id: userId, description: '' } }
    assert.equal((await tenant('POST', '/v3.0/OS-CREDENTIAL/credentials', key)).status, 403)
  })

  test('does not manage the administrator', async () => {
    const { user } = server.credentials
    const changed = await api('PATCH', `/v3/users/${user.id}`, { user: { password: 'New-pass-12345' } })
    assert.equal(changed.status, 403, changed.bytes.toString())
    const key = { credential: { user_id: user.id, description: '' } }
    assert.equal((await api('POST', '/v3.0/OS-CREDENTIAL/credentials', key)).status, 403)
  })

  test('sees no metrics of the installation', async () => {
    assert.equal((await api('GET', '/metrics')).status, 403)
  })

  test('gets no token of ours for its own, for any scope', async () => {
    const identity = { methods: ['token'], token: { id: token } }
    for (const scope of [undefined, { domain: { name: 'chancery' } }, { domain: { name: 'other' } }]) {
      const auth = { identity, ...(scope && { scope }) }
      assertUnknown(await server.as('nobody')('POST', '/v3/auth/tokens', { auth }))
    }
  })

  test('does not act for an account that trusts this one', async () => {
    const other = server.as(await server.addAccount('trusting'))
    const agency = {
      agency: { name: 'trust', domain_id: '', trust_domain_name: 'chancery', duration: 'FOREVER' },
    }
    const [{ id }] = (await other('GET', '/v3/auth/domains')).body.domains
    agency.agency.domain_id = id
    assert.equal((await other('POST', '/v3.0/OS-AGENCY/agencies', agency)).status, 201)
    const assume = { domain_name: 'trusting', agency_name: 'trust' }
    const body = { auth: { identity: { methods: ['assume_role'], assume_role: assume } } }
    assert.equal((await api('POST', '/v3/auth/tokens', body)).status, 403)
    assert.equal((await api('POST', '/v3.0/OS-CREDENTIAL/securitytokens', body)).status, 403)
  })
})
