import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, suite, test } from 'node:test'
import { ok, refused } from '../pca-v1/support.ts'
import { createPolicy, createSubject } from '../permissions/subjects.ts'
import { startServer } from '../running-server.ts'
import { make } from './certificates.ts'
import { hosted, importBody, importCertificate, show } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api, clock } = server

const { enterprise_project } = ok(
  await api('POST', '/v1.0/enterprise-projects', { name: 'shop' }).then((answer) => ({
    ...answer,
    status: 200,
  })),
)
const shop: string = enterprise_project.id

// the clock says 20 November 2026
const samples: [name: string, content: Parameters<typeof make>[0], project?: string][] = [
  ['valid-1', { subject: 'one.shop.test', notAfter: '20270201000000Z' }, shop],
  ['valid-2', { subject: 'two.test', dns: ['extra.shop.test'], notAfter: '20270101000000Z' }],
  ['expired-10', { subject: 'three.test', notAfter: '20261110120000Z' }],
  ['expired-100', { subject: 'four.test', notAfter: '20260812120000Z' }, shop],
]
const ids = new Map<string, string>()
for (const [name, content, project] of samples) {
  const body = importBody(make(content), { name, ...(project && { enterprise_project_id: project }) })
  ids.set(name, await importCertificate(api, body))
  clock.advance(1000)
}

const list = async (query = '', client = api) => {
  const { certificates, total_count } = ok(await client('GET', `${hosted}${query && `?${query}`}`))
  return { names: certificates.map(({ name }: { name: string }) => name) as string[], total_count }
}

suite('list', () => {
  const newest: string[] = ['expired-100', 'expired-10', 'valid-2', 'valid-1']
  const rows: [query: string, expected: string[]][] = [
    ['', newest],
    [
      'status=ALL&enterprise_project_id=all&owned_by_self=true&deploy_support=false&expired_days_since=0',
      newest,
    ],
    ['status=&content=&limit=&offset=&sort_key=&sort_dir=&enterprise_project_id=', newest],
    ['sort_dir=ASC', newest.toReversed()],
    ['sort_key=certUpdateTime&sort_dir=DESC', newest],
    ['sort_key=certExpiredTime&sort_dir=ASC', ['expired-100', 'expired-10', 'valid-2', 'valid-1']],
    ['status=UPLOAD', ['valid-2', 'valid-1']],
    ['status=EXPIRED', ['expired-100', 'expired-10']],
    ['status=ISSUED', []],
    ['status=PAID', []],
    ['status=CHECKING', []],
    ['content=VALID', ['valid-2', 'valid-1']],
    ['content=two.test', ['valid-2']],
    ['content=shop.test', ['valid-2', 'valid-1']],
    ['content=%25', []],
    [`enterprise_project_id=${shop}`, ['expired-100', 'valid-1']],
    ['enterprise_project_id=0', ['expired-10', 'valid-2']],
    ['enterprise_project_id=unknown', []],
    ['deploy_support=true', ['valid-2', 'valid-1']],
    ['deploy_support=True', ['valid-2', 'valid-1']],
    ['owned_by_self=false', []],
    ['expired_days_since=10', ['valid-2', 'valid-1']],
    ['expired_days_since=11', ['expired-10', 'valid-2', 'valid-1']],
    ['expired_days_since=1095', newest],
    [`status=EXPIRED&content=expired&enterprise_project_id=${shop}`, ['expired-100']],
  ]
  for (const [query, expected] of rows) {
    test(query || 'of everything', async () =>
      assert.deepEqual(await list(query), { names: expected, total_count: expected.length }),
    )
  }

  test('by status, those of one together', async () => {
    const { names } = await list('sort_key=certStatus&sort_dir=ASC')
    assert.deepEqual(
      names.map((name) => name.split('-')[0]),
      ['expired', 'expired', 'valid', 'valid'],
    )
  })

  test('limit and offset, also past the end', async () => {
    assert.deepEqual(await list('limit=2'), { names: newest.slice(0, 2), total_count: 4 })
    assert.deepEqual(await list('limit=3&offset=2'), { names: newest.slice(2), total_count: 4 })
    for (const offset of ['4', '9999', '9007199254740991'.slice(0, 15)])
      assert.deepEqual(await list(`limit=50&offset=${offset}`), { names: [], total_count: 4 })
    assert.equal((await list('limit=1000')).names.length, 4)
  })

  for (const query of [
    'limit=0',
    'limit=-1',
    'limit=1001',
    'limit=ten',
    'limit=1.5',
    'limit=10&limit=20',
    'offset=-1',
    'offset=x',
    'sort_dir=asc',
    'sort_dir=UP',
    'sort_key=name',
    'status=upload',
    'status=BOUGHT',
    `content=${'x'.repeat(256)}`,
    'content=%00',
    'deploy_support=1',
    'owned_by_self=yes',
    'expired_days_since=-1',
    'expired_days_since=1096',
    `enterprise_project_id=${'x'.repeat(65)}`,
  ]) {
    test(`${query.slice(0, 40)} → SCM.0005`, async () =>
      refused(await api('GET', `${hosted}?${query}`), 400, 'SCM.0005', query.split('=')[0]))
  }

  test("the reference's examples: parameters in the query, and a body that is not looked at", async () => {
    const printed = '{ "limit": "2", "offset": "0" }'
    const headers = { 'content-type': 'application/json' }
    assert.equal(ok(await api('GET', `${hosted}?limit=2&offset=0`)).certificates.length, 2)
    // fetch sends no body with GET: the product reads it all the same
    const answer = await rawGet(`${hosted}`, printed, headers)
    assert.equal(answer.certificates.length, 4)
    const id = ids.get('expired-10') ?? ''
    assert.equal((await api('DELETE', `${hosted}/${id}`, `{\n  certificate_id:${id}\n}`)).status, 204)
    assert.equal((await api('GET', `${hosted}/${id}`)).status, 404)
    ids.delete('expired-10')
  })
})

