import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { RunningServer } from '../running-server.ts'
import { authorities } from '../samples.ts'
import { createTestClock, minuteMs } from '../test-clock.ts'
import { openBrowser, signInPath, signInThere } from './browser.ts'
import { addGroup, startWithRules } from './external.ts'
import { type OpenIdServer, startOpenIdServer } from './open-id-server.ts'
import { providerRules } from './provider.ts'

describe('signing in with a provider, in a browser', () => {
  const clock = createTestClock()
  let provider: OpenIdServer
  let another: OpenIdServer
  let server: RunningServer

  before(async () => {
    provider = await startOpenIdServer(clock)
    another = await startOpenIdServer(clock)
    server = await startWithRules(
      { oidc: { corp: providerRules(provider), partner: providerRules(another) } },
      { clock },
    )
    await addGroup(server.api, 'operators', 'PCA FullAccess')
  })
  after(async () => {
    await Promise.all([server.close(), provider.close(), another.close()])
  })
  beforeEach(() => {
    provider.behaviour = 'normal'
    provider.claims = { sub: '0815', preferred_username: 'ursula', groups: ['pki-team'] }
    clock.advance(minuteMs)
  })

  async function assertRefused(answer: Response, status = 401): Promise<void> {
    const text = await answer.text()
    assert.equal(answer.status, status, text)
    assert.doesNotMatch(text, /127\.0\.0\.1|nonce|state|jwt/i)
    assert.deepEqual(answer.headers.getSetCookie(), [])
    assert.equal(answer.headers.get('location'), null)
  }
  const fetchToken = (browser = openBrowser()) => browser.post(signInPath(server, 'token'))

  test('there, back, and a token for the console that no address ever held', async () => {
    const browser = openBrowser()
    const { begun, asked, back } = await signInThere(server, browser)
    assert.equal(begun.status, 303)
    assert.equal(asked.origin, provider.issuer)
    assert.equal(asked.searchParams.get('code_challenge_method'), 'S256')
    assert.equal(asked.searchParams.get('redirect_uri'), signInPath(server, 'callback'))
    assert.match(browser.cookies.get('chancery-ticket')?.text ?? '', /; HttpOnly; SameSite=Lax$/)

    const returned = await browser.get(back.href)
    assert.equal(returned.status, 303, await returned.text())
    assert.equal(returned.headers.get('location'), `${server.base}/?signed-in=corp`)
    assert.equal(returned.headers.get('referrer-policy'), 'no-referrer')
    assert.equal(returned.headers.get('cache-control'), 'no-store')
    assert.match(browser.cookies.get('chancery-code')?.text ?? '', /; Max-Age=60; HttpOnly; SameSite=Strict$/)
    assert.equal(browser.cookies.has('chancery-ticket'), false)

    const fetched = await fetchToken(browser)
    assert.equal(fetched.status, 201, await fetched.text())
    const token = fetched.headers.get('x-subject-token') ?? ''
    assert.equal(browser.cookies.has('chancery-code'), false)
    assert.equal((await server.as({ token })('GET', authorities)).status, 200)
  })

  test('state, nonce and verifier are new each time, and none of them is told but where it must', async () => {
    const all: string[] = []
    for (let times = 0; times < 3; times++) {
      const { asked, begun } = await signInThere(server, openBrowser())
      for (const name of ['state', 'nonce', 'code_challenge']) {
        const value = asked.searchParams.get(name) ?? ''
        assert.match(value, /^[A-Za-z0-9_-]{43}$/)
        assert.ok(!begun.headers.getSetCookie().join().includes(value), name)
        all.push(value)
      }
    }
    assert.equal(new Set(all).size, 9)
  })

  test('the list of providers says where it begins', async () => {
    const { body } = await server.as('nobody')('GET', '/v3/auth/oidc')
    const login = signInPath(server, 'login')
    assert.deepEqual(body.providers, [
      { id: 'corp', login },
      { id: 'partner', login: login.replace('corp', 'partner') },
    ])
  })

  test('the code of a sign-in serves once, and for a minute', async () => {
    const browser = openBrowser()
    const { back } = await signInThere(server, browser)
    await browser.get(back.href)
    const kept = new Map(browser.cookies)
    assert.equal((await fetchToken(browser)).status, 201)
    for (const [name, cookie] of kept) browser.cookies.set(name, cookie)
    assert.equal((await fetchToken(browser)).status, 401)

    const late = openBrowser()
    await late.get((await signInThere(server, late)).back.href)
    clock.advance(minuteMs)
    assert.equal((await fetchToken(late)).status, 401)
  })

  test('the code of a sign-in serves for its own provider alone', async () => {
    const browser = openBrowser()
    await browser.get((await signInThere(server, browser)).back.href)
    const code = browser.cookies.get('chancery-code')
    assert.ok(code)
    browser.cookies.set('chancery-code', { ...code, path: '/' })
    assert.equal((await browser.post(signInPath(server, 'token', 'partner'))).status, 401)
    assert.equal((await fetchToken(browser)).status, 201)
  })

  test('without the code, or with another, there is no token', async () => {
    const nobody = await fetchToken()
    assert.equal(nobody.status, 401)
    assert.equal(nobody.headers.get('x-subject-token'), null)
    const browser = openBrowser()
    browser.cookies.set('chancery-code', { value: 'x'.repeat(43), path: '/', text: '' })
    assert.equal((await fetchToken(browser)).status, 401)
  })

  test('an answer that comes twice is refused the second time, whatever the provider says', async () => {
    provider.behaviour = 'takes-codes-twice'
    const browser = openBrowser()
    const { back } = await signInThere(server, browser)
    const ticket = browser.cookies.get('chancery-ticket')
    assert.ok(ticket)
    assert.equal((await browser.get(back.href)).status, 303)
    browser.cookies.set('chancery-ticket', ticket)
    await assertRefused(await browser.get(back.href))
    provider.behaviour = 'normal'
    await assertRefused(await browser.get(back.href))
  })

  test('an answer without the ticket of this browser is refused: somebody else began it', async () => {
    const { back } = await signInThere(server, openBrowser())
    await assertRefused(await openBrowser().get(back.href))
    const browser = openBrowser()
    await signInThere(server, browser)
    await assertRefused(await browser.get(back.href))
  })

  test('a ticket that was changed is refused', async () => {
    const browser = openBrowser()
    const { back } = await signInThere(server, browser)
    const ticket = browser.cookies.get('chancery-ticket')
    assert.ok(ticket)
    const changed = `${ticket.value.slice(0, -2)}${ticket.value.endsWith('AA') ? 'BB' : 'AA'}`
    for (const value of [changed, '', 'AAAA', ticket.value.slice(8)]) {
      browser.cookies.set('chancery-ticket', { ...ticket, value })
      await assertRefused(await browser.get(back.href))
    }
  })

  test('a ticket of one provider ends no sign-in with another, which is asked for the same', async () => {
    const browser = openBrowser()
    const { asked } = await signInThere(server, browser)
    const ticket = browser.cookies.get('chancery-ticket')
    assert.ok(ticket)
    browser.cookies.set('chancery-ticket', { ...ticket, path: '/' })
    asked.searchParams.set('redirect_uri', signInPath(server, 'callback', 'partner'))
    const agreed = await browser.get(`${another.issuer}/authorize${asked.search}`)
    await assertRefused(await browser.get(agreed.headers.get('location') ?? ''))
  })

  test('who takes more than ten minutes begins again', async () => {
    const browser = openBrowser()
    const { back } = await signInThere(server, browser)
    clock.advance(10 * minuteMs)
    await assertRefused(await browser.get(back.href))
  })

  const changes: Readonly<Record<string, (back: URLSearchParams) => void>> = {
    'another state': (back) => back.set('state', 'x'.repeat(43)),
    'no state': (back) => back.delete('state'),
    'two states': (back) => back.append('state', back.get('state') ?? ''),
    'another code': (back) => back.set('code', 'x'.repeat(32)),
    'another issuer': (back) => back.set('iss', another.issuer),
  }
  for (const [what, change] of Object.entries(changes)) {
    test(`an answer with ${what} is refused`, async () => {
      const browser = openBrowser()
      const { back } = await signInThere(server, browser)
      change(back.searchParams)
      await assertRefused(await browser.get(back.href))
    })
  }

  test('who thinks better of it is refused without a question to the provider', async () => {
    const browser = openBrowser()
    const { back } = await signInThere(server, browser)
    const asked = provider.asked.length
    back.searchParams.delete('code')
    await assertRefused(await browser.get(`${back.href}&error=access_denied`))
    assert.equal(provider.asked.length, asked)
  })

  test('a code that was got for another challenge is refused by the provider', async () => {
    const [mine, theirs] = [openBrowser(), openBrowser()]
    const { back } = await signInThere(server, mine)
    const stolen = (await signInThere(server, theirs)).back.searchParams.get('code') ?? ''
    back.searchParams.set('code', stolen)
    await assertRefused(await mine.get(back.href))
  })

  const hostile: Readonly<Record<string, object>> = {
    'another nonce': { nonce: 'x'.repeat(43) },
    'no nonce': { nonce: undefined },
    'another audience': { aud: 'another' },
    'another issuer': { iss: 'https://elsewhere.example.test' },
    'an end that is past': { exp: 1 },
    'groups without a rule': { groups: ['staff'] },
  }
  for (const [what, claims] of Object.entries(hostile)) {
    test(`an ID token with ${what} signs nobody in`, async () => {
      const browser = openBrowser()
      const { back } = await signInThere(server, browser)
      provider.claims = { ...provider.claims, ...claims }
      await assertRefused(await browser.get(back.href))
    })
  }

  test('a provider that is ill is named as such, in words that tell nothing of it', async () => {
    const browser = openBrowser()
    const { back } = await signInThere(server, browser)
    provider.behaviour = 'answers-500'
    await assertRefused(await browser.get(back.href), 500)
    clock.advance(60 * minuteMs)
    await assertRefused(await browser.get(signInPath(server, 'login')), 500)
  })

  test('an unknown provider is no page', async () => {
    for (const step of ['login', 'callback']) {
      const answer = await openBrowser().get(signInPath(server, step, 'nobody'))
      assert.equal(answer.status, 404)
      assert.deepEqual(answer.headers.getSetCookie(), [])
    }
  })
})
