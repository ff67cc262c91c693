import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { activateAuthority, createAuthority } from '../../../src/contract/pca-v1/authorities.ts'
import { administrator, takeToken, tokenBody } from '../iam-v3/sign-in.ts'
import { request } from '../pca-v1/requests.ts'
import { exportBody, ok, withField } from '../pca-v1/support.ts'
import { type ApiClient, type RunningServer, startServer } from '../running-server.ts'
import {
  activateBody,
  authorities,
  certificates,
  issueBody,
  pendingBody,
  rootBody,
  subordinateBody,
  unknownId,
} from '../samples.ts'
import { make } from '../scm-v3/certificates.ts'
import { hosted, importBody } from '../scm-v3/support.ts'
import { createJudge, fetchDocument } from './documented-api.ts'

const orderBody = {
  cloud_service_type: 'hws.service.type.ccm',
  charging_mode: 0,
  period_type: 3,
  period_num: 1,
  is_auto_renew: 0,
  subscription_num: 2,
  product_infos: [
    {
      cloud_service_type: 'hws.service.type.ccm',
      resource_type: 'hws.resource.type.pca.duration',
      resource_spec_code: 'ca.duration',
    },
  ],
}

describe('what is sent and answered is what the document says', () => {
  let server: RunningServer
  let judge: ReturnType<typeof createJudge>
  /** The administrator; every answer is held to the document. */
  let api: ApiClient
  let nobody: ApiClient
  let rootId: string

  before(async () => {
    server = await startServer()
    judge = createJudge(await fetchDocument(server))
    api = judge.judged(server.api)
    nobody = judge.judged(server.as('nobody'))
    rootId = ok(await api('POST', authorities, rootBody())).ca_id
  })
  after(() => server.close())

  /** A request that both the document and the server find right. */
  async function right(method: string, url: string, body?: unknown, headers?: Record<string, string>) {
    assert.deepEqual(judge.requestFaults(method, url, body), [], `${method} ${url}`)
    const answer = await api(method, url, body, headers)
    assert.ok(answer.status < 300, `${method} ${url}: ${answer.status} ${answer.message}`)
    return answer.body
  }

  test('the life of CAs', async () => {
    const { ca_id: subordinate } = await right('POST', authorities, subordinateBody(rootId))
    const { ca_id: pending } = await right('POST', authorities, pendingBody())
    await right('GET', `${authorities}?limit=5&offset=0&sort_key=common_name&sort_dir=ASC&type=SUBORDINATE`)
    await right('GET', `${authorities}/${pending}`)
    await right('GET', `${authorities}/${pending}/csr`)
    await right('POST', `${authorities}/${pending}/activate`, activateBody(rootId))
    for (const id of [rootId, subordinate]) {
      await right('GET', `${authorities}/${id}`)
      await right('POST', `${authorities}/${id}/export`)
    }
    await right('POST', `${authorities}/${pending}/revoke`, { reason: 'CERTIFICATE_HOLD' })
    await right('POST', `${authorities}/${pending}/release`)
    await right('POST', `${authorities}/${pending}/disable`)
    await right('POST', `${authorities}/${pending}/enable`)
    await right('POST', `${authorities}/${pending}/disable`)
    await right('DELETE', `${authorities}/${pending}?pending_days=7`)
    await right('POST', `${authorities}/${pending}/restore`)
    await right('GET', `${authorities}/quotas`)
  })

  test('the life of certificates', async () => {
    const names = [
      { type: 'DNS', value: 'www.example.test' },
      { type: 'IP', value: '192.0.2.1' },
    ]
    const body = {
      ...issueBody(rootId),
      subject_alternative_names: names,
      extended_key_usage: { server_auth: true },
    }
    const { certificate_id: id } = await right('POST', certificates, body)
    const csr = request()
    await right('POST', `${certificates}/csr/parse`, { csr })
    await right('POST', `${certificates}/csr`, {
      issuer_id: rootId,
      csr,
      validity: { type: 'DAY', value: 9 },
    })
    await right('GET', `${certificates}?status=ISSUED&limit=2`)
    await right('GET', `${certificates}/${id}`)
    await right('POST', `${certificates}/${id}/export`, exportBody)
    await right('POST', `${certificates}/${id}/revoke`)
    await right('GET', `${certificates}/quotas`)
    await right('DELETE', `${certificates}/${id}`)
    await right('GET', '/v1/pca/config/console')
  })

  test('hosted certificates and their tags', async () => {
    const made = make({ dns: ['a.test', 'b.test'] })
    const { certificate_id: id } = await right('POST', `${hosted}/import`, {
      ...importBody(made, { certificate_chain: made.pem, duplicate_check: false }),
      enterprise_project_id: '0',
    })
    await right('GET', `${hosted}?limit=5&offset=0&status=UPLOAD&content=a&sort_key=certStatus&sort_dir=ASC`)
    await right('GET', `${hosted}/${id}`)
    await right('POST', `${hosted}/${id}/export`)
    const tag = { key: 'k', value: 'v' }
    await right('POST', `/v3/scm/${id}/tags`, { tag })
    await right('POST', `/v3/scm/${id}/tags/action`, { action: 'create', tags: [tag] })
    await right('GET', `/v3/scm/${id}/tags`)
    await right('GET', '/v3/scm/tags')
    for (const action of ['filter', 'count'])
      await right('POST', '/v3/scm/resource_instances/action', {
        action,
        tags: [{ key: 'k', values: ['v'] }],
      })
    await right('POST', `/v3/scm/${id}/tags/action`, { action: 'delete', tags: [{ key: 'k' }] })
    for (const changes of [
      { name: 'x' },
      { certificate: 'x' },
      { private_key: 'x' },
      { certificate_chain: 'x' },
    ])
      assert.equal((await api('POST', `${hosted}/import`, importBody(made, changes))).status, 400)
    assert.equal((await api('GET', `${hosted}/scs0000000000000`)).status, 404)
    assert.equal((await nobody('GET', `${hosted}/${id}`)).status, 401)
    await right('DELETE', `${hosted}/${id}`)
  })

  test('tags of both, and CAs that are ordered', async () => {
    const { certificate_id: id } = await right('POST', certificates, issueBody(rootId))
    const tag = { key: 'stage', value: 'test' }
    for (const [root, one] of [
      [authorities, rootId],
      [certificates, id],
    ]) {
      await right('POST', `${root}/${one}/tags`, { tag })
      await right('POST', `${root}/${one}/tags/create`, { tags: [{ key: 'empty', value: '' }] })
      await right('GET', `${root}/${one}/tags`)
      await right('GET', `${root}/tags`)
      await right('POST', `${root}/resource-instances/filter`, { tags: [{ key: 'stage', values: ['test'] }] })
      await right('POST', `${root}/resource-instances/count`)
      await right('DELETE', `${root}/${one}/tags/delete`, { tags: [{ key: 'stage' }] })
    }
    const order = await right('POST', `${authorities}/order`, orderBody)
    const [first, second] = order.ca_ids
    await right('POST', `${authorities}/${first}/activate`, subordinateBody(rootId, 'Ordered'))
    await right('POST', `${authorities}/${second}/activate`, rootBody('Ordered Root'))
  })

  test('tokens, projects, regions', async () => {
    const body = tokenBody(administrator(server), { domain: { id: server.credentials.domain.id } })
    assert.deepEqual(judge.requestFaults('POST', '/v3/auth/tokens', body), [])
    const taken = await nobody('POST', '/v3/auth/tokens', body)
    assert.equal(taken.status, 201)
    const headers = { 'x-subject-token': taken.headers.get('x-subject-token') ?? '' }
    await right('GET', '/v3/auth/tokens', undefined, headers)
    await right('DELETE', '/v3/auth/tokens', undefined, headers)
    for (const path of [
      '/v3/projects?name=x',
      '/v3/projects',
      '/v3/auth/projects',
      '/v3/auth/domains',
      '/v3/regions',
    ]) {
      await right('GET', path)
    }
  })

  test('refusals: their status, code and body are documented', async () => {
    const one = `${authorities}/${unknownId}`
    const powerless = judge.judged(server.as(await server.addUser('documented-powerless')))
    const answers = [
      await nobody('GET', authorities),
      await powerless('GET', authorities),
      await judge.judged(server.as({ token: 'forged' }))('GET', authorities),
      await api('GET', one),
      await api('GET', `${authorities}/X`),
      await api('GET', `${certificates}?limit=x`),
      await api('POST', `${authorities}/${rootId}/enable`),
      await api('POST', authorities, { ...rootBody(), validity: { type: 'YEAR', value: 31 } }),
      await api('POST', certificates, {
        ...issueBody(rootId),
        subject_alternative_names: [{ type: 'IP', value: 'x' }],
      }),
      await api('POST', certificates, issueBody(unknownId)),
      await nobody('POST', '/v3/auth/tokens', 'x', { 'content-type': 'text/plain' }),
      await judge.judged(server.as({ token: await takeToken(server) }))('POST', certificates, 'x', {
        'content-type': 'text/plain',
      }),
      await api('POST', certificates, ' '.repeat(70_000)),
      await nobody('POST', '/v3/auth/tokens', tokenBody({ id: 'x', password: 'y' })),
      await nobody('POST', '/v3/auth/tokens', {}),
      await nobody('GET', '/v3/projects'),
    ]
    assert.deepEqual(
      answers.map(({ status }) => status),
      [401, 401, 401, 404, 400, 400, 403, 400, 400, 404, 415, 415, 413, 401, 400, 401],
    )
  })

  const wrong: readonly (readonly [field: string, value: unknown])[] = [
    ['type', 'OTHER'],
    ['type', undefined],
    ['key_algorithm', 'RSA1024'],
    ['distinguished_name.country', 'China'],
    ['distinguished_name.state', undefined],
    ['validity.value', 31],
    ['validity.value', 1.5],
    ['signature_algorithm', 'MD5'],
    ['crl_configuration', { enabled: 'yes' }],
  ]
  for (const [field, value] of wrong) {
    test(`what the server refuses the document refuses: ${field} ${JSON.stringify(value)}`, async () => {
      const body = withField(rootBody(), field, value)
      assert.notDeepEqual(judge.requestFaults('POST', authorities, body), [])
      assert.equal((await api('POST', authorities, body)).status, 400)
    })
  }

  const choices = [
    {
      operation: createAuthority,
      bodies: [
        rootBody(),
        subordinateBody(unknownId),
        pendingBody(),
        { ...pendingBody(), signature_algorithm: 'SHA256' },
        { ...pendingBody(), issuer_id: unknownId, signature_algorithm: 'SHA256' },
        { ...subordinateBody(unknownId), path_length: 1, key_usages: ['keyCertSign'] },
      ],
    },
    {
      operation: activateAuthority,
      bodies: [activateBody(unknownId), rootBody(), subordinateBody(unknownId)],
    },
  ]
  for (const { operation, bodies } of choices) {
    const { id, method, path, body: choice } = operation
    test(`${id}: the shape that the contract chooses for a body is the only one that the document finds`, () => {
      for (const body of bodies) {
        assert.deepEqual(judge.requestFaults(method, path, body), [])
        const meant = choice.alternatives.filter(({ when }) => judge.compile(when)(body))
        assert.deepEqual(
          meant.map(({ shape }) => shape),
          [choice.choose(body)],
        )
      }
    })
  }
})
