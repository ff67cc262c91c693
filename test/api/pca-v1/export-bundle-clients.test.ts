import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { after, before, describe, suite, test } from 'node:test'
import type { HcClient } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js'
import { type RunningServer, startServer } from '../running-server.ts'
import { createTestClock } from '../test-clock.ts'
import { borrowHome, core, loadSdk } from '../vendor-sdk.ts'
import { readZip } from '../zip-reader.ts'
import { exportPath, serverTypes } from './bundles.ts'
import { createRoot, createSubordinate, issue, ok } from './support.ts'

let server: RunningServer
let certificate: string
const giveHomeBack = borrowHome()

before(async () => {
  // the SDK signs with the real time
  server = await startServer({}, createTestClock(Date.now()))
  certificate = await issue(server, await createSubordinate(server, await createRoot(server)))
})
after(async () => {
  await server.close()
  giveHomeBack()
})

/** Client contract 3.4: `ccm_private_certificate_export` sends all four in Go's order, and knows three names. */
suite('Terraform', () => {
  const bodyOf = (type: string, isCompressed: boolean) =>
    `{"is_compressed":${isCompressed},"is_sm_standard":"","password":"","type":"${type}"}\n`

  for (const [type, store] of [
    ['IIS', 'server.pfx'],
    ['TOMCAT', 'server.jks'],
  ] as const) {
    test(`${type}: an archive with ${store} and its password`, async () => {
      const { status, bytes } = await server.api('POST', exportPath(certificate), bodyOf(type, true))
      assert.equal(status, 200)
      const files = readZip(bytes)
      assert.deepEqual([...files.keys()].sort(), ['keystorePass.txt', store])
      assert.ok([...files.values()].every(({ length }) => length > 0))
    })
  }

  for (const type of ['APACHE', 'NGINX', 'OTHER']) {
    test(`${type}: JSON with the three texts, the key in the clear`, async () => {
      const answer = ok(await server.api('POST', exportPath(certificate), bodyOf(type, false)))
      assert.deepEqual(Object.keys(answer).sort(), ['certificate', 'certificate_chain', 'private_key'])
      assert.match(answer.private_key, /^-----BEGIN EC PRIVATE KEY-----\r\n/)
    })
  }
})

/** Client contract 1.2.4, "How each client reads the zip". */
describe(`npm ${core}`, () => {
  let client: HcClient
  before(() => {
    const { ClientBuilder, Global, Region } = loadSdk()
    const { access_key, secret_key, domain } = server.credentials
    const credential = new Global().withAk(access_key).withSk(secret_key).withDomainId(domain.id)
    client = new ClientBuilder((hcClient: HcClient) => hcClient, 'GlobalCredentials')
      .withCredential(credential)
      .withRegion(new Region('cn-north-4', server.base))
      .build()
  })

  const read = async (type: string, responseType: string) =>
    (await client.sendRequest({
      method: 'POST',
      url: '/v1/private-certificates/{certificate_id}/export',
      contentType: 'application/json',
      pathParams: { certificate_id: certificate },
      queryParams: {},
      headers: {},
      data: { type, is_compressed: 'true' },
      axiosRequestConfig: { responseType },
    } as Parameters<HcClient['sendRequest']>[0])) as unknown as { httpStatusCode: number; body: unknown }

  for (const type of serverTypes) {
    test(`${type}, as an array buffer and as a stream`, async () => {
      const whole = await read(type, 'arraybuffer')
      assert.equal(whole.httpStatusCode, 200)
      assert.ok(Buffer.isBuffer(whole.body))
      const streamed = await read(type, 'stream')
      assert.ok(streamed.body instanceof Readable)
      const files = readZip(await buffer(streamed.body))
      assert.deepEqual([...files.keys()], [...readZip(whole.body).keys()])
      assert.ok(files.size >= 2)
    })
  }
})
