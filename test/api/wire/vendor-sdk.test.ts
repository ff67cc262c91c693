import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials.js'
import type { GlobalCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/GlobalCredentials.js'
import type { HcClient } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js'
import { type RunningServer, startServer } from '../running-server.ts'
import { authorities, rootBody, unknownId } from '../samples.ts'
import { createTestClock } from '../test-clock.ts'
import { borrowHome, core, loadSdk } from '../vendor-sdk.ts'

describe(`npm ${core} 3.1.211 as a client`, () => {
  const giveHomeBack = borrowHome()
  let server: RunningServer
  let sdk: ReturnType<typeof loadSdk>
  /** What the SDK asked for, in order. */
  let asked: string[]

  before(async () => {
    sdk = loadSdk()
    // the SDK signs with the real time
    server = await startServer({}, createTestClock(Date.now()))
  })
  after(async () => {
    await server.close()
    giveHomeBack()
  })

  type AnyCredentials = GlobalCredentials | BasicCredentials

  const keyed = <Kind extends AnyCredentials>(credentials: Kind): Kind =>
    credentials.withAk(server.credentials.access_key).withSk(server.credentials.secret_key) as Kind

  function build(credential: AnyCredentials, region = 'cn-north-4'): HcClient {
    asked = []
    const spy = (config: { method: string; url: string }) => {
      const { pathname, search } = new URL(config.url)
      asked.push(`${config.method.toUpperCase()} ${pathname}${search}`)
    }
    const client = new sdk.ClientBuilder(
      (hcClient: HcClient) => hcClient,
      'GlobalCredentials,BasicCredentials',
    )
      .withCredential(credential.withIamEndpoint(server.base))
      .withRegion(new sdk.Region(region, server.base))
      .build() as HcClient
    return spyOn(client, spy)
  }

  /** Tells of every request, those of the client that the SDK makes for IAM included. */
  function spyOn(client: HcClient, tell: (config: { method: string; url: string }) => void): HcClient {
    const sendRequest = client.sendRequest.bind(client)
    const overrideEndpoints = client.overrideEndpoints.bind(client)
    const sendAndTell = async (options: Parameters<HcClient['sendRequest']>[0]) => {
      const query = new URLSearchParams(options.queryParams as Record<string, string>).toString()
      const url = `${server.base}${options.url}${query ? `?${query}` : ''}`
      const answer = await sendRequest(options)
      tell({ method: options.method, url })
      return answer
    }
    client.sendRequest = sendAndTell as HcClient['sendRequest']
    client.overrideEndpoints = (endpoints) => spyOn(overrideEndpoints(endpoints), tell)
    return client
  }

  // biome-ignore lint/suspicious/noExplicitAny: the SDK answers with the raw JSON
  const call = (client: HcClient, method: string, url: string, data?: unknown): Promise<any> =>
    client.sendRequest({
      method,
      url,
      contentType: 'application/json',
      queryParams: {},
      pathParams: {},
      headers: {},
      ...(data !== undefined && { data }),
    } as Parameters<HcClient['sendRequest']>[0])

  test('GlobalCredentials without a domain id: it asks for the accounts by itself, then creates and lists CAs', async () => {
    const credentials = keyed(new sdk.Global() as GlobalCredentials)
    const client = build(credentials)
    const created = await call(client, 'POST', authorities, rootBody('章三 Root'))
    assert.equal(created.httpStatusCode, 200)
    assert.match(created.ca_id, /^[0-9a-f-]{36}$/)
    assert.deepEqual(asked, ['GET /v3/auth/domains', `POST ${authorities}`])
    const listed = await call(client, 'GET', authorities)
    assert.equal(listed.httpStatusCode, 200)
    assert.ok(listed.certificate_authorities.some(({ ca_id }: { ca_id: string }) => ca_id === created.ca_id))
    const { domainId } = (client as unknown as { credential: GlobalCredentials }).credential
    assert.equal(domainId, server.credentials.domain.id)
  })

  test('BasicCredentials without a project id: it asks for the project of its region', async () => {
    const client = build(keyed(new sdk.Basic() as BasicCredentials))
    const created = await call(client, 'POST', authorities, rootBody('Basic Root'))
    assert.equal(created.httpStatusCode, 200)
    assert.deepEqual(asked, ['GET /v3/projects?name=cn-north-4', `POST ${authorities}`])
    const { projectId } = (client as unknown as { credential: BasicCredentials }).credential
    assert.equal(projectId, server.credentials.project.id)
    const listed = await call(client, 'GET', authorities)
    assert.ok(listed.total >= 1)
  })

  test("a region that is not this one's name: the SDK says so, and nothing is created", async () => {
    const client = build(keyed(new sdk.Basic() as BasicCredentials), 'af-south-1')
    await assert.rejects(call(client, 'POST', authorities, rootBody('Lost Root')))
    assert.deepEqual(asked, ['GET /v3/projects?name=af-south-1', 'GET /v3/regions'])
  })

  test("queries with !'()* and non-ASCII verify as axios sends them", async () => {
    const client = build(
      keyed(new sdk.Global() as GlobalCredentials).withDomainId(server.credentials.domain.id),
    )
    for (const name of ["a!'()*b", 'a b', '中', 'a/b~c', 'a&b=c', 'a:b,c;d', 'a$b@c', '[a]']) {
      const listed = await client
        .sendRequest({
          method: 'GET',
          url: '/v3/projects',
          contentType: 'application/json',
          queryParams: { name },
          pathParams: {},
          headers: {},
        } as Parameters<HcClient['sendRequest']>[0])
        .catch((error: { httpStatusCode?: number; errorMsg?: string }) => error)
      assert.equal(listed.httpStatusCode, 200, `${name}: ${JSON.stringify(listed)}`)
    }
  })

  test('an operation without a body, and DELETE with an empty one', async () => {
    const client = build(
      keyed(new sdk.Global() as GlobalCredentials).withDomainId(server.credentials.domain.id),
    )
    const { ca_id: id } = await call(client, 'POST', authorities, rootBody('Bodiless Root'))
    assert.equal((await call(client, 'POST', `${authorities}/${id}/disable`)).httpStatusCode, 204)
    assert.equal((await call(client, 'POST', `${authorities}/${id}/enable`)).httpStatusCode, 204)
  })

  test('errors are read: code, message, request id and status', async () => {
    const client = build(
      keyed(new sdk.Global() as GlobalCredentials).withDomainId(server.credentials.domain.id),
    )
    await assert.rejects(
      call(client, 'GET', `${authorities}/${unknownId}`),
      (error: { httpStatusCode: number; errorCode: string; errorMsg: string; requestId: string }) => {
        assert.equal(error.httpStatusCode, 404)
        assert.equal(error.errorCode, 'PCA.00030102')
        assert.match(error.errorMsg, /^CA or certificate is not found\./)
        assert.match(error.requestId, /^[0-9a-f]{32}$/)
        return true
      },
    )
    const wrong = build(
      keyed(new sdk.Global() as GlobalCredentials)
        .withSk('wrong')
        .withDomainId(server.credentials.domain.id) as GlobalCredentials,
    )
    await assert.rejects(
      call(wrong, 'GET', authorities),
      (error: { httpStatusCode: number; errorCode: string; errorMsg: string }) => {
        assert.equal(error.httpStatusCode, 401)
        assert.equal(error.errorCode, 'APIG.0301')
        assert.match(error.errorMsg, /verify aksk signature fail/)
        return true
      },
    )
  })

  test('IAM errors are read by the same two names', async () => {
    const client = build(
      keyed(new sdk.Global() as GlobalCredentials).withDomainId(server.credentials.domain.id),
    )
    await assert.rejects(
      call(client, 'GET', '/v3/auth/tokens'),
      (error: { httpStatusCode: number; errorCode: unknown; errorMsg: string }) => {
        assert.equal(error.httpStatusCode, 400)
        assert.ok(error.errorCode)
        assert.match(error.errorMsg, /X-Subject-Token/)
        return true
      },
    )
  })

  test('derived credentials (V11) verify', async () => {
    const credentials = keyed(new sdk.Basic() as BasicCredentials).withProjectId(
      server.credentials.project.id,
    )
    ;(credentials as unknown as { derivedPredicate: () => boolean }).derivedPredicate = () => true
    ;(credentials as BasicCredentials).processDerivedAuthParams('ccm', 'cn-north-4')
    const client = build(credentials)
    let authorization = ''
    const { httpClient } = client as unknown as {
      httpClient: { sendRequest: (request: { headers: Record<string, string> }) => Promise<unknown> }
    }
    const { sendRequest } = httpClient
    httpClient.sendRequest = (request) => {
      authorization = request.headers['Authorization'] ?? ''
      return sendRequest.call(httpClient, request)
    }
    const listed = await call(client, 'GET', authorities)
    assert.equal(listed.httpStatusCode, 200)
    assert.match(authorization, /^V11-HMAC-SHA256 Credential=/)
  })
})
