import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { bindOperations } from '../../../src/domain/operations/index.ts'
import { auditFamily } from '../../../src/http/audit-v1/index.ts'
import { connectionsFamily } from '../../../src/http/connections-v1/index.ts'
import { healthFamily } from '../../../src/http/health-v1/index.ts'
import { iamFamily } from '../../../src/http/iam-v3/index.ts'
import { pcaFamily } from '../../../src/http/pca-v1/index.ts'
import type { OpenApiDocument, Schema } from '../../../src/http/reference/open-api.ts'
import { scmV2Family } from '../../../src/http/scm-v2/index.ts'
import { scmFamily } from '../../../src/http/scm-v3/index.ts'
import { freePort, type RunningServer, startServer } from '../running-server.ts'
import { unknownId } from '../samples.ts'
import { createJudge, fetchDocument, operationsOf } from './documented-api.ts'

describe('GET /openapi.json', () => {
  let server: RunningServer
  let document: OpenApiDocument
  let pkiBase: string

  before(async () => {
    pkiBase = `http://127.0.0.1:${await freePort()}`
    server = await startServer({ 'pki-listen': pkiBase })
    document = await fetchDocument(server)
  })
  after(() => server.close())

  test('is OpenAPI 3.1, as a validator that is not ours says', async () => {
    const validator = new Validator()
    const { valid, errors } = await validator.validate(structuredClone({ ...document }))
    assert.ok(valid, JSON.stringify(errors))
    assert.equal(validator.version, '3.1')
  })

  test('an answer that may be a file says which kind, and when', () => {
    const success =
      document.paths['/v1/private-certificates/{certificate_id}/export']?.['post']?.responses['200']
    assert.deepEqual(Object.keys(success?.content ?? {}), ['application/json', 'application/zip'])
    assert.match(success?.description ?? '', /is_compressed/)
  })

  test('is for anyone, as JSON, and always the same', async () => {
    const answers = [1, 2].map(() => server.as('nobody')('GET', '/openapi.json'))
    const [first, second] = await Promise.all(answers)
    assert.equal(first?.headers.get('content-type'), 'application/json; charset=utf-8')
    assert.equal(first?.headers.get('x-content-type-options'), 'nosniff')
    assert.match(first?.headers.get('x-request-id') ?? '', /^[0-9a-f]{32}$/)
    assert.deepEqual(first?.bytes, second?.bytes)
  })

  test('is on the listener of the API only', async () => {
    assert.equal((await fetch(`${pkiBase}/openapi.json`)).status, 404)
  })

  test('says which version answers, and where', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    assert.equal(document.info.version, version)
    assert.deepEqual(document.servers, [{ url: server.base }])
  })

  test('has every route that is registered, and nothing else', () => {
    const { operations } = bindOperations(server.world, () => undefined)
    const families = [
      pcaFamily(operations),
      scmFamily(operations),
      scmV2Family(operations),
      iamFamily(operations, { apiUrl: '', region: '' }),
      auditFamily(operations),
      healthFamily({ readHealth: () => Promise.reject(new Error('not called')), isWatcher: () => false }),
      connectionsFamily(operations),
    ]
    const registered = families.flatMap(({ routes }) =>
      routes.map(({ operation: { id, method, path } }) => `${id} ${method} ${path}`),
    )
    const described = operationsOf(document).map(
      ({ operationId, method, path }) => `${operationId} ${method} ${path}`,
    )
    assert.deepEqual(described.sort(), registered.sort())
  })

  test('every operation is answered by the server, and asks for credentials unless it is open', async () => {
    for (const { method, path, security } of operationsOf(document)) {
      const answer = await server.as('nobody')(method, path.replace(/\{[^}]+\}/g, unknownId))
      const what = `${method} ${path} ${answer.status} ${answer.code}`
      if (security?.length === 0) assert.doesNotMatch(answer.code ?? '', /APIG\.0[13]01/, what)
      else assert.equal(answer.status, 401, what)
    }
  })

  test('names the permission that an operation needs, and the schemes that credentials come by', () => {
    const judge = createJudge(document)
    assert.equal(judge.operationAt('POST', '/v1/private-certificates')['x-action'], 'pca:ca:issueCert')
    assert.equal(judge.operationAt('GET', '/v3/projects')['x-action'], undefined)
    assert.deepEqual(judge.operationAt('POST', '/v3/auth/tokens').security, [])
    assert.deepEqual(document.security, [{ token: [] }, { signature: [] }])
    const { token, signature } = document.components.securitySchemes
    assert.equal(token?.['name'], 'X-Auth-Token')
    assert.equal(signature?.['scheme'], 'SDK-HMAC-SHA256')
  })

  test('every error code that an operation names stands in its responses and in the table of codes', () => {
    const known = document['x-errors'].map(({ status, code }) => `${status} ${code}`)
    for (const { operationId, requestBody, parameters, responses } of operationsOf(document)) {
      for (const [, code] of JSON.stringify([requestBody, parameters]).matchAll(
        /"x-error-code":"([^"]+)"/g,
      )) {
        assert.ok(responses['400']?.['x-error-codes']?.includes(code ?? ''), `${operationId} ${code}`)
      }
      for (const [status, { 'x-error-codes': codes = [] }] of Object.entries(responses)) {
        for (const code of codes)
          assert.ok(known.includes(`${status} ${code}`), `${operationId} ${status} ${code}`)
      }
    }
  })

  test("every schema is plain JSON Schema: the contract's own options don't show", () => {
    const judge = createJudge(document)
    for (const { requestBody, parameters = [], responses } of operationsOf(document)) {
      const contents = [requestBody, ...Object.values(responses)].map((part) => part?.content)
      const schemas = contents.flatMap((content): Schema[] => {
        const schema = content?.['application/json']?.schema
        return schema ? [schema] : []
      })
      for (const schema of [...schemas, ...parameters.map((parameter) => parameter.schema)])
        judge.compile(schema)
    }
    assert.doesNotMatch(
      JSON.stringify(document),
      /"(violation|contentViolations|expectation|blames|allowEmpty)":/,
    )
  })
})
