import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { ApiClient } from '../client.ts'
import { ok, refused } from '../pca-v1/support.ts'
import { startServer } from '../running-server.ts'
import { authorities, rootBody } from '../samples.ts'
import { addMember, addUser, made, password, refusedByIam, signedIn, signIn } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api, credentials } = server
const path = '/v3.0/OS-CREDENTIAL/securitytokens'
const everything = { Effect: 'Allow', Action: ['*:*:*'] } as const

interface Credential {
  readonly access: string
  readonly secret: string
  readonly securitytoken: string
  readonly expires_at: string
}

const take = async (client: ApiClient, identity: object = { methods: ['token'] }): Promise<Credential> =>
  made(await client('POST', path, { auth: { identity } })).credential

/** A client that signs with the key, and shows its token unless told otherwise. */
function using(
  { access, secret, securitytoken }: Credential,
  token: string | null = securitytoken,
): ApiClient {
  const signed = server.as({ accessKey: access, secretKey: secret })
  const header = token === null ? {} : { 'X-Security-Token': token }
  return (method, url, body, extra = {}) => signed(method, url, body, { ...header, ...extra })
}

suite('a temporary key', () => {
  test('does what its user may, until it ends', async () => {
    const member = await addMember(server, 'brief', { Effect: 'Allow', Action: ['pca:ca:list'] })
    const key = await take(await signedIn(server, member.id), {
      methods: ['token'],
      token: { duration_seconds: 3600 },
    })
    assert.equal(Date.parse(key.expires_at), server.clock.now() + 3_600_000)
    const client = using(key)
    ok(await client('GET', authorities))
    refused(await client('POST', authorities, rootBody()), 401, 'PCA.00010004')
    server.clock.advance(3_599_000)
    ok(await client('GET', authorities))
    server.clock.advance(1_000)
    refusedByGateway(await client('GET', authorities))
  })

  test('is nothing without its token, or with that of another', async () => {
    const [key, other] = [await take(api), await take(api)]
    ok(await using(key)('GET', authorities))
    refusedByGateway(await using(key, null)('GET', authorities))
    refusedByGateway(await using(key, other.securitytoken)('GET', authorities))
    refusedByGateway(await using(key, 'x')('GET', authorities))
  })

  test("ends with its user's tokens", async () => {
    const { id } = await addUser(api, 'passing')
    const key = await take(await signedIn(server, id))
    const client = using(key)
    made(await client('GET', '/v3/auth/projects'))
    made(await api('PATCH', `/v3/users/${id}`, { user: { password: 'An0ther-password' } }))
    refusedByGateway(await client('GET', '/v3/auth/projects'))
  })

  test('takes nothing that lasts longer than itself', async () => {
    const key = using(await take(api))
    server.clock.advance(800_000)
    const longer = { methods: ['token'], token: { duration_seconds: 3600 } }
    const second = await take(key, longer)
    assert.equal(Date.parse(second.expires_at), server.clock.now() + 100_000)
    const own = { credential: { user_id: credentials.user.id } }
    refusedByIam(await key('POST', '/v3.0/OS-CREDENTIAL/credentials', own), 403)
    server.clock.advance(100_000)
    refusedByGateway(await using(second)('GET', authorities))
  })

  test('for a token ends with it', async () => {
    const { id } = await addUser(api, 'late')
    const client = await signedIn(server, id)
    server.clock.advance(24 * 3_600_000 - 60_000)
    const key = await take(client, { methods: ['token'], token: { duration_seconds: 3600 } })
    assert.equal(Date.parse(key.expires_at), server.clock.now() + 60_000)
  })

  test('a policy that got lost is refused', async () => {
    for (const auth of [
      { identity: { methods: ['token'], policy: null } },
      { identity: { methods: ['token'], policy: '' } },
      { identity: { methods: ['token'], policy: [] } },
      { identity: { methods: ['token'] }, policy: { Version: '1.1', Statement: [] } },
    ]) {
      refusedByIam(await api('POST', path, { auth }), 400, /policy/)
    }
  })

  test('can be narrowed, and gets no further by itself', async () => {
    const policy = { Version: '1.1', Statement: [{ Effect: 'Allow', Action: ['pca:ca:list'] }] }
    const client = using(await take(api, { methods: ['token'], policy }))
    ok(await client('GET', authorities))
    refused(await client('POST', authorities, rootBody()), 401, 'PCA.00010004')
    refused(await client('GET', `${authorities}/quotas`), 401, 'PCA.00010004')
    refusedByIam(await client('POST', path, { auth: { identity: { methods: ['token'] } } }), 403)
    const own = { credential: { user_id: credentials.user.id } }
    refusedByIam(await client('POST', '/v3.0/OS-CREDENTIAL/credentials', own), 403)
    refusedByIam(await client('GET', `/v3/users/${credentials.user.id}`), 403)
    const user = { password: 'An0ther-password', original_password: credentials.user.password }
    refusedByIam(await client('POST', `/v3/users/${credentials.user.id}/password`, { user }), 403)
    refusedByIam(await client('GET', '/v3/domains'), 403)
  })

  test('narrowed to one CA shows no other', async () => {
    const { ca_id: one } = ok(await api('POST', authorities, rootBody('One')))
    const { ca_id: two } = ok(await api('POST', authorities, rootBody('Two')))
    const Statement = [{ Effect: 'Allow', Action: ['pca:ca:*'], Resource: [`pca:*:*:ca:${one}`] }]
    const client = using(await take(api, { methods: ['token'], policy: { Version: '1.1', Statement } }))
    ok(await client('GET', `${authorities}/${one}`))
    refused(await client('GET', `${authorities}/${two}`), 401, 'PCA.00010004')
  })

  test('a wrong field is refused by its name', async () => {
    const rows: [object, RegExp][] = [
      [{ methods: ['password'] }, /methods/],
      [{ methods: [] }, /methods/],
      [{ methods: ['token'], token: { duration_seconds: 899 } }, /duration_seconds/],
      [{ methods: ['token'], token: { duration_seconds: 86_401 } }, /duration_seconds/],
      [{ methods: ['token'], policy: { Version: '1.1', Statement: [] } }, /policy\.Statement/],
      [{ methods: ['assume_role'] }, /assume_role/],
    ]
    for (const [identity, words] of rows) {
      refusedByIam(await api('POST', path, { auth: { identity } }), 400, words)
    }
    const forged = { methods: ['token'], token: { id: 'forged' } }
    refusedByIam(await api('POST', path, { auth: { identity: forged } }), 401)
  })

  test('is not listed, and is in no answer again', async () => {
    const key = await take(api)
    const listed = await api('GET', '/v3.0/OS-CREDENTIAL/credentials')
    assert.ok(!listed.bytes.includes(key.access))
    refusedByIam(await api('GET', `/v3.0/OS-CREDENTIAL/credentials/${key.access}`), 404)
  })
})

