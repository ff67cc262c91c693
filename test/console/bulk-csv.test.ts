import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  type BulkRow,
  bulkRequest,
  exampleCsv,
  mostRows,
  readBulkCsv,
  writeBulkCsv,
} from '../../console/pages/certificates/bulk-csv.ts'

const namesIn = (text: string) => readBulkCsv(text).map(({ commonName }) => commonName)

suite('a file of certificates to issue', () => {
  test('the example is one', () => {
    const [first] = readBulkCsv(exampleCsv)
    assert.deepEqual(first, {
      line: 2,
      commonName: 'www.example.com',
      names: ['www.example.com', 'example.com'],
      days: 365,
      state: 'waiting',
      certificateId: '',
      reason: '',
    })
  })

  test('columns in any order, what is not known left out, days 365 unless told', () => {
    const [row] = readBulkCsv('owner,days,common_name\nwei,,a.test\n')
    assert.deepEqual([row?.commonName, row?.days, row?.names], ['a.test', 365, []])
  })

  test('quotes, commas and line ends within them, CRLF, a byte order mark, empty lines', () => {
    assert.deepEqual(namesIn('\ufeffcommon_name,days\r\n"a, ""b""",1\r\n\r\n"c\nd",2'), ['a, "b"', 'c\nd'])
  })

  test('a heading without common_name, and too many rows, are refused', () => {
    assert.throws(() => readBulkCsv('name\na.test\n'), /common_name/)
    assert.throws(
      () => readBulkCsv(`common_name\n${'a.test\n'.repeat(mostRows + 1)}`),
      new RegExp(String(mostRows)),
    )
  })

  test('results are read again, and what was issued is not issued twice', () => {
    const rows: readonly BulkRow[] = readBulkCsv('common_name,names\na.test,a.test;b.test\n"x, y",\n').map(
      (row, place) =>
        place === 0
          ? { ...row, state: 'issued', certificateId: 'id-1' }
          : { ...row, state: 'failed', reason: 'PCA.00020101 "no"' },
    )
    const again = readBulkCsv(writeBulkCsv(rows))
    assert.deepEqual(
      again.map(({ commonName, names, state, certificateId }) => ({
        commonName,
        names,
        state,
        certificateId,
      })),
      [
        { commonName: 'a.test', names: ['a.test', 'b.test'], state: 'issued', certificateId: 'id-1' },
        { commonName: 'x, y', names: [], state: 'waiting', certificateId: '' },
      ],
    )
  })

  test('nothing in the results is a formula to a spreadsheet', () => {
    const rows = readBulkCsv('common_name\n=1+1\n')
    assert.match(writeBulkCsv(rows), /\r\n'=1\+1,/)
  })

  test('each name is asked for as what it is', () => {
    const [row] = readBulkCsv('common_name,names\na.test,a.test;10.0.0.1;fe80::1;a@b.test;https://a.test/\n')
    assert.ok(row)
    const choice = { issuerId: 'ca', purposes: ['server_auth'] as const, keyAlgorithm: 'EC256' as const }
    assert.deepEqual(bulkRequest(row, choice).subject_alternative_names, [
      { type: 'DNS', value: 'a.test' },
      { type: 'IP', value: '10.0.0.1' },
      { type: 'IP', value: 'fe80::1' },
      { type: 'EMAIL', value: 'a@b.test' },
      { type: 'URI', value: 'https://a.test/' },
    ])
  })
})
