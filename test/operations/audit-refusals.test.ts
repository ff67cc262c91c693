import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { signIn } from '../api/iam-v3/sign-in.ts'
import { type RunningServer, startServer } from '../api/running-server.ts'
import { authorities, certificates, issueBody, rootBody, unknownId } from '../api/samples.ts'
import { minuteMs } from '../api/test-clock.ts'
import { auditRows } from './audit-rows.ts'

/** Architecture §5: refusals are recorded within a bound per address and minute, then counted. */
describe('refusals in the audit trail', () => {
  let server: RunningServer
  let dataFolder: string

  beforeEach(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'chancery-audit-'))
    server = await startServer({
      'data-dir': dataFolder,
      'trusted-proxies': '127.0.0.1',
    })
  })
  afterEach(() => rmSync(dataFolder, { recursive: true, force: true }))

  /** Closing settles what is under way and what was only counted. */
  async function settled() {
    await server.close()
    return auditRows(dataFolder).filter(({ result }) => result !== 'success')
  }
  const from = (address: string) => ({ 'x-forwarded-for': address })
  const forge = (address: string) =>
    server.as({ accessKey: 'NOSUCHKEY', secretKey: 'x' })('GET', authorities, undefined, from(address))
  const sum = (rows: readonly { count: number }[]) => rows.reduce((total, { count }) => total + count, 0)

  test('each says who, from where, what was asked and why it was refused', async () => {
    const powerless = await server.addUser('powerless')
    assert.ok(typeof powerless === 'object' && 'accessKey' in powerless)
    const { api, credentials } = server
    const rootId = (await api('POST', authorities, rootBody())).body.ca_id
    const requests = [
      await forge('203.0.113.1'),
      await server.as(powerless)('POST', authorities, rootBody('No Root'), from('203.0.113.2')),
      await server.as({ token: 'forged' })('GET', authorities, undefined, from('203.0.113.3')),
      await server.as({ accessKey: credentials.access_key, secretKey: 'x' })(
        'GET',
        authorities,
        undefined,
        from('203.0.113.4'),
      ),
      await signIn(server, {
        user: { id: credentials.user.id, password: 'wrong' },
        headers: from('203.0.113.5'),
      }),
      await api('POST', certificates, issueBody(unknownId), from('203.0.113.6')),
      await api('POST', `${authorities}/${rootId}/enable`, undefined, from('203.0.113.7')),
    ]
    const rows = await settled()
    assert.equal(rows.length, 7)
    assert.deepEqual(Object.fromEntries(rows.map(({ source_address, result }) => [source_address, result])), {
      '203.0.113.1': 'access-key-unknown',
      '203.0.113.2': 'action-denied',
      '203.0.113.3': 'token-invalid',
      '203.0.113.4': 'signature-mismatch',
      '203.0.113.5': 'password-mismatch',
      '203.0.113.6': 'issuer-not-found',
      '203.0.113.7': 'state-forbids',
    })
    assert.deepEqual(
      new Set(rows.map(({ request_id }) => request_id)),
      new Set(requests.map(({ headers }) => headers.get('x-request-id'))),
    )
    const denied = rows.find(({ result }) => result === 'action-denied')
    assert.equal(denied?.account_id, credentials.domain.id)
    assert.equal(denied?.access_key_id, powerless.accessKey)
    assert.equal(denied?.method, 'access-key')
    const unknown = rows.find(({ result }) => result === 'access-key-unknown')
    assert.equal(unknown?.account_id, null)
    assert.equal(unknown?.user_id, null)
    assert.ok(rows.every(({ count }) => count === 1))
  })

  test('30 rows per address and minute, the rest in one row that counts them', async () => {
    for (let time = 0; time < 47; time += 1) await forge('203.0.113.1')
    const rows = await settled()
    assert.equal(rows.length, 31)
    assert.equal(sum(rows), 47)
    assert.deepEqual(
      rows.filter(({ count }) => count > 1).map(({ count }) => count),
      [17],
    )
    assert.ok(rows.every(({ source_address }) => source_address === '203.0.113.1'))
  })

  test('exactly 30 need no row that counts', async () => {
    for (let time = 0; time < 30; time += 1) await forge('203.0.113.1')
    const rows = await settled()
    assert.equal(rows.length, 30)
    assert.ok(rows.every(({ count }) => count === 1))
  })

  test('each address has a bound of its own', async () => {
    for (let time = 0; time < 32; time += 1) await forge('203.0.113.1')
    await forge('203.0.113.2')
    await forge('2001:db8::2')
    const rows = await settled()
    assert.equal(sum(rows.filter(({ source_address }) => source_address === '203.0.113.1')), 32)
    assert.equal(rows.filter(({ source_address }) => source_address === '203.0.113.1').length, 31)
    assert.equal(rows.filter(({ source_address }) => source_address === '203.0.113.2').length, 1)
    assert.equal(rows.filter(({ source_address }) => source_address === '2001:db8::2').length, 1)
  })

  test('each minute has a bound of its own, and the count of the last is written when it is over', async () => {
    for (let time = 0; time < 35; time += 1) await forge('203.0.113.1')
    server.clock.advance(minuteMs)
    await forge('203.0.113.1')
    const rows = await settled()
    assert.equal(rows.length, 32)
    assert.equal(sum(rows), 36)
    assert.equal(rows.filter(({ count }) => count === 5).length, 1)
  })

  test('what was written of a change beside a flood of refusals is all there', async () => {
    for (let time = 0; time < 40; time += 1) await forge('127.0.0.1')
    const created = await server.api('POST', authorities, rootBody())
    await server.close()
    const row = auditRows(dataFolder).find(({ object_id }) => object_id === created.body.ca_id)
    assert.equal(row?.result, 'success')
  })
})
