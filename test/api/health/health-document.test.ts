import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { checksTable, tableEnd, tableStart } from './health-document.ts'

const path = 'docs/health.md'

test('docs/health.md has every check (CHANCERY_WRITE_DOCS=true writes it)', () => {
  const text = readFileSync(path, 'utf8')
  const [before = '', rest = ''] = text.split(tableStart)
  const [table = '', after = ''] = rest.split(tableEnd)
  if (process.env['CHANCERY_WRITE_DOCS'] === 'true')
    writeFileSync(path, before + tableStart + checksTable() + tableEnd + after)
  else assert.equal(table, checksTable())
})
