import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Type } from 'typebox'
import type { ApiOperation } from '../../../src/contract/operation.ts'
import { referenceRoutes } from '../../../src/http/reference/routes.ts'
import type { Family } from '../../../src/http/wire/server-parts.ts'
import { attributesOf, elementsOf, textOf } from './markup.ts'

const hostile = `</code></style><script>alert(1)</script><img src=x onerror="alert(2)">'"&amp;\${x}`
const named = { [hostile]: Type.String({ description: hostile, enum: [hostile], violation: hostile }) }

/** The contract is ours, so nothing of this comes from outside; but a mark-up character in it must not break the page. */
const operation: ApiOperation = {
  id: hostile,
  method: 'POST',
  path: `/v1/${hostile}/{x}`,
  summary: hostile,
  action: `${hostile}:${hostile}:${hostile}`,
  params: Type.Object(named),
  query: Type.Object(named),
  headers: Type.Object(named),
  body: {
    alternatives: [{ title: hostile, shape: Type.Object(named), when: {} }],
    choose: () => Type.Object({}),
  },
  success: { status: 200, headers: { [hostile]: hostile }, body: Type.Object(named) },
}

const family: Family = {
  name: hostile,
  dialect: () => ({ status: 500, body: {} }),
  errors: [{ status: 400, code: hostile, message: hostile }],
  generalCode: hostile,
  errorBody: Type.Object({}),
  routes: [{ operation, answer: async () => ({}) }],
}

async function bodyOf(path: string): Promise<string> {
  const routes = referenceRoutes([family], { version: hostile, apiUrl: hostile })
  const origin = { requestId: '1', sourceAddress: '127.0.0.1' }
  const request = { url: path, headers: {}, origin, body: new Uint8Array() }
  const answer = await routes.find((route) => route.path === path)?.answer({}, request)
  return String(answer?.body)
}

describe('text that looks like markup', () => {
  test('is text in the page, wherever it stands', async () => {
    const page = await bodyOf('/docs')
    const names = new Set(elementsOf(page).map(({ name }) => name))
    for (const name of ['script', 'img']) assert.ok(!names.has(name), name)
    for (const [name] of attributesOf(page)) assert.doesNotMatch(name, /^(src|on.*)$/)
    const times = textOf(page).split(hostile).length - 1
    assert.ok(times >= 20, `it is shown ${times} times`)
  })

  test('is text in the document', async () => {
    const document = JSON.parse(await bodyOf('/openapi.json'))
    assert.equal(document.info.version, hostile)
  })
})
