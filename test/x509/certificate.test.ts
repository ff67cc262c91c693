import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type KeyUsage, keyUsages } from '../../src/domain/model/key-usage.ts'
import { encodeToBeSignedCertificate, readCertificate } from '../../src/x509/certificate.ts'
import { readPublicKey } from '../../src/x509/public-key.ts'
import { type CraftedCertificate, craftedCertificate, extension } from './crafted.ts'
import { element, hex, refuses } from './der.ts'
import { Random, seed } from './random.ts'
import { bareExtensions, randomCertificate, randomExtensions } from './samples.ts'

const read = (parts: CraftedCertificate) => readCertificate(craftedCertificate(parts))
const readExtension = (dotted: string, value: string) => read({ extensions: [extension(dotted, hex(value))] })

suite('certificates', () => {
  test('come back as they went', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    for (let round = 0; round < 200; round++) {
      const { der, fields, subject, key } = randomCertificate(random)
      const { extensions } = fields
      const { signature, signedDer, ...parsed } = readCertificate(der)
      assert.deepEqual(signedDer, encodeToBeSignedCertificate(fields))
      assert.ok(signature.length > 60)
      assert.deepEqual(parsed, {
        serialNumber: fields.serialNumber,
        signatureAlgorithm: fields.signatureAlgorithm,
        issuerNameDer: fields.issuerNameDer,
        subjectNameDer: fields.subjectNameDer,
        subject,
        notBefore: fields.notBefore,
        notAfter: fields.notAfter,
        publicKeyDer: key.publicKeyDer,
        publicKey: readPublicKey(key.publicKeyDer),
        ...extensions.basicConstraints,
        keyUsages: extensions.keyUsages.length > 0 ? extensions.keyUsages : null,
        extendedKeyUsages: extensions.extendedKeyUsages?.identifiers ?? null,
        subjectKeyIdentifier: extensions.subjectKeyIdentifier,
        authorityKeyIdentifier: extensions.authorityKeyIdentifier,
        alternativeNames: extensions.alternativeNames,
        nameConstraints: null,
      })
    }
  })

  test('cannot be written with what their fields cannot hold', () => {
    const { fields, authority, key } = randomCertificate(new Random(1))
    const write = (overrides: object) => () =>
      encodeToBeSignedCertificate({
        ...fields,
        extensions: { ...randomExtensions(new Random(1), authority, key), ...overrides },
      })
    refuses(write({ alternativeNames: [{ type: 'DNS', value: 'bücher.example' }] }), /ascii/)
    refuses(write({ customized: { objectIdentifier: '1', value: '' } }), /object identifier/)
    refuses(write({ customized: { objectIdentifier: '1.2.3', value: '\udc00' } }), /surrogate/)
    refuses(
      write({ extendedKeyUsages: { identifiers: ['serverAuth'], isCritical: false } }),
      /object identifier/,
    )
    refuses(() => encodeToBeSignedCertificate({ ...fields, notAfter: Number.NaN }), /time/)
    refuses(
      () => encodeToBeSignedCertificate({ ...fields, signatureAlgorithm: { family: 'RSA', hash: 'SHA1' } }),
      /unknown signature algorithm/,
    )
  })

  test('have a basicConstraints whatever else they lack', () => {
    const { fields } = randomCertificate(new Random(1))
    const der = encodeToBeSignedCertificate({ ...fields, extensions: bareExtensions })
    assert.equal(der.subarray(-18).toHex(), 'a310300e300c0603551d130101ff04023000')
  })

  test('have their usages in as few bits as will do', () => {
    const { fields } = randomCertificate(new Random(1))
    const written = (...usages: readonly KeyUsage[]) => {
      const extensions = { ...bareExtensions, keyUsages: usages }
      return encodeToBeSignedCertificate({ ...fields, extensions })
        .toHex()
        .split('0603551d0f0101ff')[1]
    }
    assert.equal(written('digitalSignature'), '040403020780')
    assert.equal(written('digitalSignature', 'keyEncipherment'), '0404030205a0')
    assert.equal(written('cRLSign', 'keyCertSign'), '040403020106')
    assert.equal(written('encipherOnly'), '040403020001')
    assert.equal(written('decipherOnly', 'keyAgreement'), '04050303070880')
    assert.equal(written(...keyUsages), '0405030307ff80')
    assert.equal(written(), undefined)
  })

  test('of versions 1 and 2 are read, and have no extensions', () => {
    const old = read({ version: new Uint8Array() })
    assert.deepEqual([old.isAuthority, old.keyUsages, old.alternativeNames], [false, null, []])
    read({ version: hex('a003020101'), uniqueIdentifiers: hex('8102000182020001') })
    read({ version: hex('a003020102'), extensions: [] })
    refuses(() => read({ version: hex('a003020103') }), /version/)
    refuses(() => read({ version: new Uint8Array(), extensions: [] }), /trailing/)
    refuses(() => read({ version: hex('a003020101'), extensions: [] }), /trailing/)
    refuses(() => read({ end: hex('0500') }))
  })

  test('are refused when an extension comes twice', () => {
    const constraints = extension('2.5.29.19', hex('3000'))
    const unknown = extension('1.2.3.4', hex('ff'))
    read({ extensions: [constraints, unknown] })
    refuses(() => read({ extensions: [constraints, unknown, constraints] }), /2\.5\.29\.19 twice/)
    refuses(() => read({ extensions: [unknown, unknown] }), /1\.2\.3\.4 twice/)
  })

  test('are refused when the two algorithms differ', () => {
    const rsa = hex('300d06092a864886f70d01010b0500')
    refuses(() => read({ innerAlgorithm: rsa }), /one algorithm/)
    refuses(() => read({ innerAlgorithm: hex('3000') }), /one algorithm/)
  })

  test('are refused with broken fields', () => {
    refuses(() => read({ serialNumber: hex('0201ff') }), /negative/)
    refuses(() => read({ serialNumber: hex('02020001') }), /needless/)
    refuses(() => read({ issuer: hex('3003310100') }))
    refuses(() => read({ validity: element(0x30, element(0x17, '250101000000Z')) }), /missing/)
    refuses(() => read({ validity: element(0x30, element(0x17, '250101000000Z'), hex('0500')) }), /tag/)
    refuses(() => readCertificate(Uint8Array.from([...craftedCertificate(), 0])), /trailing/)
  })

  test('are read with what is no DER but common', () => {
    assert.equal(readExtension('2.5.29.19', '3003010100').isAuthority, false)
    const explicit = extension('2.5.29.14', hex('04020102'), hex('010100'))
    assert.deepEqual(read({ extensions: [explicit] }).subjectKeyIdentifier, hex('0102'))
    assert.deepEqual(readExtension('2.5.29.15', '03020080').keyUsages, ['digitalSignature'])
    assert.deepEqual(readExtension('2.5.29.15', '030100').keyUsages, [])
  })

  test('are read for each extension', () => {
    const constraints = ({ isAuthority, pathLength }: ReturnType<typeof read>) => [isAuthority, pathLength]
    assert.deepEqual(constraints(readExtension('2.5.29.19', '30060101ff020100')), [true, 0])
    assert.deepEqual(constraints(readExtension('2.5.29.19', '30070101ff02020100')), [true, 256])
    assert.deepEqual(readExtension('2.5.29.15', '0303070480').keyUsages, ['keyCertSign', 'decipherOnly'])
    assert.equal(readExtension('2.5.29.35', '3003820101').authorityKeyIdentifier, null)
    assert.deepEqual(readExtension('2.5.29.35', '3006800101820101').authorityKeyIdentifier, hex('01'))
    const cases: readonly [string, string][] = [
      ['2.5.29.19', '0500'],
      ['2.5.29.19', '30060101ff0201ff'],
      ['2.5.29.19', '30080101ff020100 0500'],
      ['2.5.29.15', '030206a5'],
      ['2.5.29.15', '0400'],
      ['2.5.29.37', '3000'],
      ['2.5.29.37', '30020600'],
      ['2.5.29.14', '0401'],
      ['2.5.29.14', '04010000'],
      ['2.5.29.35', '300480010182'],
      ['2.5.29.17', '3000'],
    ]
    for (const [dotted, value] of cases) refuses(() => readExtension(dotted, value))
  })
})
