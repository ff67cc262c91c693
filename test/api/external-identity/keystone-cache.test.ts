import assert from 'node:assert/strict'
import { after, beforeEach, describe, test } from 'node:test'
import type { RunningServer } from '../running-server.ts'
import { authorities } from '../samples.ts'
import { minuteMs } from '../test-clock.ts'
import { assertUnknown, startWithRules } from './external.ts'
import { acmeThere, type KeystoneBehaviour, type KeystoneServer, startKeystone } from './keystone-server.ts'

describe('how often a Keystone is asked, and what is believed', () => {
  const token = 'gAAAA-the-token'
  let keystone: KeystoneServer
  let server: RunningServer
  let api: RunningServer['api']

  beforeEach(async () => {
    await close()
    keystone = await startKeystone()
    server = await startWithRules({
      keystone: {
        endpoint: `${keystone.endpoint}/v3`,
        domains: [{ id: acmeThere.id, account: 'chancery' }],
        system_roles: { operator: ['te_admin'] },
      },
    })
    keystone.tokens.set(token, { roles: ['operator'], expiresAt: server.clock.now() + 60 * minuteMs })
    api = server.as({ token })
  })
  after(() => close())

  async function close() {
    await server?.close()
    await keystone?.close()
  }

  const status = async () => (await api('GET', authorities)).status

  test('an answer serves for a minute by the clock, and not a moment longer', async () => {
    assert.equal(await status(), 200)
    server.clock.advance(minuteMs - 1)
    assert.equal(await status(), 200)
    assert.equal(keystone.asked.length, 1)
    server.clock.advance(1)
    assert.equal(await status(), 200)
    assert.equal(keystone.asked.length, 2)
  })

  test('a token that was ended there is dead here within a minute', async () => {
    assert.equal(await status(), 200)
    keystone.tokens.delete(token)
    server.clock.advance(minuteMs)
    assertUnknown(await api('GET', authorities))
  })

  test('roles that were taken away there are gone here within a minute', async () => {
    assert.equal(await status(), 200)
    keystone.tokens.set(token, { roles: ['member'], expiresAt: server.clock.now() + minuteMs * 60 })
    server.clock.advance(minuteMs)
    assertUnknown(await api('GET', authorities))
  })

  test("an answer serves no longer than the token's own life", async () => {
    keystone.tokens.set(token, { roles: ['operator'], expiresAt: server.clock.now() + 5_000 })
    assert.equal(await status(), 200)
    server.clock.advance(4_999)
    assert.equal(await status(), 200)
    server.clock.advance(1)
    assertUnknown(await api('GET', authorities))
  })

  test('a clock that is set back keeps no answer alive', async () => {
    assert.equal(await status(), 200)
    server.clock.advance(-1)
    assert.equal(await status(), 200)
    assert.equal(keystone.asked.length, 2)
  })

  test('callers who come together with one token are one question', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    keystone.held = promise
    const answers = Array.from({ length: 20 }, () => api('GET', authorities))
    const arrived = server.as({ token: 'gAAAA-another' })('GET', authorities)
    while (keystone.asked.length < 2) await new Promise((next) => setImmediate(next))
    resolve()
    for (const answer of await Promise.all(answers)) assert.equal(answer.status, 200)
    assertUnknown(await arrived)
    assert.deepEqual(keystone.asked.sort(), ['gAAAA-another', token].sort())
  })

  test('of too many at a time it is not asked; they are told to come later', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    keystone.held = promise
    const first = Array.from({ length: 32 }, (_, number) =>
      server.as({ token: `gAAAA-${number}` })('GET', authorities),
    )
    while (keystone.asked.length < 32) await new Promise((next) => setImmediate(next))
    const late = await api('GET', authorities)
    assert.equal(late.status, 429)
    assert.equal(late.code, 'APIG.0308')
    resolve()
    for (const answer of await Promise.all(first)) assertUnknown(answer)
    assert.equal(keystone.asked.length, 32)
    assert.equal(await status(), 200)
  })

  test('a refused token is asked of again after ten seconds, not before', async () => {
    const stranger = server.as({ token: 'gAAAA-unknown' })
    for (let times = 0; times < 5; times++) assertUnknown(await stranger('GET', authorities))
    assert.equal(keystone.asked.length, 1)
    server.clock.advance(10_000)
    assertUnknown(await stranger('GET', authorities))
    assert.equal(keystone.asked.length, 2)
  })

  test('an address that shows made-up tokens is not asked for without end; known ones still serve', async () => {
    assert.equal(await status(), 200)
    for (let number = 0; number < 100; number++) {
      assertUnknown(await server.as({ token: `gAAAA-made-up-${number}` })('GET', authorities))
    }
    assert.equal(keystone.asked.length, 61)
    const answer = await server.as({ token: 'gAAAA-made-up-100' })('GET', '/v3/projects')
    assert.equal(answer.status, 429)
    assert.equal(await status(), 200)
    server.clock.advance(minuteMs)
    assert.equal(await status(), 200)
  })

  test('what could be a token of ours, and what is no token, is never shown to the Keystone', async () => {
    for (const text of [
      'x'.repeat(43),
      'A_-9'.repeat(10).padEnd(43, 'z'),
      'with space',
      'x'.repeat(13_000),
    ]) {
      assertUnknown(await server.as({ token: text })('GET', authorities))
    }
    const { text } = server.world.credentials.makeToken()
    assertUnknown(await server.as({ token: text })('GET', authorities))
    assert.deepEqual(keystone.asked, [])
  })

  test('a signature does not reach it, and neither does a token of our own', async () => {
    assert.equal((await server.api('GET', authorities)).status, 200)
    assert.deepEqual(keystone.asked, [])
  })

  const misbehaviours: readonly (readonly [what: string, behaviour: KeystoneBehaviour])[] = [
    ['hangs up', 'hangs-up'],
    ['redirects', 'redirects'],
    ['answers too much', 'answers-too-much'],
    ['answers of another token', 'answers-of-another'],
    ['answers 500', { status: 500, body: '{}' }],
    ['answers 429', { status: 429, body: '{}' }],
    ['answers 201', { status: 201, body: '{"token":{}}' }],
    ['answers no JSON', { status: 200, body: '<html>' }],
    ['answers null', { status: 200, body: 'null' }],
    ['answers a list', { status: 200, body: '[]' }],
    ['describes nothing', { status: 200, body: '{}' }],
    ...faultyDescriptions(),
  ]
  test('one that can not be understood lets nobody in, and says whose fault it is', async () => {
    for (const [what, behaviour] of misbehaviours) {
      keystone.behaviour = behaviour
      const answer = await api('GET', authorities)
      assert.equal(answer.status, 500, `${what}: ${answer.bytes.toString()}`)
      assert.equal(answer.code, 'PCA.00000005', what)
      assert.doesNotMatch(answer.bytes.toString(), /127\.0\.0\.1|v3/, what)
      assert.equal((await api('GET', '/v3/projects')).status, 500, what)
    }
    keystone.behaviour = 'normal'
    assert.equal(await status(), 200)
  })

  test('one that is gone lets nobody in, once its answers are over', async () => {
    assert.equal(await status(), 200)
    await keystone.close()
    server.clock.advance(minuteMs - 1)
    assert.equal(await status(), 200)
    server.clock.advance(1)
    assert.equal((await api('GET', authorities)).code, 'PCA.00000005')
    assert.equal((await server.api('GET', authorities)).status, 200)
  })
})

