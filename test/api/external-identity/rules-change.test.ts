import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { authorities, rootBody } from '../samples.ts'
import { createTestClock } from '../test-clock.ts'
import { assertUnknown, startWithRules } from './external.ts'
import { type OpenIdServer, startOpenIdServer } from './open-id-server.ts'
import { providerRules, takeTokenWith } from './provider.ts'

describe('rules that change between two starts', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'chancery-rules-change-'))
  const clock = createTestClock()
  let provider: OpenIdServer

  before(async () => {
    provider = await startOpenIdServer(clock)
  })
  after(async () => {
    await provider.close()
    rmSync(dataFolder, { recursive: true })
  })

  test('judge tokens that were taken before', async () => {
    const start = (rules: object) => startWithRules(rules, { clock, 'data-dir': dataFolder })
    const mapped = (roles: object) => ({
      oidc: { corp: providerRules(provider, { groups: {}, system_roles: roles }) },
    })

    const first = await start(mapped({ 'pki-team': ['te_admin'] }))
    const taken = await takeTokenWith(first, await provider.sign())
    const token = taken.headers.get('x-subject-token') ?? ''
    assert.equal((await first.as({ token })('POST', authorities, rootBody('Before'))).status, 200)
    await first.close()

    const less = await start(mapped({ 'pki-team': ['readonly'] }))
    assert.equal((await less.as({ token })('GET', authorities)).status, 200)
    assert.equal((await less.as({ token })('POST', authorities, rootBody('After'))).code, 'PCA.00010004')
    await less.close()

    for (const rules of [mapped({ others: ['te_admin'] }), { oidc: {} }]) {
      const without = await start(rules)
      assertUnknown(await without.as({ token })('GET', authorities))
      await without.close()
    }
  })
})
