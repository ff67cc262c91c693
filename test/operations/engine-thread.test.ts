import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, randomBytes, X509Certificate } from 'node:crypto'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { EngineThread } from '../../src/crypto/engine-thread.ts'
import { type RunningIssuer, startIssuer } from '../../src/crypto/issuer.ts'
import { openVault } from '../../src/crypto/vault.ts'
import type { CertificateProfile } from '../../src/domain/model/certificate-profile.ts'
import { serialNumberOf } from '../../src/domain/model/serial-number.ts'
import { fates, whileAlive } from './threads.ts'

const dataKeys = new Map([[1, randomBytes(32)]])
const vault = openVault(dataKeys)
const makeKey = (record: string) => ({ kind: 'make-key', subjectKey: { generate: 'EC256', record } }) as const

const profile = (changes: Partial<CertificateProfile> = {}): CertificateProfile => ({
  kind: 'root',
  serialNumber: serialNumberOf(randomBytes(16)),
  subject: {
    country: null,
    state: null,
    locality: null,
    organization: null,
    organizationalUnit: null,
    commonName: 'Engine Root',
  },
  validity: { notBefore: Date.UTC(2026, 0, 1), notAfter: Date.UTC(2027, 0, 1) },
  signatureHash: 'SHA256',
  pathLength: null,
  keyUsages: ['digitalSignature', 'keyCertSign', 'cRLSign'],
  extendedKeyUsages: [],
  alternativeNames: [],
  customizedExtension: null,
  issuerUrls: [],
  ...changes,
})

describe('the engine behind a thread', () => {
  let engine: EngineThread

  beforeEach(() => {
    engine = new EngineThread(dataKeys)
  })
  afterEach(() => engine.close())

  test('more tasks than a batch holds are all answered, each with its own', () =>
    whileAlive(async () => {
      const records = Array.from({ length: 150 }, (_, index) => `key/${index}`)
      const made = await Promise.all(records.map((record) => engine.perform(makeKey(record))))
      for (const [index, { publicKeyDer, sealedKey }] of made.entries()) {
        assert.equal(sealedKey.record, records[index])
        const privateKey = createPrivateKey({
          key: Buffer.from(vault.unseal(sealedKey)),
          format: 'der',
          type: 'pkcs8',
        })
        const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
        assert.deepEqual(Buffer.from(publicKeyDer), publicKey)
      }
      assert.equal(
        new Set(made.map(({ publicKeyDer }) => Buffer.from(publicKeyDer).toString('hex'))).size,
        150,
      )
    }))

  test('a task that fails fails alone, with the code of its fault', () =>
    whileAlive(async () => {
      const good = vault.seal('good', randomBytes(8))
      const { sealedKey } = await engine.perform(makeKey('exported'))
      const moved = { record: 'elsewhere', sealed: sealedKey.sealed }
      const cut = { record: sealedKey.record, sealed: sealedKey.sealed.subarray(0, 40) }
      const answers = await fates(
        [
          engine.perform({ kind: 'export-key', key: sealedKey }),
          engine.perform({ kind: 'export-key', key: moved }),
          engine.perform({ kind: 'export-key', key: sealedKey }),
          engine.perform({ kind: 'export-key', key: cut }),
          engine.perform({ kind: 'export-key', key: good }),
          engine.perform({ kind: 'export-key', key: sealedKey }),
        ],
        5_000,
      )
      const pem = answers[0]
      assert.match(String(pem), /^-----BEGIN EC PRIVATE KEY-----\n/)
      const failed = 'key-processing-failed'
      assert.deepEqual(answers, [pem, failed, pem, failed, failed, pem])
    }))

  test('what the lint finds fault with is not signed, and the message says why', () =>
    whileAlive(async () => {
      const subjectKey = { generate: 'EC256', record: 'root/key' } as const
      await assert.rejects(
        engine.perform({ kind: 'issue', profile: profile({ keyUsages: ['digitalSignature'] }), subjectKey }),
        { code: 'certificate-processing-failed', message: /RFC 5280 §4\.2\.1\.3/ },
      )
      const issued = await engine.perform({ kind: 'issue', profile: profile(), subjectKey })
      const certificate = new X509Certificate(issued.certificateDer)
      assert.ok(certificate.verify(certificate.publicKey))
    }))

  test('closing answers what is under way and what waits, and nothing is taken after it', () =>
    whileAlive(async () => {
      await engine.perform(makeKey('warm'))
      const promises = Array.from({ length: 100 }, (_, index) => engine.perform(makeKey(`key/${index}`)))
      // one turn, so that a batch is under way and the rest waits
      await new Promise((resolve) => setImmediate(resolve))
      await engine.close()
      const answers = await fates(promises, 2_000)
      assert.deepEqual(
        answers.filter((fate) => fate === 'waiting').length,
        0,
        'tasks that waited are never answered: who asked hangs',
      )
      await assert.rejects(engine.perform(makeKey('late')))
    }))

  test('closing in the same turn as the first task starts no thread afterwards', () =>
    whileAlive(async () => {
      const { promise, resolve } = Promise.withResolvers<string>()
      const onWorker = () => resolve('a thread was started')
      process.once('worker', onWorker)
      const task = engine.perform(makeKey('first'))
      task.catch(() => undefined)
      await engine.close()
      const outcome = await Promise.race([
        promise,
        fates([task], 1_000).then(([fate]) => (fate === 'waiting' ? 'the task hangs' : 'settled')),
      ])
      process.off('worker', onWorker)
      // ends the thread where one was started, or the test would not end
      await engine.close()
      assert.equal(outcome, 'settled')
    }))

  test('closing twice is closing once', async () => {
    await engine.close()
    await engine.close()
  })
})

