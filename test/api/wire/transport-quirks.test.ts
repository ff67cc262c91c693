import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningServer, startServer } from '../running-server.ts'
import { authorities, certificates, issueBody, rootBody } from '../samples.ts'
import { send, sendSigned } from './raw-http.ts'

/** Client contract 2.6: what clients send beside what a server expects. */
describe('transport quirks that a server must survive', () => {
  let server: RunningServer
  let rootId: string

  before(async () => {
    server = await startServer()
    const created = await server.api('POST', authorities, rootBody('Quirk Root'))
    rootId = created.body.ca_id
  })
  after(() => server.close())

  const newCertificate = async (): Promise<string> =>
    (await server.api('POST', certificates, issueBody(rootId))).body.certificate_id

  test('GET with Content-Type: application/json and no body', async () => {
    const answer = await sendSigned(server, 'GET', authorities)
    assert.equal(answer.status, 200, answer.text)
    assert.ok(answer.body.certificate_authorities.some(({ ca_id }: { ca_id: string }) => ca_id === rootId))
  })

  test('GET without any Content-Type', async () => {
    const answer = await sendSigned(server, 'GET', authorities, { unsigned: ['content-type'] })
    assert.equal(answer.status, 200, answer.text)
  })

  test('POST with Content-Type: application/json, content-length 0 and no body', async () => {
    const disabled = await sendSigned(server, 'POST', `${authorities}/${rootId}/disable`, {
      afterSigning: { 'content-length': '0' },
    })
    assert.equal(disabled.status, 204, disabled.text)
    const enabled = await sendSigned(server, 'POST', `${authorities}/${rootId}/enable`, { body: '' })
    assert.equal(enabled.status, 204, enabled.text)
  })

  test('POST of the body null and a newline, as Terraform exports a CA', async () => {
    const answer = await sendSigned(server, 'POST', `${authorities}/${rootId}/export`, { body: 'null\n' })
    assert.equal(answer.status, 200, answer.text)
    assert.match(answer.body.certificate, /^-----BEGIN CERTIFICATE-----/)
  })

  test('POST of null where the body is optional, and where it is not', async () => {
    const id = await newCertificate()
    const revoked = await sendSigned(server, 'POST', `${certificates}/${id}/revoke`, { body: 'null\n' })
    assert.equal(revoked.status, 204, revoked.text)
    const refused = await sendSigned(server, 'POST', certificates, { body: 'null\n' })
    assert.equal(refused.status, 400)
    assert.equal(refused.code, 'PCA.00020001')
  })

  test('{"reason":null} means that no reason was given', async () => {
    const id = await newCertificate()
    const body = '{"reason":null}\n'
    const answer = await sendSigned(server, 'POST', `${certificates}/${id}/revoke`, { body })
    assert.equal(answer.status, 204, answer.text)
  })

  test('a JSON body that ends with a newline', async () => {
    const body = `${JSON.stringify(issueBody(rootId))}\n`
    const answer = await sendSigned(server, 'POST', certificates, { body })
    assert.equal(answer.status, 200, answer.text)
  })

  test('a JSON body with white space that a parser would drop is hashed as it came', async () => {
    const body = `\t${JSON.stringify(issueBody(rootId), null, 4)} \r\n`
    const answer = await sendSigned(server, 'POST', certificates, { body })
    assert.equal(answer.status, 200, answer.text)
  })

  test('GET with the signed body {} of content-length 2, as npm core asks IAM', async () => {
    const answer = await sendSigned(server, 'GET', '/v3/auth/domains', { body: '{}' })
    assert.equal(answer.status, 200, answer.text)
    assert.equal(answer.body.domains[0].id, server.credentials.domain.id)
    const list = await sendSigned(server, 'GET', authorities, { body: '{}' })
    assert.equal(list.status, 200, list.text)
  })

  test('the body of a GET is part of what was signed', async () => {
    const answer = await sendSigned(server, 'GET', '/v3/auth/domains', { body: '{}', sentBody: '{ }' })
    assert.equal(answer.status, 401)
    assert.equal(answer.code, 'APIG.0301')
  })

  test('DELETE with Content-Type: application/json and no body, and with one that is signed', async () => {
    for (const body of [undefined, '{}', 'null\n']) {
      const token = await server.as('nobody')('POST', '/v3/auth/tokens', {
        auth: {
          identity: {
            methods: ['password'],
            password: {
              user: { id: server.credentials.user.id, password: server.credentials.user.password },
            },
          },
        },
      })
      const text = token.headers.get('x-subject-token') ?? ''
      const answer = await sendSigned(server, 'DELETE', '/v3/auth/tokens', {
        ...(body !== undefined && { body }),
        afterSigning: { 'x-subject-token': text },
      })
      assert.equal(answer.status, 204, `body ${body}: ${answer.text}`)
    }
  })

  for (const mediaType of [
    'application/json;charset=utf8',
    'application/json;charset=UTF-8',
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/json ; charset="utf-8"',
  ]) {
    test(`Content-Type: ${mediaType}`, async () => {
      const headers = { 'content-type': mediaType }
      const created = await sendSigned(server, 'POST', certificates, {
        body: JSON.stringify(issueBody(rootId)),
        headers,
      })
      assert.equal(created.status, 200, created.text)
      const listed = await sendSigned(server, 'GET', certificates, { headers })
      assert.equal(listed.status, 200, listed.text)
    })
  }

  for (const [wire, name] of [
    ["x!'()*y", "x!'()*y"],
    ['x%21%27%28%29%2Ay', "x!'()*y"],
    ['x%20y', 'x y'],
    ['x+y', 'x y'],
    ['x%2By', 'x+y'],
    ['%E4%B8%AD', '中'],
    ['~-_.', '~-_.'],
  ] as const) {
    test(`the query value ${wire} verifies and is read as "${name}"`, async () => {
      const { random, database } = server.world
      const project = { id: random.identifier(), name, description: '', isEnabled: true }
      const accountId = server.credentials.domain.id
      const known = await database.read(accountId, ({ directory }) =>
        directory.findProject(accountId, { name }),
      )
      if (!known) {
        await database.write(accountId, ({ directory }) => directory.addProject(accountId, project, 0))
      }
      const signed = `/v3/projects?name=${encodeURIComponent(name)}`
      const answer = await sendSigned(server, 'GET', signed, { sentPath: `/v3/projects?name=${wire}` })
      assert.equal(answer.status, 200, answer.text)
      assert.deepEqual(
        answer.body.projects.map((found: { name: string }) => found.name),
        [name],
      )
    })
  }

  test('an empty query value, a name without =, and && verify', async () => {
    for (const query of ['?name=&limit=1', '?name&limit=1', '?limit=1&&', '?limit=']) {
      const answer = await sendSigned(server, 'GET', `${authorities}${query}`)
      assert.equal(answer.status, 200, `${query}: ${answer.text}`)
    }
  })

  test('a trailing slash of the path is the same path', async () => {
    const answer = await sendSigned(server, 'GET', authorities, { sentPath: `${authorities}/` })
    assert.equal(answer.status, 200, answer.text)
  })

  test('non-ASCII text as \\uXXXX and as UTF-8 says the same', async () => {
    for (const spelling of ['\\u7ae0\\u4e09', '章三']) {
      const text = JSON.stringify(rootBody('NAME')).replace('NAME', spelling)
      const answer = await sendSigned(server, 'POST', authorities, { body: text })
      assert.equal(answer.status, 200, answer.text)
      const shown = await server.api('GET', `${authorities}/${answer.body.ca_id}`)
      assert.equal(shown.body.distinguished_name.common_name, '章三')
    }
  })

  test('X-Language and User-Agent are taken as they come, signed or not', async () => {
    const unsigned = await sendSigned(server, 'GET', authorities, {
      afterSigning: { 'x-language': 'en-us', 'user-agent': 'huaweicloud-usdk-nodejs/3.0' },
    })
    assert.equal(unsigned.status, 200, unsigned.text)
    const signed = await sendSigned(server, 'GET', authorities, { headers: { 'X-Language': 'zh-cn' } })
    assert.equal(signed.status, 200, signed.text)
  })

  test('a chunked body is hashed and read like any other', async () => {
    const body = JSON.stringify(issueBody(rootId))
    const answer = await sendSigned(server, 'POST', certificates, {
      body,
      afterSigning: { 'transfer-encoding': 'chunked' },
    })
    assert.equal(answer.status, 200, answer.text)
  })

  test('answers are JSON with a media type that pagers accept', async () => {
    const answer = await sendSigned(server, 'GET', authorities)
    assert.match(answer.headers['content-type'] ?? '', /^application\/json/)
    const refused = await send(server.base, { path: authorities })
    assert.match(refused.headers['content-type'] ?? '', /^application\/json/)
  })
})