suite('a token', () => {
  const tokens = '/v3/auth/tokens'
  const nobody = server.as('nobody')
  const takeToken = (identity: object, scope?: object, headers?: Record<string, string>) =>
    nobody('POST', tokens, { auth: { identity, ...(scope && { scope }) } }, headers)

  test('for a token reaches another scope, and no further in time', async () => {
    const { id } = await addUser(api, 'mover')
    const first = await signIn(server, { id, password })
    server.clock.advance(3_600_000)
    const project = { project: { id: credentials.project.id } }
    const second = await takeToken({ methods: ['token'], token: { id: textOf(first) } }, project)
    made(second)
    assert.equal(second.body.token.project.id, credentials.project.id)
    assert.equal(second.body.token.expires_at, first.body.token.expires_at)
    assert.deepEqual(second.body.token.methods, ['token', 'password'])
    assert.equal((await server.as({ token: textOf(second) })('GET', '/v3/auth/projects')).status, 200)
    refusedByIam(await takeToken({ methods: ['token'], token: { id: 'forged' } }), 401)
  })

  test('for an access key, whose secret must be right', async () => {
    const key = (secret: string) => ({
      methods: ['hw_ak_sk'],
      hw_ak_sk: { access: { key: credentials.access_key }, secret: { key: secret } },
    })
    const answer = await takeToken(key(credentials.secret_key))
    made(answer)
    assert.equal(answer.body.token.user.id, credentials.user.id)
    assert.equal((await takeToken(key('wrong'))).status, 401)
    assert.equal((await takeToken(key(credentials.secret_key.toLowerCase()))).status, 401)
    const temporary = await take(api)
    const byTemporary = {
      methods: ['hw_ak_sk'],
      hw_ak_sk: { access: { key: temporary.access }, secret: { key: temporary.secret } },
    }
    assert.equal((await takeToken(byTemporary)).status, 401, 'without its token it proves nothing')
  })

  test('of an unknown method, or without what the method needs', async () => {
    refusedByIam(await takeToken({ methods: ['totp'] }), 400, /methods/)
    for (const method of ['password', 'token', 'hw_ak_sk', 'assume_role']) {
      refusedByIam(await takeToken({ methods: [method] }), 400, new RegExp(method))
    }
  })
})