/** A right answer with one thing wrong, each. */
function faultyDescriptions(): [string, KeystoneBehaviour][] {
  const domain = acmeThere
  const right = {
    user: { id: 'us3r', name: 'ursula', domain },
    project: { id: 'p', name: 'p', domain },
    roles: [{ id: 'r', name: 'operator' }],
    expires_at: '2999-01-01T00:00:00.000000Z',
  }
  const wrong: Readonly<Record<string, object>> = {
    'no user': { user: undefined },
    'a user without domain': { user: { id: 'us3r', name: 'ursula' } },
    'a user with a path for an id': { user: { id: '../x', name: 'ursula', domain } },
    'a user with a number for an id': { user: { id: 5, name: 'ursula', domain } },
    'a name of two lines': { user: { id: 'us3r', name: 'a\nb', domain } },
    'a project without domain': { project: { id: 'p' } },
    'a domain without id': { project: { domain: { name: 'Acme there' } } },
    'no end': { expires_at: undefined },
    'an end that is no time': { expires_at: 'never' },
    'an end that is a number': { expires_at: 99999999999999 },
    'roles that are a text': { roles: 'operator' },
    'a role without name': { roles: [{ id: 'operator' }] },
  }
  return Object.entries(wrong).map(([what, change]) => [
    `describes ${what}`,
    { status: 200, body: JSON.stringify({ token: { ...right, ...change } }) },
  ])
}
