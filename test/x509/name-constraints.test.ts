import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { readCertificate } from '../../src/x509/certificate.ts'
import { craftedCertificate, extension } from './crafted.ts'
import { hex, refuses } from './der.ts'

const read = (value: string) =>
  readCertificate(craftedCertificate({ extensions: [extension('2.5.29.30', hex(value))] })).nameConstraints

/** Octets by hand, from RFC 5280 §4.2.1.10. */
suite('name constraints of a certificate', () => {
  test('every kind that we issue, on either side', () => {
    assert.deepEqual(read('3012 a008 3006 8204 61 2e 62 63 a106 3004 8102 40 61'), {
      permitted: [{ type: 'DNS', value: 'a.bc' }],
      excluded: [{ type: 'EMAIL', value: '@a' }],
    })
    assert.deepEqual(read('300e a00c 300a 8708 0a000000 ff000000'), {
      permitted: [{ type: 'IP', octets: [10, 0, 0, 0], mask: [255, 0, 0, 0] }],
      excluded: [],
    })
    assert.deepEqual(read('3015 a113 3011 a40f 300d 310b 3009 0603 550406 1302 434e'), {
      permitted: [],
      excluded: [{ type: 'DIRECTORY', name: [['2.5.4.6=cn']] }],
    })
  })

  test('kinds that we never issue are left out; minimum and maximum are stepped over', () => {
    assert.deepEqual(read('300c a00a 3008 8803 2a0304 8001 00'), {
      permitted: [],
      excluded: [],
    })
    assert.deepEqual(read('300a a008 3006 8201 61 8001 00'), {
      permitted: [{ type: 'DNS', value: 'a' }],
      excluded: [],
    })
  })

  test('none at all', () => assert.deepEqual(read('3000'), { permitted: [], excluded: [] }))

  for (const [what, value, reason] of [
    ['no sequence', '0500', /./],
    ['an address without mask', '300a a008 3006 8704 0a000000', /network/],
    ['a domain outside ASCII', '3007 a005 3003 8201 ff', /ascii/],
    ['a subtree without a base', '3004 a002 3000', /./],
    ['something behind', '3002 0500', /./],
  ] as const) {
    test(`refused: ${what}`, () => refuses(() => read(value), reason))
  }
})
