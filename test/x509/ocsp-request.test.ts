import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { readOcspRequest } from '../../src/x509/ocsp-request.ts'
import { extension } from './crafted.ts'
import { element, hex, refuses, within } from './der.ts'
import {
  type CraftedOcspRequest,
  craftedCertId,
  craftedOcspRequest,
  critical,
  nonceExtension,
  oids,
  single,
} from './ocsp-crafted.ts'

const read = (parts: CraftedOcspRequest) => readOcspRequest(craftedOcspRequest(parts))
const readCertId = (...parts: Parameters<typeof craftedCertId>) =>
  read({ requests: [single(craftedCertId(...parts))] }).certIds[0]
const hashes = (size: number) => ({ nameHash: new Uint8Array(size), keyHash: new Uint8Array(size) })

suite('requests to a responder', () => {
  test('name certificates, each as it stands there', () => {
    const sha256 = { hash: oids.sha256, ...hashes(32), serialNumber: hex('020105') }
    const ders = [craftedCertId(), craftedCertId(sha256)]
    const { certIds, nonce, unknownCriticalExtensions } = read({ requests: ders.map((der) => single(der)) })
    assert.deepEqual(certIds, [
      {
        hashAlgorithm: 'SHA1',
        issuerNameHash: new Uint8Array(20).fill(1),
        issuerKeyHash: new Uint8Array(20).fill(2),
        serialNumber: hex('80'),
        der: ders[0],
      },
      {
        hashAlgorithm: 'SHA256',
        issuerNameHash: new Uint8Array(32),
        issuerKeyHash: new Uint8Array(32),
        serialNumber: hex('05'),
        der: ders[1],
      },
    ])
    assert.deepEqual([nonce, unknownCriticalExtensions], [null, []])
  })

  test('may name their hash without parameters, and be by a hash that is not known', () => {
    assert.equal(readCertId({ parameters: new Uint8Array() })?.hashAlgorithm, 'SHA1')
    const unknown = { hash: oids.sha512, ...hashes(64) }
    for (const parameters of ['', '0500', '3003020101']) {
      assert.equal(readCertId({ ...unknown, parameters: hex(parameters) })?.hashAlgorithm, 'unknown')
    }
    refuses(() => readCertId({ ...unknown, parameters: hex('05000500') }), /trailing/)
    refuses(() => readCertId({ parameters: hex('020101') }), /trailing/)
    refuses(() => readCertId({ parameters: hex('050100') }), /null/)
  })

  test('are refused with hashes of another length or no serial number', () => {
    for (const size of [0, 19, 21, 32]) {
      refuses(() => readCertId({ nameHash: new Uint8Array(size) }), /length of its algorithm/)
      refuses(() => readCertId({ keyHash: new Uint8Array(size) }), /length of its algorithm/)
    }
    refuses(() => readCertId({ hash: oids.sha256 }), /length of its algorithm/)
    for (const serialNumber of ['', '0200', '0201ff', '02020001', '0401ff', '020101020101']) {
      refuses(() => readCertId({ serialNumber: hex(serialNumber) }))
    }
    const zero = readCertId({ serialNumber: hex('020100') })
    assert.deepEqual(zero?.serialNumber, hex('00'))
  })

  test('are refused with a serial number that no certificate can have', () => {
    const ofSize = (size: number) => element(2, new Uint8Array(size).fill(0x7f))
    assert.equal(readCertId({ serialNumber: ofSize(20) })?.serialNumber.length, 20)
    // the octet in front is the sign's
    const unsigned = element(2, Uint8Array.from([0, ...new Uint8Array(20).fill(0xff)]))
    assert.equal(readCertId({ serialNumber: unsigned })?.serialNumber.length, 20)
    for (const size of [21, 30_000]) refuses(() => readCertId({ serialNumber: ofSize(size) }), /serial/)
  })

  test('ask about 1 to 16 certificates', () => {
    const requests = (count: number) => Array.from({ length: count }, () => single(craftedCertId()))
    assert.equal(read({ requests: requests(16) }).certIds.length, 16)
    refuses(() => read({ requests: requests(17) }), /more than 16/)
    refuses(() => read({ requests: [] }), /missing/)
    refuses(() => read({ requests: [hex('3000')] }), /missing/)
  })

  test('hold a nonce of 1 to 128 octets; one of any other length is ignored', () => {
    for (const length of [1, 16, 32, 127, 128]) {
      assert.deepEqual(read({ extensions: [nonceExtension(length)] }).nonce, new Uint8Array(length).fill(7))
    }
    for (const length of [0, 129, 10_000]) {
      assert.equal(read({ extensions: [nonceExtension(length)] }).nonce, null)
    }
    refuses(() => read({ extensions: [extension(oids.nonce, hex('0102'))] }))
    refuses(() => read({ extensions: [extension(oids.nonce, hex('04010000'))] }), /trailing/)
    refuses(() => read({ extensions: [nonceExtension(16), nonceExtension(16)] }), /twice/)
  })

  test('tell which extensions may not be ignored', () => {
    const anything = hex('ff')
    const known = [
      nonceExtension(16, critical),
      extension(oids.acceptableResponses, anything, critical),
      extension(oids.preferredAlgorithms, anything),
      extension('1.2.3.4', anything),
    ]
    assert.deepEqual(read({ extensions: known }).unknownCriticalExtensions, [])
    const locator = extension(oids.serviceLocator, anything)
    assert.deepEqual(read({ requests: [single(craftedCertId(), locator)] }).unknownCriticalExtensions, [])
    const marked = [
      extension('1.2.3.4', anything, critical),
      extension(oids.preferredAlgorithms, anything, critical),
    ]
    const markedLocator = extension(oids.serviceLocator, anything, critical)
    assert.deepEqual(
      read({ requests: [single(craftedCertId(), markedLocator)], extensions: marked })
        .unknownCriticalExtensions,
      [oids.serviceLocator, '1.2.3.4', oids.preferredAlgorithms],
    )
    const misplaced = single(craftedCertId(), nonceExtension(16, critical))
    const { nonce, unknownCriticalExtensions } = read({ requests: [misplaced] })
    assert.deepEqual([nonce, unknownCriticalExtensions], [null, [oids.nonce]])
  })

  test('may say who asks, and be signed, which is passed over', () => {
    const requestor = element(0xa1, element(0xa4, element(0x30)))
    const signature = element(0xa0, element(0x30, element(0x30, hex('06032a0304')), hex('03020001')))
    const plain = read({ extensions: [nonceExtension(8)] })
    assert.deepEqual(read({ requestor, signature, extensions: [nonceExtension(8)] }), plain)
    refuses(() => read({ requestor: hex('a100') }), /missing/)
    refuses(() => read({ requestor: element(0xa1, hex('82016182 0162')) }), /trailing/)
    refuses(() => read({ signature: hex('a000') }), /missing/)
    refuses(() => read({ signature: hex('3000') }), /tag/)
    refuses(() => read({ signature: hex('a003300205') }), /beyond/)
    refuses(() => read({ signature: hex('a0023000a0023000') }), /trailing/)
  })

  test('have version 1, said or not', () => {
    assert.deepEqual(read({ version: hex('a003020100') }), read({}))
    refuses(() => read({ version: hex('a003020101') }), /version/)
    refuses(() => read({ version: hex('020100') }), /tag/)
    refuses(() => read({ end: hex('0500') }), /tag/)
    refuses(() => read({ extensions: [], end: hex('0500') }), /trailing/)
    refuses(() => readOcspRequest(new Uint8Array()), /missing/)
    refuses(() => readOcspRequest(Uint8Array.from([...craftedOcspRequest(), 0])), /trailing/)
  })

  test('are refused at once where they are too large, too deep or of too many parts', () => {
    refuses(() => read({ extensions: [extension('1.2.3.4', new Uint8Array(65_536))] }), /longer/)
    assert.equal(read({ extensions: [extension('1.2.3.4', new Uint8Array(65_000))] }).certIds.length, 1)
    let deep: Uint8Array = hex('0500')
    for (let level = 0; level < 5_000; level++) deep = element(0x30, deep)
    within(100, () => refuses(() => read({ requestor: element(0xa1, deep) }), /too deeply/))
    within(100, () => refuses(() => read({ signature: element(0xa0, deep) }), /too deeply/))
    within(100, () => refuses(() => readCertId({ hash: oids.sha512, parameters: deep }), /too deeply/))
    const nulls = new Uint8Array(60_000).map((_, index) => (index % 2 ? 0 : 5))
    const manyParts = element(0xa0, element(0x30, nulls))
    within(100, () => refuses(() => read({ signature: manyParts }), /too many elements/))
    const manyExtensions = Array.from({ length: 4_000 }, (_, index) =>
      extension(`1.2.3.${index}`, new Uint8Array()),
    )
    within(100, () => refuses(() => read({ extensions: manyExtensions }), /too many elements/))
  })
})
