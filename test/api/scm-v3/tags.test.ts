import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { ok, refused } from '../pca-v1/support.ts'
import { createPolicy, createSubject } from '../permissions/subjects.ts'
import { startServer } from '../running-server.ts'
import { make } from './certificates.ts'
import { hosted, importBody, importCertificate } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api, clock } = server
const done = { desc: 'success' }
const scm = '/v3/scm'

const samples: Record<string, Record<string, string>> = {
  'Alpha.1': { env: 'prod', team: 'a' },
  'alpha-2': { env: 'test', team: 'a' },
  beta_1: { env: 'prod', team: 'b' },
  gamma: {},
}
const ids = new Map<string, string>()

const tagsOf = async (id: string) => ok(await api('GET', `${scm}/${id}/tags`)).tags
const act = (id: string, action: unknown, tags: unknown, client = api) =>
  client('POST', `${scm}/${id}/tags/action`, { action, tags })
const find = (body: unknown) => api('POST', `${scm}/resource_instances/action`, body)
const list = (tags: Record<string, string>) => Object.entries(tags).map(([key, value]) => ({ key, value }))

before(async () => {
  for (const [name, tags] of Object.entries(samples)) {
    const id = await importCertificate(api, importBody(make({ dns: ['b.test'] }), { name }))
    ids.set(name, id)
    if (Object.keys(tags).length > 0) assert.deepEqual(ok(await act(id, 'create', list(tags))), done)
    clock.advance(1000)
  }
})
const idOf = (name: string) => ids.get(name) ?? assert.fail(name)

suite('tags of one certificate', () => {
  test('are set one by one and together, overwritten, listed and removed', async () => {
    const id = await importCertificate(api, importBody(make(), { name: 'tagged' }))
    assert.deepEqual(await tagsOf(id), [])
    assert.deepEqual(ok(await api('POST', `${scm}/${id}/tags`, { tag: { key: 'k', value: 'v' } })), done)
    assert.deepEqual(ok(await act(id, 'create', list({ k: 'w', Schlüssel: '', 键: '值/1' }))), done)
    assert.deepEqual(await tagsOf(id), list({ Schlüssel: '', k: 'w', 键: '值/1' }))
    assert.deepEqual(
      ok(await act(id, 'delete', [{ key: 'k', value: 'other' }, { key: '键' }, { key: 'none' }])),
      done,
    )
    assert.deepEqual(await tagsOf(id), list({ Schlüssel: '', k: 'w' }))
    assert.equal((await api('DELETE', `${hosted}/${id}`)).status, 204)
    refused(await api('GET', `${scm}/${id}/tags`), 404, 'SCM.0008')
    assert.ok(!ok(await api('GET', `${scm}/tags`)).tags.some(({ key }: { key: string }) => key === 'k'))
  })

  test('more than 20 on one are refused, all of them', async () => {
    const id = await importCertificate(api, importBody(make()))
    const tags = Array.from({ length: 20 }, (_, place) => ({ key: `k${place}`, value: '' }))
    ok(await act(id, 'create', tags))
    refused(
      await act(id, 'create', [
        { key: 'k0', value: '1' },
        { key: 'more', value: '' },
      ]),
      400,
      'SCM.0005',
      'tags',
    )
    assert.equal((await tagsOf(id))[0].value, '')
    ok(await api('DELETE', `${hosted}/${id}`).then((answer) => ({ ...answer, status: 200 })))
  })

  const bad: [what: string, body: object, names: string][] = [
    ['no action', { tags: [{ key: 'a', value: '' }] }, 'action'],
    ['another action', { action: 'update', tags: [{ key: 'a', value: '' }] }, 'action'],
    ['no tags', { action: 'create' }, 'tags'],
    ['an empty list', { action: 'delete', tags: [] }, 'tags'],
    [
      '21 tags',
      { action: 'create', tags: Array.from({ length: 21 }, (_, place) => ({ key: `k${place}`, value: '' })) },
      'tags',
    ],
    ['a tag without value', { action: 'create', tags: [{ key: 'a' }] }, 'tags[0].value'],
    [
      'a key twice',
      {
        action: 'create',
        tags: [
          { key: 'a', value: '1' },
          { key: 'a', value: '2' },
        ],
      },
      'tags',
    ],
    [
      'a key of 129 characters',
      { action: 'create', tags: [{ key: 'k'.repeat(129), value: '' }] },
      'tags[0].key',
    ],
    ['a key with a comma', { action: 'delete', tags: [{ key: 'a,b' }] }, 'tags[0].key'],
    [
      'a value of 256 characters',
      { action: 'create', tags: [{ key: 'a', value: 'v'.repeat(256) }] },
      'tags[0].value',
    ],
  ]
  for (const [what, body, names] of bad) {
    test(`${what} → SCM.0005`, async () => {
      const id = idOf('gamma')
      refused(await api('POST', `${scm}/${id}/tags/action`, body), 400, 'SCM.0005', names)
      assert.deepEqual(await tagsOf(id), [])
    })
  }

  test('ids: malformed, unknown', async () => {
    const tag = { tag: { key: 'a', value: '' } }
    for (const [method, path, body] of [
      ['GET', 'tags'],
      ['POST', 'tags', tag],
      ['POST', 'tags/action', { action: 'delete', tags: [{ key: 'a' }] }],
    ] as const) {
      refused(await api(method, `${scm}/scs12/${path}`, body), 400, 'SCM.0020', 'resource_id')
      refused(await api(method, `${scm}/scs0000000000000/${path}`, body), 404, 'SCM.0008')
    }
  })

  test('to set and to remove are two permissions, and the body tells which is meant', async () => {
    const id = idOf('gamma')
    const subject = await createSubject(server, 'tagger')
    const tags = [{ key: 'a', value: '' }]
    refused(await act(id, 'create', tags, subject.api), 401, 'SCM.4002')
    for (const [action, allowed, forbidden] of [
      ['createTag', 'create', 'delete'],
      ['deleteTag', 'delete', 'create'],
    ] as const) {
      const policy = await createPolicy(server, `only ${action}`, 'Allow', `scm:cert:${action}`)
      await subject.grant(policy)
      assert.equal((await act(id, allowed, tags, subject.api)).status, 200)
      refused(await act(id, forbidden, tags, subject.api), 401, 'SCM.4002')
      await subject.takeBack(policy)
    }
    assert.deepEqual(await tagsOf(id), [])
  })
})

