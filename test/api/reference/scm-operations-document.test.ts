import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import * as certificates from '../../../src/contract/scm-v3/certificates.ts'
import * as notices from '../../../src/contract/scm-v3/notices.ts'
import * as orders from '../../../src/contract/scm-v3/orders.ts'
import * as pushes from '../../../src/contract/scm-v3/pushes.ts'
import * as requests from '../../../src/contract/scm-v3/requests.ts'
import * as tags from '../../../src/contract/scm-v3/tags.ts'
import { pushStates } from '../../../src/domain/model/push.ts'

const document = readFileSync('docs/api/scm-v3.md', 'utf8')
const [, table = ''] = document.split('<!-- operation tests: held by the test of this table -->')
const rows = [...table.matchAll(/^\| ([A-Za-z]+) \| (.+) \|$/gm)]
  .map(([, operation = '', files = '']) => ({
    operation,
    files: [...files.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
  }))
  .filter(({ files }) => files.length > 0)

const modules = [certificates, notices, orders, pushes, requests, tags]
const ids = modules
  .flatMap((module): unknown[] => Object.values(module))
  .flatMap((value) =>
    typeof value === 'object' && value !== null && 'id' in value ? [String(value.id)] : [],
  )
  .map((id) => id.replace(/^Scm/, ''))
/** What the vendor's API does not have. */
const ours = [
  'ListPushes',
  'ListAllPushes',
  'ShowNotificationWebhook',
  'UpdateNotificationWebhook',
  'DeleteNotificationWebhook',
]

describe('docs/api/scm-v3.md', () => {
  test("has each of the vendor's 27 operations with its tests, and no other", () => {
    const vendors = ids.filter((id) => !ours.includes(id))
    assert.equal(vendors.length, 27)
    assert.deepEqual(rows.map(({ operation }) => operation).sort(), vendors.sort())
  })

  for (const { operation, files } of rows) {
    test(`${operation} is judged where it says`, () => {
      for (const file of files) assert.match(readFileSync(file, 'utf8'), /\btest\(/, file)
    })
  }

  test('shows every state of a push, and no other', () => {
    const [, picture = ''] = document.split('<!-- push states: held by a test -->')
    const [shown = ''] = picture.split('<!-- end of push states -->')
    const states = [...shown.matchAll(/^ {4}(\S+) --> ([a-z]+|\[\*\])/gm)].flatMap(([, from, to]) => [
      from,
      to,
    ])
    assert.deepEqual(new Set(states), new Set(['[*]', ...pushStates]))
  })
})
