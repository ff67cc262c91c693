import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningServer, startServer } from '../running-server.ts'
import { authorities, rootBody } from '../samples.ts'
import { signedHeaders } from '../signature.ts'
import { type Signing, sendSigned } from './raw-http.ts'

/** Client contract 2.4 and 2.5: each client signs other headers, and none may be insisted on. */
describe('headers as each client signs and sends them', () => {
  let server: RunningServer
  let strangerAccount: string
  let strangerProject: string
  let ownId: string

  before(async () => {
    server = await startServer()
    const { database, random, clock } = server.world
    await server.addAccount('stranger')
    strangerAccount =
      (await database.read('', ({ directory }) => directory.findAccount({ name: 'stranger' })))?.id ?? ''
    strangerProject = random.identifier()
    await database.write(strangerAccount, ({ directory }) =>
      directory.addProject(
        strangerAccount,
        { id: strangerProject, name: 'ap-southeast-3', description: '', isEnabled: true },
        clock.now(),
      ),
    )
    ownId = (await server.api('POST', authorities, rootBody('Own Root'))).body.ca_id
  })
  after(() => server.close())

  const styles = (): readonly (Signing & { readonly name: string })[] => [
    {
      name: 'Node, GlobalCredentials: content-type;host;x-domain-id;x-sdk-date',
      headers: { 'x-domain-id': server.credentials.domain.id },
      afterSigning: { accept: 'application/json', 'user-agent': 'huaweicloud-usdk-nodejs/3.0' },
    },
    {
      name: 'Node, BasicCredentials: content-type;host;x-project-id;x-sdk-date',
      headers: { 'x-project-id': server.credentials.project.id },
    },
    {
      name: 'Python: every header whose name has no _',
      headers: {
        'user-agent': 'huaweicloud-usdk-python/3.0',
        'x-domain-id': server.credentials.domain.id,
      },
      afterSigning: { accept: '*/*', 'accept-encoding': 'gzip, deflate', connection: 'keep-alive' },
    },
    {
      name: 'Go: neither host nor content-type',
      headers: {
        'user-agent': 'huaweicloud-usdk-go/3.0',
        'x-domain-id': server.credentials.domain.id,
      },
      unsigned: ['host', 'content-type'],
      afterSigning: { 'content-type': 'application/json;charset=utf8', 'accept-encoding': 'gzip' },
    },
    {
      name: 'Terraform: no host, and X-Project-Id and X-Domain-Id after signing',
      headers: {
        accept: 'application/json',
        'user-agent': 'terraform-provider-huaweicloud',
        'x-language': 'en-us',
      },
      unsigned: ['host'],
      afterSigning: {
        'x-project-id': server.credentials.project.id,
        'x-domain-id': server.credentials.domain.id,
      },
    },
    { name: 'X-Sdk-Date and nothing else', unsigned: ['host', 'content-type'] },
    {
      name: 'a signed header that is not sent counts as empty',
      headers: { 'x-security-token': '' },
    },
    { name: 'a header with white space around its value', headers: { 'x-language': '  en-us  ' } },
  ]

  test('all of them are answered', async () => {
    for (const { name, ...style } of styles()) {
      const answer = await sendSigned(server, 'GET', authorities, style)
      assert.equal(answer.status, 200, `${name}: ${answer.text}`)
      assert.ok(answer.text.includes(ownId), name)
      const body = JSON.stringify(rootBody(`Root of ${name.replace(/[^A-Za-z]/g, '').slice(0, 40)}`))
      const created = await sendSigned(server, 'POST', authorities, { ...style, body })
      assert.equal(created.status, 200, `${name}: ${created.text}`)
    }
  })

  for (const algorithm of ['SDK-HMAC-SHA256', 'SDK-HMAC-SM3', 'V11-HMAC-SHA256'] as const) {
    test(`${algorithm} is answered, with a body and a query, and refused with another secret key`, async () => {
      const listed = await sendSigned(server, 'GET', `${authorities}?limit=1&name=Root`, { algorithm })
      assert.equal(listed.status, 200, listed.text)
      const body = JSON.stringify(rootBody(`Root by ${algorithm}`))
      const created = await sendSigned(server, 'POST', authorities, { algorithm, body })
      assert.equal(created.status, 200, created.text)
      const secretKey = `${server.credentials.secret_key}x`
      const forged = await sendSigned(server, 'POST', authorities, { algorithm, body, secretKey })
      assert.equal(forged.status, 401)
      assert.equal(forged.code, 'APIG.0301')
      const altered = await sendSigned(server, 'POST', authorities, { algorithm, body, sentBody: `${body} ` })
      assert.equal(altered.status, 401)
    })
  }

  for (const [region, service] of [
    ['globe', 'ccm'],
    ['cn-north-4', 'scm'],
    ['myhuaweicloud.com', 'x'],
  ] as const) {
    test(`V11 takes any scope that was signed: ${region}/${service}`, async () => {
      const style = { algorithm: 'V11-HMAC-SHA256', region, service } as const
      const answer = await sendSigned(server, 'GET', authorities, style)
      assert.equal(answer.status, 200, answer.text)
    })
  }

  test('V11 with the scope of another region than was signed is refused', async () => {
    const { access_key: accessKey, secret_key: secretKey } = server.credentials
    const url = server.base + authorities
    const algorithm = 'V11-HMAC-SHA256'
    const headers = signedHeaders({
      method: 'GET',
      url,
      accessKey,
      secretKey,
      at: server.clock.now(),
      algorithm,
    })
    const authorization = headers['authorization']?.replace('/cn-north-4/', '/cn-north-5/') ?? ''
    assert.notEqual(authorization, headers['authorization'])
    const response = await fetch(url, { headers: { ...headers, authorization } })
    assert.equal(response.status, 401)
  })

  describe('X-Domain-Id and X-Project-Id select within the account and never grant', () => {
    const withHeaders = async (headers: Record<string, string>) => {
      const signed = await sendSigned(server, 'GET', authorities, { headers })
      const unsigned = await sendSigned(server, 'GET', authorities, { afterSigning: headers })
      return [signed, unsigned]
    }

    test('the own account and project, signed and unsigned', async () => {
      const { domain, project } = server.credentials
      const both = { 'x-domain-id': domain.id, 'x-project-id': project.id }
      for (const answer of await withHeaders(both)) assert.equal(answer.status, 200, answer.text)
    })

    test('empty ones count as absent', async () => {
      const answers = await withHeaders({ 'x-domain-id': '', 'x-project-id': '' })
      for (const answer of answers) assert.equal(answer.status, 200, answer.text)
    })

    test("another account's, an unknown one, and another account's project are refused alike", async () => {
      const refused = [
        ...(await withHeaders({ 'x-domain-id': strangerAccount })),
        ...(await withHeaders({ 'x-domain-id': 'f'.repeat(32) })),
        ...(await withHeaders({ 'x-project-id': strangerProject })),
        ...(await withHeaders({ 'x-project-id': 'f'.repeat(32) })),
      ]
      for (const answer of refused) {
        assert.equal(answer.status, 401, answer.text)
        assert.equal(answer.code, 'PCA.00010004')
        assert.equal(answer.text, refused[0]?.text, 'an unknown one and a foreign one can be told apart')
      }
    })

    test('a foreign X-Domain-Id does not create anything', async () => {
      const before = await server.api('GET', authorities)
      const body = JSON.stringify(rootBody('Nobodys Root'))
      const afterSigning = { 'x-domain-id': strangerAccount }
      const answer = await sendSigned(server, 'POST', authorities, { body, afterSigning })
      assert.equal(answer.status, 401)
      assert.equal((await server.api('GET', authorities)).body.total, before.body.total)
    })
  })
})
