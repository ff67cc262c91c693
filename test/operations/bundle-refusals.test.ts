import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { lendBundleKey } from '../../src/crypto/bundle-key.ts'
import type { RunningIssuer } from '../../src/crypto/issuer.ts'
import type { KeyBundle } from '../../src/domain/ports/key-exporter.ts'
import { encodePem } from '../../src/x509/pem.ts'
import { bundleOf, sampleKey, startExporter } from './key-bundles.ts'
import { whileAlive } from './threads.ts'

describe('bundles that can not be exported', () => {
  const bundle = bundleOf(sampleKey('EC256'), 2, 'secret-1')
  const other = bundleOf(sampleKey('RSA2048'), 2, 'secret-1')
  const [chainDer = new Uint8Array()] = bundle.chainDers
  let exporter: RunningIssuer
  before(() => {
    exporter = startExporter('modern')
  })
  after(() => exporter.close())

  /** Refused by both forms, with this code; and what is right is still exported after it. */
  const refuses = (changes: Partial<KeyBundle>, code: string) =>
    whileAlive(async () => {
      const changed = { ...bundle, ...changes }
      await assert.rejects(exporter.exportPkcs12(changed), { code })
      await assert.rejects(exporter.exportJavaKeyStore({ ...changed, createdAt: 0 }), { code })
      await exporter.exportPkcs12(bundle)
      await exporter.exportJavaKeyStore({ ...bundle, createdAt: 0 })
    })

  const reason = 'must be at least one character, without nul and lone surrogates'
  for (const password of ['', 'secret\0', '\0', 'lone \ud842 surrogate', '\udfb7']) {
    test(`the password ${JSON.stringify(password)}`, async () => {
      await refuses({ password }, 'parameter-invalid')
      await assert.rejects(exporter.exportPkcs12({ ...bundle, password }), {
        facts: { parameter: 'password', reason },
      })
    })
  }

  test('a certificate that is none, cut short, too long, or PEM', async () => {
    const { certificateDer: whole } = bundle
    const pem = Buffer.from(encodePem('CERTIFICATE', whole))
    const longer = Buffer.concat([whole, Buffer.of(0)])
    for (const certificateDer of [new Uint8Array(), whole.subarray(0, -1), longer, pem]) {
      await refuses({ certificateDer }, 'certificate-processing-failed')
      await refuses({ chainDers: [chainDer, certificateDer] }, 'certificate-processing-failed')
    }
  })

  test('the key of another certificate', async () => {
    await refuses({ certificateDer: other.certificateDer }, 'key-processing-failed')
    await refuses({ certificateDer: chainDer }, 'key-processing-failed')
    await refuses({ key: other.key }, 'key-processing-failed')
  })

  test('a key that does not open', async () => {
    const { record, sealed } = bundle.key
    await refuses({ key: { record: 'another', sealed } }, 'key-processing-failed')
    await refuses({ key: { record, sealed: sealed.subarray(0, -1) } }, 'key-processing-failed')
    await refuses({ key: { record, sealed: new Uint8Array() } }, 'key-processing-failed')
  })
})

describe('the key of a bundle, opened', () => {
  const bundle = bundleOf(sampleKey('EC256'), 0, 'secret-1')
  const lending = (privateKeyInfoDer: Uint8Array) => ({
    seal: () => bundle.key,
    unseal: () => privateKeyInfoDer,
  })

  test('is wiped when it was used', () => {
    const opened = Uint8Array.from(sampleKey('EC256'))
    const seen = lendBundleKey(lending(opened), bundle, (key) => Uint8Array.from(key))
    assert.deepEqual(seen, Uint8Array.from(sampleKey('EC256')))
    assert.ok(opened.every((octet) => octet === 0))
  })

  test('is wiped when its use fails, and when it is not lent', () => {
    for (const key of [sampleKey('EC256'), sampleKey('EC384')]) {
      const opened = Uint8Array.from(key)
      assert.throws(() => {
        lendBundleKey(lending(opened), bundle, () => {
          throw new Error('no room')
        })
      })
      assert.ok(opened.every((octet) => octet === 0))
    }
  })
})
