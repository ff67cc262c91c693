import assert from 'node:assert/strict'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { OpenApiDocument, OperationObject, Schema } from '../../../src/http/reference/open-api.ts'
import type { ApiAnswer, ApiClient } from '../client.ts'
import type { RunningServer } from '../running-server.ts'

export interface DocumentedOperation extends OperationObject {
  readonly method: string
  readonly path: string
}

export async function fetchDocument(server: RunningServer): Promise<OpenApiDocument> {
  const answer = await server.as('nobody')('GET', '/openapi.json')
  assert.equal(answer.status, 200)
  return answer.body
}

export const operationsOf = ({ paths }: OpenApiDocument): DocumentedOperation[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  )

/** Compares what is sent and what comes back with the document; a keyword that JSON Schema does not know is a fault. */
export function createJudge(document: OpenApiDocument) {
  const ajv = new Ajv2020({ strictTypes: false, strictRequired: false, allErrors: true })
  ajv.addVocabulary(['components', 'x-error-code', 'x-content-error-codes'])
  const operations = operationsOf(document)
  return { compile, operationAt, requestFaults, judged }

  function compile(schema: object) {
    return ajv.compile({ ...schema, components: { schemas: document.components.schemas } })
  }

  function faults(schema: object, value: unknown): string[] {
    const validate = compile(schema)
    return validate(value) ? [] : (validate.errors ?? []).map((error) => JSON.stringify(error))
  }

  function operationAt(method: string, url: string): DocumentedOperation {
    const [path = ''] = url.split('?')
    const isMeant = (operation: DocumentedOperation) =>
      operation.method === method &&
      new RegExp(`^${operation.path.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path)
    // a path without parameters stands before one with
    const [found] = operations
      .filter(isMeant)
      .sort((left, right) => Number(left.path.includes('{')) - Number(right.path.includes('{')))
    assert.ok(found, `${method} ${path} is not documented`)
    return found
  }

  /** What the document has against a request. */
  function requestFaults(method: string, url: string, body?: unknown): string[] {
    const { parameters = [], requestBody } = operationAt(method, url)
    const schema = requestBody?.content['application/json']?.schema
    const given = new URLSearchParams(url.split('?')[1])
    const known = parameters.filter(({ in: place }) => place === 'query')
    return [
      ...[...given].flatMap(([name, text]) => {
        const schema = known.find((parameter) => parameter.name === name)?.schema
        return schema ? faults(schema, queryValue(schema, text)) : [`${name} is not documented`]
      }),
      ...(schema && (body !== undefined || requestBody?.required) ? faults(schema, body) : []),
    ]
  }

  /** A client whose every answer must be as the document says: status, body, headers, code. */
  function judged(api: ApiClient): ApiClient {
    return async (method, url, body, headers) => {
      const answer = await api(method, url, body, headers)
      judgeAnswer(operationAt(method, url), answer)
      return answer
    }
  }

  function judgeAnswer({ operationId, responses }: DocumentedOperation, answer: ApiAnswer): void {
    const response = responses[answer.status]
    const what = `${operationId} ${answer.status} ${answer.bytes.toString().slice(0, 300)}`
    assert.ok(response, `${what}: a status that is not documented`)
    const schema = response.content?.['application/json']?.schema
    assert.deepEqual(schema ? faults(schema, answer.body) : [], [], what)
    if (!response.content) assert.equal(answer.bytes.length, 0, what)
    for (const name of Object.keys(response.headers ?? {}))
      assert.ok(answer.headers.has(name), `${what}: ${name}`)
    const codes = response['x-error-codes']
    assert.equal(codes?.includes(answer.code ?? '') ?? answer.code === undefined, true, what)
  }
}

const queryValue = ({ type }: Schema, text: string) => (type === 'integer' ? Number(text) : text)
