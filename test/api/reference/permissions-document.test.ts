import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { permissionsDocument } from './permissions-document.ts'

const file = join(import.meta.dirname, '../../../docs/permissions.md')

test('docs/permissions.md is what the operations declare', () => {
  if (process.env['CHANCERY_WRITE_DOCS'] === 'true') writeFileSync(file, permissionsDocument())
  assert.equal(readFileSync(file, 'utf8'), permissionsDocument())
})