suite('certificates by their tags', () => {
  const byTags = (...tags: [key: string, ...values: string[]][]) =>
    tags.map(([key, ...values]) => ({ key, values }))
  const cases: [what: string, filter: object, expected: string[]][] = [
    ['nothing', {}, ['gamma', 'beta_1', 'alpha-2', 'Alpha.1']],
    ['tags', { tags: byTags(['env', 'prod', 'stage'], ['team']) }, ['beta_1', 'Alpha.1']],
    ['tags_any', { tags_any: byTags(['env', 'test'], ['team', 'b']) }, ['beta_1', 'alpha-2']],
    ['not_tags', { not_tags: byTags(['env', 'prod'], ['team', 'a']) }, ['gamma', 'beta_1', 'alpha-2']],
    ['not_tags_any', { not_tags_any: byTags(['env', 'prod'], ['team', 'a']) }, ['gamma']],
    [
      'without_any_tag, which the lists do not count beside',
      { without_any_tag: true, tags: byTags(['env']) },
      ['gamma'],
    ],
    ['a part of the name', { matches: [{ key: 'resource_name', value: 'ALPHA' }] }, ['alpha-2', 'Alpha.1']],
    [
      'two parts of the name',
      { matches: ['alpha', '.'].map((value) => ({ key: 'resource_name', value })) },
      ['Alpha.1'],
    ],
    [
      'a name and a tag',
      { tags: byTags(['env', 'prod']), matches: [{ key: 'resource_name', value: 'a' }] },
      ['beta_1', 'Alpha.1'],
    ],
    [
      'what Terraform sends',
      {
        action: 'filter',
        limit: 50,
        offset: 0,
        matches: [],
        tags: [],
        tags_any: [],
        not_tags: [],
        not_tags_any: [],
        without_any_tag: false,
      },
      ['gamma', 'beta_1', 'alpha-2', 'Alpha.1'],
    ],
  ]
  for (const [what, filter, expected] of cases) {
    test(`by ${what}`, async () => {
      const { resources, total_count } = ok(await find(filter))
      assert.deepEqual(
        resources.map(({ resource_name }: { resource_name: string }) => resource_name),
        expected,
      )
      assert.equal(total_count, expected.length)
      assert.deepEqual(ok(await find({ ...filter, action: 'count' })), { total_count: expected.length })
    })
  }

  test('each with its tags and what it is', async () => {
    const { resources } = ok(await find({ tags: byTags(['env', 'test']) }))
    assert.deepEqual(resources, [
      {
        resource_id: idOf('alpha-2'),
        resource_name: 'alpha-2',
        tags: list({ env: 'test', team: 'a' }),
        resource_detail: {
          cert_id: idOf('alpha-2'),
          cert_name: 'alpha-2',
          domain: 'www.example.test',
          cert_type: null,
          cert_brand: null,
          domain_type: 'MULTI_DOMAIN',
          purchase_period: 12,
          expired_time: '2027-06-01 00:00:00.0',
          order_status: 'UPLOAD',
          domain_num: 2,
          wildcard_number: 0,
          sans: 'b.test',
          cert_des: null,
          signature_algorithm: 'SHA256withECDSA',
          fail_reason: null,
          partner_order_id: null,
          push_support: true,
          cert_issued_time: null,
          resource_id: idOf('alpha-2'),
          unsubscribe_support: false,
          enterprise_project_id: '0',
          origin_cert_id: null,
          renewal_cert_id: null,
          auto_renew_status: 0,
          remain_cert_number: 0,
          auto_deploy_support: false,
        },
      },
    ])
  })

  test('pages end in an empty one', async () => {
    const names: string[] = []
    for (let offset = 0; ; offset += 3) {
      const { resources, total_count } = ok(await find({ limit: 3, offset }))
      assert.equal(total_count, 4)
      if (resources.length === 0) break
      names.push(...resources.map(({ resource_name }: { resource_name: string }) => resource_name))
    }
    assert.equal(names.length, 4)
  })

  test('all tags in use', async () => {
    assert.deepEqual(ok(await api('GET', `${scm}/tags`)).tags, [
      { key: 'env', values: ['prod', 'test'] },
      { key: 'team', values: ['a', 'b'] },
    ])
  })

  for (const [field, value] of [
    ['action', 'find'],
    ['without_any_tag', 'true'],
    ['tags', [{ values: [] }]],
    ['tags_any', Array.from({ length: 21 }, () => ({ key: 'a' }))],
    ['not_tags', {}],
    ['not_tags_any', [{ key: 'a', values: 'v' }]],
    ['matches', [{ key: 'name', value: 'a' }]],
    ['limit', 0],
    ['limit', 1001],
    ['offset', -1],
  ] as const) {
    test(`${field} ${JSON.stringify(value).slice(0, 40)} → SCM.0005`, async () =>
      refused(await find({ [field]: value }), 400, 'SCM.0005', field))
  }

  test('the path is the word itself, and no other', async () =>
    assert.equal((await api('POST', `${scm}/other_instances/action`, {})).status, 404))
})
