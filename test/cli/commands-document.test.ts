import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { commandsDocument } from './commands-document.ts'

test('docs/cli.md has every command', () => {
  const file = 'docs/cli.md'
  if (process.env['CHANCERY_WRITE_DOCS'] === 'true') writeFileSync(file, commandsDocument())
  assert.equal(readFileSync(file, 'utf8'), commandsDocument())
})
