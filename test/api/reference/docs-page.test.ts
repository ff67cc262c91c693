import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { Schema } from '../../../src/http/reference/open-api.ts'
import { freePort, type RunningServer, startServer } from '../running-server.ts'
import { type DocumentedOperation, fetchDocument, operationsOf } from './documented-api.ts'
import { attributesOf, elementsOf, textOf } from './markup.ts'

/** Names of properties, at every depth. */
const namesIn = ({ properties = {}, items, anyOf = [], oneOf = [] }: Schema): string[] => [
  ...Object.keys(properties),
  ...[...Object.values(properties), ...(items ? [items] : []), ...anyOf, ...oneOf].flatMap(namesIn),
]

describe('GET /docs', () => {
  let server: RunningServer
  let pkiBase: string
  let page: string
  let headers: Headers
  let operations: DocumentedOperation[]

  before(async () => {
    pkiBase = `http://127.0.0.1:${await freePort()}`
    server = await startServer({ 'pki-listen': pkiBase })
    const answer = await server.as('nobody')('GET', '/docs')
    assert.equal(answer.status, 200)
    page = answer.bytes.toString()
    headers = answer.headers
    operations = operationsOf(await fetchDocument(server))
  })
  after(() => server.close())

  const articleOf = ({ operationId }: DocumentedOperation) => {
    const [, article = ''] = new RegExp(`<article id="${operationId}"(.*?)</article>`, 's').exec(page) ?? []
    return textOf(article)
  }

  test('is for anyone, on the listener of the API only', async () => {
    assert.equal(headers.get('content-type'), 'text/html; charset=utf-8')
    assert.equal((await fetch(`${pkiBase}/docs`)).status, 404)
  })

  test('has every operation: method, path, summary, permission', () => {
    assert.equal(page.match(/<article /g)?.length, operations.length)
    for (const operation of operations) {
      const article = articleOf(operation)
      const { method, path, summary, operationId, 'x-action': action = 'none; ' } = operation
      for (const part of [`${method} ${path}`, summary, operationId, action]) {
        assert.ok(article.includes(part), `${operationId}: ${part}`)
      }
    }
  })

  test('has every parameter, field and error code of an operation', () => {
    for (const operation of operations) {
      const article = articleOf(operation)
      const { operationId, parameters = [], requestBody, responses } = operation
      const contents = [requestBody, ...Object.values(responses)].map((part) => part?.content)
      const names = contents.flatMap((content) => namesIn(content?.['application/json']?.schema ?? {}))
      const codes = Object.values(responses).flatMap((response) => response['x-error-codes'] ?? [])
      for (const part of [...parameters.map(({ name }) => name), ...names, ...codes]) {
        assert.ok(article.includes(part), `${operationId}: ${part}`)
      }
    }
  })

  test('needs nothing but itself: no script, nothing fetched, no address outside', () => {
    const names = elementsOf(page).map(({ name }) => name)
    for (const name of ['script', 'link', 'img', 'iframe', 'object', 'embed', 'form', 'base', 'svg']) {
      assert.ok(!names.includes(name), name)
    }
    for (const [name, value] of attributesOf(page)) {
      assert.doesNotMatch(name, /^(on.*|src|srcset|style|action|srcdoc)$/)
      if (name === 'href') assert.match(value, /^(#.+|\/openapi\.json)$/)
    }
    assert.doesNotMatch(page, /url\(|@import/)
  })

  test('its policy allows its own style, by its hash, and nothing else', () => {
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(page) ?? []
    const hash = createHash('sha256').update(style).digest('base64')
    assert.equal(
      headers.get('content-security-policy'),
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    )
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.equal(headers.get('referrer-policy'), 'no-referrer')
    assert.match(style, /prefers-color-scheme: dark/)
  })

  test('every element is closed where it should be, every id is there once, every link leads somewhere', () => {
    elementsOf(page)
    const ids = attributesOf(page).flatMap(([name, value]) => (name === 'id' ? [value] : []))
    assert.equal(new Set(ids).size, ids.length)
    const targets = attributesOf(page).flatMap(([name, value]) =>
      (name === 'href' && value.startsWith('#')) || name === 'aria-labelledby'
        ? [value.replace(/^#/, '')]
        : [],
    )
    for (const target of targets) assert.ok(ids.includes(target), target)
  })

  test('speaks to those who hear it: language, one h1, levels without gaps, heads of tables', () => {
    assert.match(page, /<html lang="en">/)
    const levels = elementsOf(page).flatMap(({ name }) => (/^h[1-6]$/.test(name) ? [Number(name[1])] : []))
    assert.deepEqual(
      levels.filter((level) => level === 1),
      [1],
    )
    for (const [index, level] of levels.entries())
      assert.ok(level <= (levels[index - 1] ?? 0) + 1, `heading ${index}`)
    assert.equal(page.match(/<table>/g)?.length, page.match(/<caption>/g)?.length)
    for (const [, attributes] of page.matchAll(/<th\b([^>]*)>/g))
      assert.match(attributes ?? '', /scope="(col|row)"/)
  })
})
