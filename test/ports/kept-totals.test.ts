import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KeptTotals } from '../../src/storage/certificate-list/kept-totals.ts'

test('a total is found for its list and its version only', () => {
  const totals = new KeptTotals()
  totals.keep('list', 3, 17)
  assert.equal(totals.find('list', 3), 17)
  assert.equal(totals.find('list', 4), undefined)
  assert.equal(totals.find('list', 2), undefined)
  assert.equal(totals.find('other', 3), undefined)
  totals.keep('list', 4, 18)
  assert.equal(totals.find('list', 3), undefined)
  assert.equal(totals.find('list', 4), 18)
})

test('a thousand are kept, and what was asked for last stays', () => {
  const totals = new KeptTotals()
  for (let list = 0; list < 1000; list += 1) totals.keep(String(list), 1, list)
  assert.equal(totals.find('0', 1), 0)
  totals.keep('1000', 1, 1000)
  assert.equal(totals.find('0', 1), 0)
  assert.equal(totals.find('1', 1), undefined)
  assert.equal(totals.find('2', 1), 2)
  assert.equal(totals.find('1000', 1), 1000)
})
