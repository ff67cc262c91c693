import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { ApiAnswer, ApiClient, Identity } from '../client.ts'
import { type DocumentedOperation, fetchDocument, operationsOf } from '../reference/documented-api.ts'
import { startServer } from '../running-server.ts'
import { iamRows } from './iam-rows.ts'
import { pcaRows } from './pca-rows.ts'
import type { Row, Rows } from './request-rows.ts'
import { createScene } from './scene.ts'
import { scmRows } from './scm-rows.ts'
import { scmV2Rows } from './scm-v2-rows.ts'
import { createPolicy, createSubject, systemRole } from './subjects.ts'

/**
 * Every operation that the server says it has, against everybody who may ask. It is made from what the operations
 * declare: a new one without a row fails here.
 */
const server = await startServer({ 'ca-quota': '1000' })
after(() => server.close())
const all = operationsOf(await fetchDocument(server))
const operations = all.filter(({ security }) => security?.length !== 0)
const rows: Rows = {
  ...pcaRows,
  ...scmRows,
  ...scmV2Rows,
  ...iamRows,
  ListAuditRecords: () => ({}),
  VerifyAuditTrail: () => ({ stranger: 403 }),
  ShowHealth: () => ({ stranger: 403 }),
  ListConnections: () => ({ stranger: 403 }),
  TryConnection: () => ({ params: { id: 'buckets' }, stranger: 403 }),
}

const signIn = async () => {
  const { id, password } = server.credentials.user
  const identity = { methods: ['password'], password: { user: { id, password } } }
  const answer = await server.as('nobody')('POST', '/v3/auth/tokens', { auth: { identity } })
  return { token: answer.headers.get('x-subject-token') ?? '' }
}
const expired = await signIn()
server.clock.advance(24 * 3_600_000 + 1)
const revoked = await signIn()
await server.api('DELETE', '/v3/auth/tokens', undefined, { 'X-Subject-Token': revoked.token })
const strangerIdentity = await server.addAccount('stranger')
const stranger = server.as(strangerIdentity)
const strangersAccount = (await stranger('GET', '/v3/auth/domains')).body.domains[0].id
const scene = await createScene(server, strangersAccount)
const [powerless, holder, denied] = [
  await createSubject(server, 'powerless'),
  await createSubject(server, 'holder'),
  await createSubject(server, 'denied'),
]
await denied.grant(await createPolicy(server, 'everything', 'Allow', '*:*:*'))

const requests = new Map<string, Row>()
const policies = new Map<string, string>()
for (const { operationId, 'x-action': action } of operations) {
  const make = rows[operationId]
  if (make) requests.set(operationId, await make(scene))
  if (action?.includes(':') && !policies.has(action)) {
    policies.set(action, await createPolicy(server, `only ${action}`, 'Allow', action))
    policies.set(`not ${action}`, await createPolicy(server, `not ${action}`, 'Deny', action))
  }
}
policies.set('secu_admin', await systemRole(server, 'secu_admin'))

const wrong: Identity = { accessKey: server.credentials.access_key, secretKey: 'not the secret' }

