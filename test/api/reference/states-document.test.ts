import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { statesEnd, statesStart, statesText } from './states-document.ts'

const path = 'docs/api/scm-v3.md'

test('docs/api/scm-v3.md shows the state machine as it is (CHANCERY_WRITE_DOCS=true writes it)', () => {
  const text = readFileSync(path, 'utf8')
  const [before = '', rest = ''] = text.split(statesStart)
  const [shown = '', after = ''] = rest.split(statesEnd)
  if (process.env['CHANCERY_WRITE_DOCS'] === 'true')
    writeFileSync(path, before + statesStart + statesText() + statesEnd + after)
  else assert.equal(shown, statesText())
})
