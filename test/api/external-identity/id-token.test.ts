import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import { exportSPKI, importJWK } from 'jose'
import type { RunningServer } from '../running-server.ts'
import { authorities, rootBody } from '../samples.ts'
import { createTestClock, minuteMs } from '../test-clock.ts'
import { addGroup, assertUnknown, startWithRules } from './external.ts'
import { type Claims, makeKey, type OpenIdServer, startOpenIdServer } from './open-id-server.ts'
import { idTokenPath, providerRules, takeTokenWith } from './provider.ts'

describe('a token for an ID token', () => {
  const clock = createTestClock()
  let provider: OpenIdServer
  let another: OpenIdServer
  let server: RunningServer
  let other: RunningServer['api']

  before(async () => {
    provider = await startOpenIdServer(clock)
    another = await startOpenIdServer(clock)
    server = await startWithRules(
      {
        oidc: {
          corp: providerRules(provider, { system_roles: { auditors: ['readonly'] } }),
          partner: providerRules(another, {
            account: 'other',
            claim: 'role',
            groups: { pki: ['operators'] },
          }),
        },
      },
      { clock },
    )
    other = server.as(await server.addAccount('other'))
    await addGroup(server.api, 'operators', 'PCA FullAccess')
    await addGroup(other, 'operators', 'PCA FullAccess')
  })
  after(async () => {
    await Promise.all([server.close(), provider.close(), another.close()])
  })
  beforeEach(() => clock.advance(minuteMs))

  const take = async (claims?: Claims) => await takeTokenWith(server, await provider.sign(claims))
  const holderOf = (answer: Awaited<ReturnType<typeof take>>) => {
    assert.equal(answer.status, 201, answer.bytes.toString())
    return server.as({ token: answer.headers.get('x-subject-token') ?? '' })
  }

  test('may do what the groups of its claim mean here', async () => {
    const answer = await take()
    const api = holderOf(answer)
    const { user, methods, domain } = answer.body.token
    assert.deepEqual(
      { id: user.id, name: user.name },
      { id: 'external:corp/0815', name: 'external:corp/ursula' },
    )
    assert.deepEqual(methods, ['mapped'])
    assert.deepEqual(domain, server.credentials.domain)
    assert.equal((await api('POST', authorities, rootBody('By ID Token'))).status, 200)
    assert.equal((await api('GET', '/v3/users')).status, 403)
    const shown = await api('GET', '/v3/auth/tokens', undefined, {
      'x-subject-token': answer.headers.get('x-subject-token') ?? '',
    })
    assert.deepEqual(shown.body, answer.body)
  })

  test('may do what its system role may; a claim that is one text is one name', async () => {
    const api = holderOf(await take({ groups: 'auditors' }))
    assert.equal((await api('GET', authorities)).status, 200)
    assert.equal((await api('POST', authorities, rootBody('Never'))).code, 'PCA.00010004')
  })

  test("a provider's users are of its account, by its claim", async () => {
    const idToken = await another.sign({ role: ['pki'] })
    const answer = await takeTokenWith(server, idToken, { provider: 'partner' })
    const api = holderOf(answer)
    assert.equal(answer.body.token.domain.name, 'other')
    const made = await api('POST', authorities, rootBody('Of the Other'))
    assert.equal((await other('GET', `${authorities}/${made.body.ca_id}`)).status, 200)
    assert.equal((await server.api('GET', `${authorities}/${made.body.ca_id}`)).status, 404)
    assertUnknown(await takeTokenWith(server, idToken))
  })

  test('means nothing while its account has another name, whoever has that name', async () => {
    const answer = await takeTokenWith(server, await another.sign({ role: ['pki'] }), { provider: 'partner' })
    const api = holderOf(answer)
    const rename = async (name: string) => {
      const renamed = await server.api('PATCH', `/v3/domains/${answer.body.token.domain.id}`, {
        domain: { name },
      })
      assert.equal(renamed.status, 200, renamed.bytes.toString())
    }
    assert.equal((await api('GET', authorities)).status, 200)
    await rename('renamed')
    assertUnknown(await api('GET', authorities))
    assertUnknown(await takeTokenWith(server, await another.sign({ role: ['pki'] }), { provider: 'partner' }))
    await rename('other')
    assert.equal((await api('GET', authorities)).status, 200)
  })

  test('for a project of the account, and for no other account', async () => {
    const idToken = await provider.sign()
    const { domain, project } = server.credentials
    const scope = { project: { name: project.name, domain: { id: domain.id } } }
    const answer = await takeTokenWith(server, idToken, { scope })
    assert.deepEqual(answer.body.token.project, { ...project, domain })
    const elsewhere = await takeTokenWith(server, idToken, { scope: { domain: { name: 'other' } } })
    assert.equal(elsewhere.status, 401)
    assert.equal(elsewhere.headers.get('x-subject-token'), null)
  })

  test('lives as long as the ID token, and an hour at most', async () => {
    const nowSeconds = Math.floor(clock.now() / 1000)
    const short = await take({ exp: nowSeconds + 5 })
    const long = await take({ exp: nowSeconds + 86_400 })
    assert.equal(Date.parse(short.body.token.expires_at), (nowSeconds + 5) * 1000)
    assert.equal(Date.parse(long.body.token.expires_at), clock.now() + 60 * minuteMs)
    const api = holderOf(long)
    assert.equal((await api('GET', authorities)).status, 200)
    clock.advance(6_000)
    assertUnknown(await holderOf(short)('GET', authorities))
    clock.advance(60 * minuteMs - 6_000 - 1)
    assert.equal((await api('GET', authorities)).status, 200)
    clock.advance(1)
    assertUnknown(await api('GET', authorities))
  })

  test('a token for it reaches no further in time, and means no more', async () => {
    const first = await take({ groups: ['auditors'] })
    const token = first.headers.get('x-subject-token') ?? ''
    const identity = { methods: ['token'], token: { id: token } }
    const scope = { project: { name: server.credentials.project.name } }
    const second = await server.as('nobody')('POST', '/v3/auth/tokens', { auth: { identity, scope } })
    assert.equal(second.body.token.expires_at, first.body.token.expires_at)
    const api = holderOf(second)
    assert.equal((await api('GET', authorities)).status, 200)
    assert.equal((await api('POST', authorities, rootBody('Never'))).code, 'PCA.00010004')
    for (const body of [{ auth: { identity } }, { auth: { identity: { methods: ['token'] } } }]) {
      assert.equal((await api('POST', '/v3.0/OS-CREDENTIAL/securitytokens', body)).status, 403)
    }
  })

  test('ends when its holder or an administrator says so', async () => {
    const [own, theirs] = [await take(), await take()]
    const revoke = (api: typeof other, { headers }: typeof own) =>
      api('DELETE', '/v3/auth/tokens', undefined, { 'x-subject-token': headers.get('x-subject-token') ?? '' })
    assertUnknown(await revoke(other, own))
    assert.equal((await revoke(holderOf(own), own)).status, 204)
    assertUnknown(await holderOf(own)('GET', authorities))
    assert.equal((await revoke(server.api, theirs)).status, 204)
    assertUnknown(await holderOf(theirs)('GET', authorities))
  })

  test('is signed by any key that the provider has, and any algorithm that has a public key', async () => {
    for (const algorithm of ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA']) {
      provider.keys = [await makeKey(`of ${algorithm}`, algorithm)]
      clock.advance(minuteMs)
      assert.equal((await take()).status, 201, algorithm)
    }
  })

  test('a new key is fetched when it is first seen, though not for each made-up one', async () => {
    assert.equal((await take()).status, 201)
    const old = provider.keys[0]
    provider.keys = [await makeKey('new')]
    clock.advance(minuteMs)
    assert.equal((await take()).status, 201)
    const asked = provider.asked.length
    const madeUp = await makeKey('made up')
    for (let times = 0; times < 5; times++) {
      assertUnknown(await takeTokenWith(server, await provider.sign({}, {}, madeUp)))
    }
    assert.equal(provider.asked.length, asked)
    clock.advance(10 * minuteMs)
    assert.ok(old)
    assertUnknown(await takeTokenWith(server, await provider.sign({}, {}, old)))
    assert.equal((await take()).status, 201)
  })

  test('keys that were taken away serve for ten minutes at most, though nobody shows a new one', async () => {
    const old = await makeKey('to be taken away')
    provider.keys = [old]
    clock.advance(minuteMs)
    assert.equal((await take()).status, 201)
    provider.keys = [await makeKey('the next')]
    clock.advance(10 * minuteMs)
    assertUnknown(await takeTokenWith(server, await provider.sign({}, {}, old)))
  })

  const seconds = () => Math.floor(clock.now() / 1000)
  const hostile: Readonly<Record<string, () => Claims>> = {
    'of another issuer': () => ({ iss: another.issuer }),
    'of an issuer that begins alike': () => ({ iss: `${provider.issuer}/` }),
    'of no issuer': () => ({ iss: undefined }),
    'for another client': () => ({ aud: 'another' }),
    'for two clients, by nobody': () => ({ aud: ['chancery', 'another'] }),
    'for two clients, by the other': () => ({ aud: ['chancery', 'another'], azp: 'another' }),
    'asked for by another client': () => ({ azp: 'another' }),
    'for nobody': () => ({ aud: undefined }),
    'that is over': () => ({ exp: seconds() }),
    'that was over within the skew': () => ({ exp: seconds() - 30 }),
    'that never ends': () => ({ exp: undefined }),
    'that does not hold yet': () => ({ nbf: seconds() + 120 }),
    'from the future': () => ({ iat: seconds() + 120 }),
    'of no time': () => ({ iat: undefined }),
    'of nobody': () => ({ sub: undefined }),
    'of an empty name': () => ({ sub: '' }),
    'of a name of two lines': () => ({ sub: 'a\nb' }),
    'without the claim': () => ({ groups: undefined }),
    'of groups without a rule': () => ({ groups: ['staff', 'PKI-TEAM', 'operators'] }),
    'of groups by names that objects have': () => ({ groups: ['constructor', '__proto__'] }),
    'of groups that are no texts': () => ({ groups: [['pki-team'], { name: 'pki-team' }, 5, null] }),
    'of groups in an object': () => ({ groups: { 'pki-team': true } }),
    'of endless groups': () => ({ groups: [...Array.from({ length: 5_000 }, () => 'x'), 'pki-team'] }),
  }
  for (const [what, claims] of Object.entries(hostile)) {
    test(`there is none for one ${what}`, async () => assertUnknown(await take(claims())))
  }

  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claimsOf = (idToken: string) => idToken.split('.')[1] ?? ''

  test('there is none without a signature, or with an empty one', async () => {
    const good = await provider.sign()
    for (const alg of ['none', 'None', 'NONE']) {
      assertUnknown(await takeTokenWith(server, `${part({ alg })}.${claimsOf(good)}.`))
    }
    assertUnknown(await takeTokenWith(server, good.replace(/[^.]*$/, '')))
    assertUnknown(await takeTokenWith(server, `${good.slice(0, -4)}AAAA`))
  })

  test("there is none for an HMAC by the public key, or by the client's secret", async () => {
    const [key] = provider.keys
    assert.ok(key)
    const publicKey = await importJWK(key.published, key.algorithm)
    assert.ok(publicKey instanceof CryptoKey)
    const secrets = [await exportSPKI(publicKey), JSON.stringify(key.published), provider.clientSecret]
    for (const secret of secrets) {
      for (const kid of [key.kid, undefined]) {
        const signed = `${part({ alg: 'HS256', kid })}.${claimsOf(await provider.sign())}`
        const signature = createHmac('sha256', secret).update(signed).digest('base64url')
        assertUnknown(await takeTokenWith(server, `${signed}.${signature}`))
      }
    }
  })

  test('there is none by a key of the header, of another provider, or of an unknown name', async () => {
    const stolen = await makeKey(provider.keys[0]?.kid ?? '')
    assertUnknown(await takeTokenWith(server, await provider.sign({}, {}, stolen)))
    assertUnknown(await takeTokenWith(server, await provider.sign({}, { jwk: stolen.published }, stolen)))
    const header = { jku: `${another.issuer}/keys`, x5u: `${another.issuer}/keys` }
    assertUnknown(await takeTokenWith(server, await provider.sign({}, header, another.keys[0])))
    assertUnknown(await takeTokenWith(server, await provider.sign({}, { kid: '../../first' })))
  })

  test('there is none for what is no ID token', async () => {
    for (const text of [
      'x',
      'a.b.c',
      '...',
      'e30.e30.e30',
      `${part({ alg: 'ES256' })}..x`,
      '漢字.漢字.漢字',
    ]) {
      assertUnknown(await takeTokenWith(server, text))
    }
    const good = await provider.sign()
    assert.equal((await takeTokenWith(server, good, { provider: 'nobody' })).status, 404)
    const nobody = server.as('nobody')
    const body = { auth: { id_token: { id: good } } }
    assert.match((await nobody('POST', idTokenPath, body)).message ?? '', /X-Idp-Id/)
    assert.equal((await nobody('POST', idTokenPath, { auth: {} }, { 'x-idp-id': 'corp' })).status, 400)
  })

  test('a provider that is ill or lies lets nobody in, and says whose fault it is', async () => {
    clock.advance(60 * minuteMs)
    const failing = async (what: string) => {
      const answer = await take()
      assert.equal(answer.status, 500, `${what}: ${answer.bytes.toString()}`)
      assert.doesNotMatch(answer.bytes.toString(), /127\.0\.0\.1/)
    }
    provider.behaviour = 'answers-500'
    await failing('500')
    provider.behaviour = 'normal'
    const lies = { issuer: another.issuer, jwks_uri: 'http://keys.example.test/', token_endpoint: 5 }
    for (const [name, value] of Object.entries(lies)) {
      provider.metadata = { [name]: value }
      await failing(name)
    }
    provider.metadata = {}
    assert.equal((await take()).status, 201)
  })
})
