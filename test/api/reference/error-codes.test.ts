import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { iamErrors } from '../../../src/http/iam-v3/errors.ts'
import { pcaErrors } from '../../../src/http/pca-v1/errors.ts'
import { scmErrors } from '../../../src/http/scm/errors.ts'
import { gatewayErrors } from '../../../src/http/wire/gateway.ts'
import { ownDialect } from '../../../src/http/wire/own-dialect.ts'

const row = /^\| (?<status>\d{3}) \| (?<code>[A-Z]+\.\d+) \| (?<when>[^|]+) \| (?<remedy>[^|]+) \|$/

/** The rows of docs/errors.md that begin with a status. */
const documented = readFileSync('docs/errors.md', 'utf8')
  .split('\n')
  .filter((line) => /^\|\s*\d/.test(line))

const ownErrors = [
  ...['AUDIT', 'HEALTH'].flatMap((prefix) => ownDialect(prefix).errors),
  ...ownDialect('CONNECTION', true).errors,
]
const known = [...gatewayErrors, ...pcaErrors, ...scmErrors, ...iamErrors, ...ownErrors].map(
  ({ status, code }) => `${status} ${code}`,
)

describe('docs/errors.md', () => {
  test('every row has a status, a code, when it comes and what to do', () => {
    for (const line of documented) assert.match(line, row)
  })

  test('has the codes of the tables in src/http, each once, and no others', () => {
    const rows = documented.map((line) => {
      const { status, code } = row.exec(line)?.groups ?? {}
      return `${status} ${code}`
    })
    assert.deepEqual(rows.sort(), known.sort())
    assert.equal(new Set(rows).size, rows.length)
  })
})