/** As curl -X GET -d does. */
async function rawGet(path: string, body: string, headers: Record<string, string>) {
  const { id, password } = server.credentials.user
  const identity = { methods: ['password'], password: { user: { id, password } } }
  const token = (await server.as('nobody')('POST', '/v3/auth/tokens', { auth: { identity } })).headers.get(
    'x-subject-token',
  )
  return await new Promise<{ certificates: unknown[] }>((resolve, reject) => {
    const sent = request(
      server.base + path,
      { method: 'GET', headers: { ...headers, 'x-auth-token': token ?? '', 'content-length': body.length } },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () => resolve(JSON.parse(Buffer.concat(parts).toString())))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

let made = 0

/** A policy of one statement. */
async function statement(effect: string, actions: string[], more: object): Promise<string> {
  made += 1
  const policy = { Version: '1.1', Statement: [{ Effect: effect, Action: actions, ...more }] }
  const role = { display_name: `statement ${made}`, type: 'AA', description: 'of a test', policy }
  const answer = await api('POST', '/v3.0/OS-ROLE/roles', { role })
  assert.ok(answer.status < 300, `${answer.status} ${answer.message}`)
  return answer.body.role.id
}

suite('who may', () => {
  test('either name of an action grants, and either denies', async () => {
    const subject = await createSubject(server, 'uploader')
    const body = () => importBody(make())
    for (const [older, newer, ask] of [
      ['scm:cert:upload', 'scm:cert:import', () => subject.api('POST', `${hosted}/import`, body())],
      [
        'scm:cert:download',
        'scm:cert:export',
        () => subject.api('POST', `${hosted}/${ids.get('valid-1')}/export`),
      ],
    ] as const) {
      for (const [granted, denied] of [
        [older, newer],
        [newer, older],
      ] as const) {
        const allow = await createPolicy(server, `allow ${granted}`, 'Allow', granted)
        const deny = await createPolicy(server, `deny ${denied}`, 'Deny', denied)
        refused(await ask(), 401, 'SCM.4002')
        await subject.grant(allow)
        ok(await ask())
        await subject.grant(deny)
        refused(await ask(), 401, 'SCM.4002')
        await subject.takeBack(deny)
        await subject.takeBack(allow)
      }
    }
  })

  test('a policy may name single certificates, and PCA’s are others', async () => {
    const subject = await createSubject(server, 'one')
    const [mine, other] = [ids.get('valid-1') ?? '', ids.get('valid-2') ?? '']
    const policy = (resource: string) =>
      statement('Allow', ['scm:cert:get', 'scm:cert:list', 'scm:cert:delete'], { Resource: [resource] })
    await subject.grant(await policy('pca:*:*:cert:*'))
    assert.deepEqual(await list('', subject.api), { names: [], total_count: 0 })
    await subject.grant(await policy(`pca:*:*:cert:${mine}`))
    refused(await subject.api('GET', `${hosted}/${mine}`), 401, 'SCM.4002')
    await subject.grant(await policy(`scm:*:*:cert:${mine}`))
    assert.equal((await show(subject.api, mine)).id, mine)
    for (const method of ['GET', 'DELETE'])
      refused(await subject.api(method, `${hosted}/${other}`), 401, 'SCM.4002')
    for (const [id, allowed] of [
      [mine, true],
      [other, false],
    ] as const) {
      const asked = { user_id: subject.userId, action: 'scm:cert:get', resource: { kind: 'cert', id } }
      assert.equal(ok(await api('POST', '/v3.0/OS-PERMISSION/explain', asked)).allowed, allowed)
    }
    await subject.grant(await policy('scm:*:*:cert:*'))
    assert.deepEqual(await list('', subject.api), await list())
  })

  test('whoever has an enterprise project sees and imports what belongs to it', async () => {
    const subject = await createSubject(server, 'shopkeeper')
    const policy = await createPolicy(server, 'all of scm', 'Allow', 'scm:*:*')
    const granted = await api(
      'PUT',
      `/v3.0/OS-PERMISSION/enterprise-projects/${shop}/groups/${subject.groupId}/roles/${policy}`,
    )
    assert.ok(granted.status < 300, `${granted.status} ${granted.message}`)
    assert.deepEqual((await list('', subject.api)).names, ['expired-100', 'valid-1'])
    assert.deepEqual((await list('enterprise_project_id=0', subject.api)).names, [])
    refused(await subject.api('GET', `${hosted}/${ids.get('valid-2')}`), 401, 'SCM.4002')
    refused(await subject.api('POST', `${hosted}/import`, importBody(make())), 401, 'SCM.4002')
    refused(
      await subject.api('POST', `${hosted}/import`, importBody(make(), { enterprise_project_id: 'all' })),
      401,
      'SCM.4002',
    )
    const id = await importCertificate(subject.api, importBody(make(), { enterprise_project_id: shop }))
    assert.equal((await show(subject.api, id)).enterprise_project_id, shop)
    const { resources } = ok(await subject.api('POST', '/v3/scm/resource_instances/action', {}))
    assert.equal(resources.length, 3)
  })

  test('all, as where to import, is the default project to permissions too', async () => {
    const subject = await createSubject(server, 'excluded')
    await subject.grant(await createPolicy(server, 'whole scm', 'Allow', 'scm:*:*'))
    const Condition = { StringEquals: { 'g:EnterpriseProjectId': ['0'] } }
    ok(await subject.api('POST', `${hosted}/import`, importBody(make(), { enterprise_project_id: 'all' })))
    await subject.grant(await statement('Deny', ['scm:cert:import'], { Condition }))
    for (const project of [undefined, '0', 'all']) {
      const body = importBody(make(), { enterprise_project_id: project })
      refused(await subject.api('POST', `${hosted}/import`, body), 401, 'SCM.4002')
    }
  })
})