describe('the issuer', () => {
  let issuer: RunningIssuer

  beforeEach(() => {
    issuer = startIssuer(dataKeys, { 2048: 0, 4096: 0 }, 'modern')
  })
  afterEach(() => issuer.close())

  test('makes a key of every algorithm, sealed for its record', () =>
    whileAlive(async () => {
      for (const [algorithm, type, detail] of [
        ['EC256', 'ec', { namedCurve: 'prime256v1' }],
        ['EC384', 'ec', { namedCurve: 'secp384r1' }],
        ['RSA2048', 'rsa', { modulusLength: 2048, publicExponent: 65_537n }],
      ] as const) {
        const { sealedKey, publicKeyDer } = await issuer.makeKey(algorithm, `of/${algorithm}`)
        const key = createPublicKey({ key: Buffer.from(publicKeyDer), format: 'der', type: 'spki' })
        assert.equal(key.asymmetricKeyType, type)
        assert.deepEqual({ ...key.asymmetricKeyDetails }, detail)
        assert.equal(sealedKey.record, `of/${algorithm}`)
        const pem = await issuer.exportPem(sealedKey)
        assert.deepEqual(
          createPublicKey(createPrivateKey(pem)).export({ format: 'der', type: 'spki' }),
          Buffer.from(publicKeyDer),
        )
      }
    }))

  test('exports with a password in PBES2, which opens with this password alone', () =>
    whileAlive(async () => {
      const { sealedKey } = await issuer.makeKey('EC256', 'guarded')
      const pem = await issuer.exportPem(sealedKey, 'open sesame')
      assert.match(pem, /^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/)
      createPrivateKey({ key: pem, passphrase: 'open sesame' })
      assert.throws(() => createPrivateKey({ key: pem, passphrase: 'open sesam' }))
    }))

  test('closed, it refuses everything at once', () =>
    whileAlive(async () => {
      await issuer.close()
      const answers = await fates([issuer.makeKey('EC256', 'x'), issuer.makeKey('RSA2048', 'x')], 2_000)
      assert.ok(
        answers.every((fate) => fate === 'unexpected' || fate === 'key-processing-failed'),
        String(answers),
      )
    }))
})