function family({ path }: DocumentedOperation): keyof typeof faults {
  if (path.startsWith('/v1/audit')) return 'AUDIT'
  if (path.startsWith('/v1/health')) return 'HEALTH'
  if (path.startsWith('/v1/connections')) return 'CONNECTION'
  if (/^\/v3\/scm|^\/v2\/|\/elb\/|\/waf\//.test(path)) return 'SCM'
  return path.startsWith('/v1/') ? 'PCA' : 'IAM'
}
const faults = {
  PCA: { token: '401 PCA.00010001', permission: '401 PCA.00010004' },
  SCM: { token: '401 SCM.1000', permission: '401 SCM.4002' },
  IAM: { token: '401 IAM.0401', permission: '403 IAM.0403' },
  HEALTH: { token: '401 HEALTH.0401', permission: '403 HEALTH.0403' },
  CONNECTION: { token: '401 CONNECTION.0401', permission: '403 CONNECTION.0403' },
  AUDIT: { token: '401 AUDIT.0401', permission: '403 AUDIT.0403' },
} as const

function ask(api: ApiClient, { operationId, method, path }: DocumentedOperation): Promise<ApiAnswer> {
  const { params = {}, query, body, headers } = requests.get(operationId) ?? {}
  const filled = path.replace(
    /\{(\w+)\}/g,
    (_, name: string) => params[name] ?? assert.fail(`${path}: ${name}`),
  )
  return api(method, query ? `${filled}?${query}` : filled, body, headers)
}

function assertRefused(answer: ApiAnswer, expected: string, { method }: DocumentedOperation): void {
  const [status = '', code] = expected.split(' ')
  assert.equal(answer.status, Number(status), `${answer.code} ${answer.message}`)
  if (method !== 'HEAD') assert.equal(answer.code, code, answer.message ?? '')
}

const assertDone = ({ status, code, message }: ApiAnswer) =>
  assert.ok(status >= 200 && status < 300, `${status} ${code} ${message}`)

/** Everything that the account can see of itself. */
async function everything(): Promise<unknown> {
  const lists = [
    '/v1/private-certificate-authorities?limit=1000',
    '/v1/private-certificates?limit=1000',
    '/v3/scm/certificates?limit=1000',
    '/v3/scm/csr?limit=1000',
    '/v1/private-certificate-authorities/tags',
    '/v1/private-certificates/tags',
    '/v3/scm/tags',
    '/v1/private-certificate-authorities/agency',
    '/v3/users',
    '/v3/groups',
    '/v3/projects',
    '/v3/domains',
    '/v3.0/OS-ROLE/roles',
    '/v3.0/OS-PERMISSION/role-assignments',
    '/v3.0/OS-AGENCY/agencies',
    '/v1.0/enterprise-projects',
  ]
  const seen: unknown[] = []
  for (const path of lists) seen.push((await server.api('GET', path)).body)
  return seen
}

/** Neither a role nor a policy opens what is for the installation's administrators, or for anybody who is known. */
const isGranted = ({ 'x-action': action }: DocumentedOperation) =>
  action !== undefined && action !== 'installation'

test('every operation has its row, and every row its operation', () => {
  assert.deepEqual(Object.keys(rows).sort(), operations.map(({ operationId }) => operationId).sort())
})

suite('refused', () => {
  let seen: unknown
  before(async () => {
    seen = await everything()
  })
  after(async () => assert.deepEqual(await everything(), seen, 'a refusal changed something'))

  for (const operation of operations) {
    const { token, permission } = faults[family(operation)]
    const { operationId: id, 'x-action': action } = operation
    test(`${id}: no credentials → 401 APIG.0301`, async () =>
      assertRefused(await ask(server.as('nobody'), operation), '401 APIG.0301', operation))
    test(`${id}: an expired token → ${token}`, async () =>
      assertRefused(await ask(server.as(expired), operation), token, operation))
    test(`${id}: a revoked token → ${token}`, async () =>
      assertRefused(await ask(server.as(revoked), operation), token, operation))
    if (action === undefined) continue
    test(`${id}: a user without permission → ${permission}`, async () =>
      assertRefused(await ask(powerless.api, operation), permission, operation))
    test(`${id}: a user who has it denied → ${permission}`, async () => {
      const policy = policies.get(`not ${action}`)
      if (policy) await denied.grant(policy)
      assertRefused(await ask(denied.api, operation), permission, operation)
      if (policy) await denied.takeBack(policy)
    })
  }

  test('a wrong signature, of any operation → 401 APIG.0301', async () => {
    for (const operation of operations) {
      assertRefused(await ask(server.as(wrong), operation), '401 APIG.0301', operation)
      // six failures lock the pair, which is another test's matter
      server.clock.advance(5 * 60_000 + 1)
    }
  })

  for (const operation of operations) {
    const { params, stranger: told } = requests.get(operation.operationId) ?? {}
    const isElsewhere = told ?? (params ? 404 : undefined)
    if (isElsewhere === undefined) continue
    test(`${operation.operationId}: another account's administrator → ${isElsewhere}`, async () => {
      const answer = await ask(stranger, operation)
      assert.equal(answer.status, isElsewhere, `${answer.code} ${answer.message}`)
    })
  }
})

suite("another account's administrator sees and makes its own only", () => {
  for (const operation of operations) {
    const { params, stranger: told } = requests.get(operation.operationId) ?? {}
    if (params || told) continue
    test(operation.operationId, async () => {
      const seen = await everything()
      const answer = await ask(stranger, operation)
      assertDone(answer)
      const text = answer.bytes.toString()
      for (const id of [scene.root, scene.accountId, powerless.userId, powerless.groupId]) {
        assert.ok(!text.includes(id), `it shows ${id}`)
      }
      assert.deepEqual(withoutAccounts(await everything()), withoutAccounts(seen))
    })
  }

  const withoutAccounts = (seen: unknown) => (seen as unknown[]).toSpliced(10, 1)
})

suite('done', () => {
  for (const operation of operations) {
    const { operationId: id, 'x-action': action = '' } = operation
    if (isGranted(operation)) {
      test(`${id}: a user with exactly ${action}`, async () => {
        const policy = policies.get(action) ?? assert.fail(`no policy for ${action}`)
        await holder.grant(policy)
        assertDone(await ask(holder.api, operation))
        await holder.takeBack(policy)
      })
    } else {
      test(`${id}: ${action === '' ? 'anybody who is known' : 'an administrator of the first account'}`, async () => {
        const isOwnPassword = id === 'KeystoneUpdateUserPassword'
        if (isOwnPassword) return
        assertDone(await ask(server.api, operation))
      })
    }
  }
})
