import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { auditRows } from '../../operations/audit-rows.ts'
import { addAccount, addUser, takeToken } from '../iam-v3/sign-in.ts'
import { freePort, type RunningServer, startServer } from '../running-server.ts'
import { readMetrics } from './metrics-text.ts'
import { eventually, getMetrics, collectorToken as secret, tokenFile } from './watched.ts'

/** Tokens of everyone who could ask, and of nobody. */
async function tokensOf(server: RunningServer) {
  const { domain } = server.credentials
  const other = await addAccount(server, 'other')
  const tokenOf = async (accountId: string, name: string, isAdministrator: boolean) => {
    const { id, password } = await addUser(server, accountId, name, { isAdministrator })
    return takeToken(server, { user: { id, password } })
  }
  return {
    administrator: await takeToken(server),
    user: await tokenOf(domain.id, 'user', false),
    stranger: await tokenOf(other, 'stranger', true),
    forged: 'forged',
  }
}

describe('GET /metrics', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-metrics-'))
  const file = tokenFile(folder)
  after(() => rmSync(folder, { recursive: true }))

  for (const isSet of [true, false]) {
    describe(isSet ? 'with a token that is set for it' : 'without one', () => {
      let server: RunningServer
      let tokens: Awaited<ReturnType<typeof tokensOf>>

      before(async () => {
        server = await startServer(isSet ? { 'metrics-token-file': file } : {})
        tokens = await tokensOf(server)
      })
      after(() => server.close())

      const bearer = (text: string) => ({ authorization: `Bearer ${text}` })
      const shown = isSet ? 200 : 401
      const cases: readonly [what: string, headers: () => Record<string, string>, status: number][] = [
        ['nobody', () => ({}), 401],
        ['the token that is set', () => bearer(secret), shown],
        ['the same in other letters for Bearer', () => ({ authorization: `bearer ${secret}` }), shown],
        ['a part of it', () => bearer(secret.slice(0, -1)), 401],
        ['more than it', () => bearer(`${secret}x`), 401],
        ['an empty one', () => ({ authorization: 'Bearer ' }), 401],
        ['the word null', () => bearer('null'), 401],
        ['another scheme', () => ({ authorization: `Basic ${btoa(`x:${secret}`)}` }), 401],
        ['it in place of a token of the API', () => ({ 'x-auth-token': secret }), 401],
        ['an administrator of the first account', () => ({ 'x-auth-token': tokens.administrator }), 200],
        [
          'the same beside a wrong token',
          () => ({ ...bearer('x'), 'x-auth-token': tokens.administrator }),
          200,
        ],
        ['the same in place of the token that is set', () => bearer(tokens.administrator), 401],
        ['a user of the first account', () => ({ 'x-auth-token': tokens.user }), 403],
        ['an administrator of another account', () => ({ 'x-auth-token': tokens.stranger }), 403],
        ['a forged token', () => ({ 'x-auth-token': tokens.forged }), 401],
      ]
      for (const [what, headers, status] of cases) {
        test(`for ${what}: ${status}`, async () => {
          const answer = await getMetrics(server, headers())
          const text = await answer.text()
          assert.equal(answer.status, status, text.slice(0, 200))
          assert.equal(answer.headers.get('cache-control'), 'no-store')
          if (status === 200) assert.ok(readMetrics(text).size > 20)
          else assert.ok(!text.includes('chancery_'))
          assert.equal(answer.headers.get('www-authenticate'), status === 401 ? 'Bearer' : null)
        })
      }

      test('an administrator who was refused is on record', async () => {
        const rows = async () => auditRows(server.dataFolder).map((row) => `${row.operation} ${row.result}`)
        await eventually(rows, (found) => found.includes('authenticateWatcher action-denied'))
      })
    })
  }

  test('is not there beside public records on a listener of their own', async () => {
    const pki = `http://127.0.0.1:${await freePort()}`
    const server = await startServer({ 'pki-listen': pki, 'metrics-token-file': file })
    try {
      const answer = await fetch(`${pki}/metrics`, { headers: { authorization: `Bearer ${secret}` } })
      assert.equal(answer.status, 404)
    } finally {
      await server.close()
    }
  })
})
