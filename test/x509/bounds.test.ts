import { suite, test } from 'node:test'
import { readCertificate } from '../../src/x509/certificate.ts'
import { readCertificateRequest } from '../../src/x509/certificate-request.ts'
import { defaultLimits } from '../../src/x509/der-reader.ts'
import { readName } from '../../src/x509/name.ts'
import { readOcspRequest } from '../../src/x509/ocsp-request.ts'
import { readOcspResponse } from '../../src/x509/parsed-ocsp-response.ts'
import { readRevocationList } from '../../src/x509/parsed-revocation-list.ts'
import { readPublicKey } from '../../src/x509/public-key.ts'
import { readSignatureAlgorithm } from '../../src/x509/signature-algorithm.ts'
import { attribute, craftedCertificate, craftedRequest, extension, requestFor } from './crafted.ts'
import { element, hex, refuses, within } from './der.ts'

const readers = [
  readCertificate,
  readCertificateRequest,
  readRevocationList,
  readOcspRequest,
  readOcspResponse,
  readName,
  readPublicKey,
  readSignatureAlgorithm,
]

/** `depth` elements inside one another, whose lengths are true; made from the inside out, so backwards. */
function nest(tag: number, depth: number): Uint8Array {
  const backwards: number[] = []
  for (let level = 0; level < depth; level++) {
    const size = backwards.length
    if (size < 0x80) backwards.push(size)
    else if (size < 0x100) backwards.push(size, 0x81)
    else if (size < 0x1_0000) backwards.push(size & 255, size >> 8, 0x82)
    else backwards.push(size & 255, (size >> 8) & 255, (size >> 16) & 255, 0x83)
    backwards.push(tag)
  }
  return Uint8Array.from(backwards).reverse()
}

suite('bounds', () => {
  test('10 MB of nesting is refused at once', () => {
    for (const bomb of [
      nest(0x30, 2_000_000),
      nest(0x31, 2_000_000),
      nest(0xa0, 2_000_000),
      new Uint8Array(10_000_000).fill(0x30),
    ]) {
      for (const read of readers) within(100, () => refuses(() => read(bomb), /longer/))
    }
  })

  test('nesting below the limit of length is refused at once, wherever it stands', () => {
    const deep = nest(0x30, 100_000)
    for (const read of readers) within(100, () => refuses(() => read(deep)))
    within(100, () =>
      refuses(() => readName(element(0x30, element(0x31, attributePair(deep)))), /too deeply/),
    )
    const inAttribute = craftedRequest({ attributes: element(0xa0, attribute('1.2.3', deep)) })
    within(100, () => refuses(() => readCertificateRequest(inAttribute), /too deeply/))
    const asName = requestFor(extension('2.5.29.17', element(0x30, element(0xa0, deep))))
    within(100, () => refuses(() => readCertificateRequest(asName), /too deeply/))
    const asKeyIdentifier = craftedCertificate({
      extensions: [extension('2.5.29.35', element(0x30, element(0xa1, deep)))],
    })
    within(100, () => refuses(() => readCertificate(asKeyIdentifier), /too deeply/))
  })

  test('10,000 alternative names are refused at once', () => {
    const names = element(
      0x30,
      ...Array.from({ length: 10_000 }, (_, index) => element(0x82, `host-${index}.example.com`)),
    )
    const request = requestFor(extension('2.5.29.17', names))
    within(100, () => refuses(() => readCertificateRequest(request), /more than 100/))
    const certificate = craftedCertificate({ extensions: [extension('2.5.29.17', names)] })
    within(200, () => refuses(() => readCertificate(certificate), /too many elements/))
  })

  test('10,000 extensions, attributes or names are refused at once', () => {
    const many = <Item>(make: (index: number) => Item) =>
      Array.from({ length: 10_000 }, (_, index) => make(index))
    const extensions = many((index) => extension(`1.2.3.${index}`, hex('0500')))
    within(200, () => refuses(() => readCertificateRequest(requestFor(...extensions)), /too many/))
    within(200, () => refuses(() => readCertificate(craftedCertificate({ extensions })), /too many/))
    const attributes = element(0xa0, ...many((index) => attribute(`1.2.3.${index}`)))
    within(200, () => refuses(() => readCertificateRequest(craftedRequest({ attributes })), /too many/))
    const names = element(0x30, ...many(() => element(0x31, attributePair(element(0x0c, 'x')))))
    within(200, () => refuses(() => readName(names), /too many/))
  })

  test('lengths that promise more than there is are refused at once', () => {
    for (const length of [
      '84ffffffff',
      '847fffffff',
      '83ffffff',
      '85ffffffffff',
      '88ffffffffffffffff',
      'fe',
      'ff',
      '80',
      '820100',
    ]) {
      for (const tag of ['30', '31', '04', '03', '02', '06', '0c', 'a0', '82']) {
        const bomb = hex(tag + length)
        for (const read of readers) within(100, () => refuses(() => read(bomb)))
        within(100, () => refuses(() => readCertificateRequest(element(0x30, bomb))))
        within(100, () =>
          refuses(() => readCertificateRequest(craftedRequest({ attributes: element(0xa0, bomb) }))),
        )
        within(100, () => refuses(() => readCertificateRequest(requestFor(extension('2.5.29.17', bomb)))))
      }
    }
  })

  test('a single huge value is read or refused in linear time', () => {
    const huge = new Uint8Array(defaultLimits.maximumLength - 1000).fill(0x41)
    within(200, () => readName(element(0x30, element(0x31, attributePair(element(0x0c, huge))))))
    within(200, () => readName(element(0x30, element(0x31, attributePair(element(0x14, huge))))))
    within(200, () => readCertificate(craftedCertificate({ serialNumber: element(2, huge) })))
    within(200, () =>
      refuses(
        () => readCertificate(craftedCertificate({ version: element(0xa0, element(2, huge)) })),
        /too large/,
      ),
    )
    within(200, () =>
      readCertificateRequest(requestFor(extension('2.5.29.17', element(0x30, element(0x82, huge))))),
    )
    within(200, () =>
      refuses(
        () => readCertificateRequest(requestFor(extension('2.5.29.37', element(0x30, element(6, huge))))),
        /too long/,
      ),
    )
  })
})

const attributePair = (value: Uint8Array) => element(0x30, hex('0603550403'), value)
