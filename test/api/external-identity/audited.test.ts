import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { auditRows } from '../../operations/audit-rows.ts'
import type { RunningServer } from '../running-server.ts'
import { authorities, rootBody } from '../samples.ts'
import { createTestClock } from '../test-clock.ts'
import { assertUnknown, startWithRules } from './external.ts'
import { acmeThere, type KeystoneServer, startKeystone } from './keystone-server.ts'
import { type OpenIdServer, startOpenIdServer } from './open-id-server.ts'
import { providerRules, takeTokenWith } from './provider.ts'

describe('the audit trail names who is vouched for elsewhere', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'chancery-external-audit-'))
  let keystone: KeystoneServer
  let provider: OpenIdServer
  let server: RunningServer

  before(async () => {
    keystone = await startKeystone()
    const clock = createTestClock()
    provider = await startOpenIdServer(clock)
    const domains = [{ id: acmeThere.id, account: 'chancery' }]
    const rules = { endpoint: keystone.endpoint, domains, system_roles: { operator: ['te_admin'] } }
    server = await startWithRules(
      { keystone: rules, oidc: { corp: providerRules(provider) } },
      { clock, 'data-dir': dataFolder },
    )
  })
  after(async () => {
    await Promise.all([keystone.close(), provider.close()])
    rmSync(dataFolder, { recursive: true })
  })

  test('in what they did and in what they were refused', async () => {
    const ends = { expiresAt: server.clock.now() + 3_600_000 }
    keystone.tokens.set('gAAAA-operator', { roles: ['operator'], ...ends })
    keystone.tokens.set('gAAAA-nothing', { roles: [], ...ends })
    const operator = server.as({ token: 'gAAAA-operator' })
    const made = await operator('POST', authorities, rootBody('Audited'))
    assert.equal((await operator('GET', '/v3/users')).status, 403)
    assertUnknown(await server.as({ token: 'gAAAA-nothing' })('GET', authorities))
    assertUnknown(await server.as({ token: 'gAAAA-unknown' })('GET', authorities))
    const taken = await takeTokenWith(server, await provider.sign())
    assert.equal(taken.status, 201, taken.bytes.toString())
    assertUnknown(await takeTokenWith(server, await provider.sign({ groups: [] })))
    assertUnknown(await takeTokenWith(server, await provider.sign({ aud: 'another' })))
    await server.close()

    const said = auditRows(dataFolder).map(
      ({ user_id, account_id, operation, method, result }) =>
        `${user_id} ${account_id === null ? 'nowhere' : 'here'} ${operation} ${method} ${result}`,
    )
    const own = `external:keystone/${acmeThere.id}/us3r`
    for (const row of [
      `${own} here createAuthority token success`,
      `${own} here iam:users:listUsers token action-denied`,
      `${own} nowhere authenticateToken none token-invalid`,
      'null nowhere authenticateToken none token-invalid',
      'external:corp/0815 here createToken mapped success',
      'external:corp/0815 nowhere createTokenWithIdToken none token-invalid',
      'null nowhere createTokenWithIdToken none token-invalid',
    ]) {
      assert.ok(said.includes(row), `${row}\n${said.join('\n')}`)
    }
    assert.ok(made.status === 200)
  })
})
