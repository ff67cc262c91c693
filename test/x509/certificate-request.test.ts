import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { encodeToBeSignedRequest, readCertificateRequest } from '../../src/x509/certificate-request.ts'
import { readPublicKey } from '../../src/x509/public-key.ts'
import { attribute, craftedRequest, extension, extensionRequest, requestFor } from './crafted.ts'
import { element, hex, refuses } from './der.ts'
import { Random, seed } from './random.ts'
import { randomRequest } from './samples.ts'

const alternativeNames = (...names: readonly Uint8Array[]) => extension('2.5.29.17', element(0x30, ...names))
const requested = (...names: readonly Uint8Array[]) =>
  readCertificateRequest(requestFor(alternativeNames(...names))).requested

suite('certificate requests', () => {
  test('come back as they went', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    for (let round = 0; round < 200; round++) {
      const { der, fields, subject, key, algorithm } = randomRequest(random)
      const { signature, ...parsed } = readCertificateRequest(der)
      const usages = fields.requested?.keyUsages ?? []
      assert.ok(signature.length > 60)
      assert.deepEqual(parsed, {
        subjectNameDer: fields.subjectNameDer,
        subject,
        publicKeyDer: key.publicKeyDer,
        publicKey: readPublicKey(key.publicKeyDer),
        signatureAlgorithm: algorithm,
        requested: {
          alternativeNames: [],
          unsupportedAlternativeNames: 0,
          keyUsages: usages.length > 0 ? usages : null,
          extendedKeyUsages: null,
        },
        signedDer: encodeToBeSignedRequest(fields),
      })
    }
  })

  test('ask for alternative names of four kinds; others are counted', () => {
    const { alternativeNames: names, unsupportedAlternativeNames } = requested(
      element(0x82, '*.example.com'),
      element(0xa0, hex('06032a0304a0030c0141')),
      element(0x81, 'a@example.com'),
      element(0x86, 'https://example.com/'),
      element(0x87, [192, 0, 2, 1]),
      element(0xa4, element(0x30)),
      element(0x87, hex('20010db8000000000000000000000001')),
      element(0x88, hex('2a03')),
    )
    assert.equal(unsupportedAlternativeNames, 3)
    assert.deepEqual(names, [
      { type: 'DNS', value: '*.example.com' },
      { type: 'EMAIL', value: 'a@example.com' },
      { type: 'URI', value: 'https://example.com/' },
      { type: 'IP', value: '192.0.2.1', octets: [192, 0, 2, 1] },
      { type: 'IP', value: '2001:db8::1', octets: [...hex('20010db8000000000000000000000001')] },
    ])
  })

  test('show addresses as RFC 5952 has them', () => {
    const cases = {
      '00000000000000000000000000000000': '::',
      '00000000000000000000000000000001': '::1',
      '20010db8000000000001000000000001': '2001:db8::1:0:0:1',
      '20010db8000000010001000100010001': '2001:db8:0:1:1:1:1:1',
      '00010000000000000000000000000000': '1::',
      '20010db8aaaabbbbccccddddeeee00ff': '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ff',
      '00000000000000000000ffffc0000201': '::ffff:192.0.2.1',
      '0001000200030004000500060000ffff': '1:2:3:4:5:6:0:ffff',
    }
    for (const [octets, expected] of Object.entries(cases)) {
      assert.equal(requested(element(0x87, hex(octets))).alternativeNames[0]?.value, expected)
    }
  })

  test('are refused with names that are none', () => {
    const names = [
      element(0x82, hex('c3a4')),
      element(0x82, 'a\0b'),
      element(0x82, 'a\nb'),
      element(0x81, '\x7f'),
      element(0x86, [0xff]),
      element(0x87, [1, 2, 3]),
      element(0x87, [1, 2, 3, 4, 255, 255, 255, 0]),
      element(0xa2, element(0x82, 'a')),
      element(0x89, [1]),
      element(0x0c, 'a'),
      element(0xa4, [0xff]),
    ]
    for (const name of names) refuses(() => requested(name))
    refuses(() => requested(), /missing/)
  })

  test('may ask for 100 alternative names and not for more, of whatever kinds', () => {
    const names = Array.from({ length: 100 }, (_, index) =>
      index % 2 ? element(0x82, 'a') : element(0x88, [42]),
    )
    assert.equal(requested(...names).alternativeNames.length, 50)
    refuses(() => requested(...names, element(0x82, 'a')), /more than 100/)
    refuses(() => requested(...names, element(0x88, [42])), /more than 100/)
  })

  test('ask for usages', () => {
    const der = requestFor(
      extension('2.5.29.15', hex('030205a0')),
      extension('2.5.29.37', hex('300a06082b06010505070301')),
    )
    const { keyUsages, extendedKeyUsages } = readCertificateRequest(der).requested
    assert.deepEqual(keyUsages, ['digitalSignature', 'keyEncipherment'])
    assert.deepEqual(extendedKeyUsages, ['1.3.6.1.5.5.7.3.1'])
  })

  test('may ask for anything else, which is ignored', () => {
    const der = requestFor(
      extension('2.5.29.19', hex('30030101ff'), hex('0101ff')),
      extension('2.5.29.30', hex('ff')),
      extension('1.2.3.4', new Uint8Array()),
    )
    const nothing = {
      alternativeNames: [],
      unsupportedAlternativeNames: 0,
      keyUsages: null,
      extendedKeyUsages: null,
    }
    assert.deepEqual(readCertificateRequest(der).requested, nothing)
  })

  test('are refused when an extension or the asking comes twice', () => {
    const names = alternativeNames(element(0x82, 'a'))
    const ask = extensionRequest(names)
    const password = attribute('1.2.840.113549.1.9.7', element(0x0c, 'secret'))
    const withAttributes =
      (...attributes: readonly Uint8Array[]) =>
      () =>
        readCertificateRequest(craftedRequest({ attributes: element(0xa0, ...attributes) }))
    assert.equal(withAttributes(password, ask, password)().requested.alternativeNames.length, 1)
    refuses(() => readCertificateRequest(requestFor(names, names)), /2\.5\.29\.17 twice/)
    refuses(withAttributes(ask, ask), /asked for twice/)
    refuses(withAttributes(extensionRequest(), password, extensionRequest()), /asked for twice/)
    refuses(withAttributes(attribute('1.2.840.113549.1.9.14')), /missing/)
    refuses(withAttributes(attribute('1.2.840.113549.1.9.14', element(0x30), element(0x30))), /trailing/)
    refuses(withAttributes(attribute('1.2.3', hex('0402ff'))), /beyond/)
    refuses(withAttributes(hex('0500')), /tag/)
  })

  test('have version 0 and may lack attributes', () => {
    refuses(() => readCertificateRequest(craftedRequest({ version: hex('020101') })), /version/)
    readCertificateRequest(craftedRequest({ attributes: new Uint8Array() }))
    refuses(() => readCertificateRequest(craftedRequest({ attributes: hex('a100') })), /tag/)
    refuses(() => readCertificateRequest(craftedRequest({ signature: hex('03020780') })), /broken number/)
  })
})