suite('an agency', () => {
  const agencies = '/v3.0/OS-AGENCY/agencies'
  const roleOn = async (client: ApiClient, accountId: string, agencyId: string, name: string) => {
    const { roles } = made(await client('GET', `/v3/roles?name=${name}`))
    made(
      await client('PUT', `/v3.0/OS-AGENCY/domains/${accountId}/agencies/${agencyId}/roles/${roles[0].id}`),
    )
  }
  const assume = (name: string, account: object) => ({
    methods: ['assume_role'],
    assume_role: { agency_name: name, ...account },
  })

  test('lets a user of the trusted account do what it was granted, and nothing else', async () => {
    const theirs = server.as(await server.addAccount('delegating'))
    const [account] = made(await theirs('GET', '/v3/auth/domains')).domains
    const { ca_id } = ok(await theirs('POST', authorities, rootBody('Theirs')))
    const { agency } = made(
      await theirs('POST', agencies, { agency: { name: 'ops', trust_domain_name: credentials.domain.name } }),
    )
    await roleOn(theirs, account.id, agency.id, 'pca_read_only')

    const member = await addMember(server, 'delegate', everything)
    const client = await signedIn(server, member.id)
    const key = await take(client, assume('ops', { domain_id: account.id }))
    const delegate = using(key)
    ok(await delegate('GET', `${authorities}/${ca_id}`))
    refused(await delegate('POST', `${authorities}/${ca_id}/disable`), 401, 'PCA.00010004')
    refusedByIam(await delegate('GET', '/v3/users'), 403)
    refused(await client('GET', `${authorities}/${ca_id}`), 404, 'PCA.00030102')

    const token = await tokenFor(assume('ops', { domain_name: 'delegating' }), member.id)
    ok(await server.as({ token })('GET', `${authorities}/${ca_id}`))

    assert.equal((await theirs('DELETE', `${agencies}/${agency.id}`)).status, 204)
    refusedByGateway(await delegate('GET', authorities))
    refused(await server.as({ token })('GET', authorities), 401, 'PCA.00010001')
  })

  /** Its own token is shown, since an agency is assumed by somebody. */
  async function tokenFor(identity: object, userId: string): Promise<string> {
    const own = await signIn(server, { id: userId, password })
    const header = { 'X-Auth-Token': own.headers.get('x-subject-token') ?? '' }
    const answer = await server.as('nobody')('POST', '/v3/auth/tokens', { auth: { identity } }, header)
    made(answer)
    return answer.headers.get('x-subject-token') ?? ''
  }

  test('is refused to who may not, to whom it does not trust, and after its end', async () => {
    const theirs = server.as(await server.addAccount('wary'))
    const third = server.as(await server.addAccount('third'))
    const create = { name: 'narrow', trust_domain_name: credentials.domain.name, duration: 'ONEDAY' }
    const { agency } = made(await theirs('POST', agencies, { agency: create }))
    assert.deepEqual([agency.duration, agency.trust_domain_id], ['ONEDAY', credentials.domain.id])
    const identity = assume('narrow', { domain_name: 'wary' })
    const powerless = await addMember(server, 'powerless')
    refusedByIam(await powerless.api('POST', path, { auth: { identity } }), 403)
    const unknown = { auth: { identity: assume('unknown', { domain_name: 'wary' }) } }
    const untrusted = await third('POST', path, { auth: { identity } })
    refusedByIam(untrusted, 404)
    assert.equal(untrusted.bytes.toString(), (await third('POST', path, unknown)).bytes.toString())
    made(await api('POST', path, { auth: { identity } }))
    server.clock.advance(24 * 3_600_000)
    refusedByIam(await api('POST', path, { auth: { identity } }), 404)
  })

  test('ends with who acts as it, and with that account', async () => {
    const theirs = server.as(await server.addAccount('host'))
    const [account] = made(await theirs('GET', '/v3/auth/domains')).domains
    const partner = made(await api('POST', '/v3/domains', { domain: { name: 'partner' } }))
    const create = { agency: { name: 'guests', trust_domain_id: partner.domain.id } }
    const { agency } = made(await theirs('POST', agencies, create))
    await roleOn(theirs, account.id, agency.id, 'pca_read_only')
    const owner = await signIn(server, { id: partner.user.id, password: partner.user.password })
    const admin = server.as({ token: textOf(owner) })
    const user = await addUser(admin, 'guest')
    const group = made(await admin('POST', '/v3/groups', { group: { name: 'g' } })).group
    made(await admin('PUT', `/v3/groups/${group.id}/users/${user.id}`))
    const { roles } = made(await admin('GET', '/v3/roles?name=te_agency'))
    made(await admin('PUT', `/v3/domains/${partner.domain.id}/groups/${group.id}/roles/${roles[0].id}`))
    const asGuest = async () =>
      using(await take(await signedIn(server, user.id), assume('guests', { domain_name: 'host' })))

    const beforePassword = await asGuest()
    ok(await beforePassword('GET', authorities))
    made(await admin('PATCH', `/v3/users/${user.id}`, { user: { password: 'An0ther-password' } }))
    refusedByGateway(await beforePassword('GET', authorities))
    made(await admin('PATCH', `/v3/users/${user.id}`, { user: { password } }))

    const beforeFreeze = await asGuest()
    ok(await beforeFreeze('GET', authorities))
    const freeze = (enabled: boolean) =>
      api('PATCH', `/v3/domains/${partner.domain.id}`, { domain: { enabled } })
    made(await freeze(false))
    refusedByGateway(await beforeFreeze('GET', authorities))
    made(await freeze(true))
    ok(await beforeFreeze('GET', authorities))

    assert.equal((await admin('DELETE', `/v3/users/${user.id}`)).status, 204)
    refusedByGateway(await beforeFreeze('GET', authorities))
  })

  test('leaves in both trails who acts', async () => {
    const theirs = server.as(await server.addAccount('watched'))
    const [account] = made(await theirs('GET', '/v3/auth/domains')).domains
    const create = { agency: { name: 'seen', trust_domain_name: credentials.domain.name } }
    const { agency } = made(await theirs('POST', agencies, create))
    await roleOn(theirs, account.id, agency.id, 'pca_full_access')
    const key = await take(api, assume('seen', { domain_name: 'watched' }))
    ok(await using(key)('POST', authorities, rootBody('Seen')))
    const rows = async (client: ApiClient, operation: string) =>
      made(await client('GET', `/v1/audit/records?operation=${operation}`)).records
    const [assumed] = await rows(api, 'assumeDelegation')
    assert.deepEqual([assumed.user_id, assumed.object_id], [credentials.user.id, agency.id])
    const [created] = await rows(theirs, 'createAuthority')
    assert.deepEqual(
      [created.user_id, created.method, created.access_key_id],
      [agency.id, `access-key of ${credentials.user.id}`, key.access],
    )
  })

  test('can be assumed one by one', async () => {
    const theirs = server.as(await server.addAccount('picky'))
    const create = async (name: string) =>
      made(await theirs('POST', agencies, { agency: { name, trust_domain_id: credentials.domain.id } }))
        .agency.id
    const [first] = [await create('first'), await create('second')]
    const member = await addMember(server, 'picker', {
      Effect: 'Allow',
      Action: ['iam:agencies:assume'],
      Resource: { uri: [`/iam/agencies/${first}`] },
    })
    made(await member.api('POST', path, { auth: { identity: assume('first', { domain_name: 'picky' }) } }))
    const second = { auth: { identity: assume('second', { domain_name: 'picky' }) } }
    refusedByIam(await member.api('POST', path, second), 403)
  })

  test('is no user: it is not listed, has no password, and can be given none', async () => {
    const trusted = await server.addAccount('trusted')
    const [{ id: trustedId }] = made(await server.as(trusted)('GET', '/v3/auth/domains')).domains
    const { agency } = made(
      await api('POST', agencies, { agency: { name: 'hidden', trust_domain_id: trustedId } }),
    )
    assert.ok(!(await api('GET', '/v3/users')).bytes.includes(agency.id))
    refusedByIam(await api('GET', `/v3/users/${agency.id}`), 404)
    refusedByIam(await api('PATCH', `/v3/users/${agency.id}`, { user: { password } }), 404)
    const key = { credential: { user_id: agency.id } }
    refusedByIam(await api('POST', '/v3.0/OS-CREDENTIAL/credentials', key), 404)
    assert.equal((await signIn(server, { id: agency.id, password: 'x' })).status, 401)
    assert.equal(
      (await signIn(server, { name: 'agency/hidden', domain: credentials.domain, password: 'x' })).status,
      401,
    )
  })
})

const textOf = (answer: Awaited<ReturnType<ApiClient>>) => answer.headers.get('x-subject-token') ?? ''

function refusedByGateway(answer: Awaited<ReturnType<ApiClient>>): void {
  assert.equal(`${answer.status} ${answer.code}`, '401 APIG.0301', answer.message ?? '')
}
