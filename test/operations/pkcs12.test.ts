import assert from 'node:assert/strict'
import { createHmac, createPrivateKey } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { RunningIssuer } from '../../src/crypto/issuer.ts'
import { derivePkcs12Key } from '../../src/crypto/pkcs12/key-derivation.ts'
import { bundleOf, sampleKey, startExporter } from './key-bundles.ts'
import { decrypt, readAlgorithm, readBags, readPfx, readSafe } from './pkcs12-reader.ts'
import { whileAlive } from './threads.ts'

/** The vectors that implementations have handed on since "smeg" and "queeg", with SHA-1. */
const vectors = `
key smeg 0a58cf64530d823f 1 8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3
iv smeg 0a58cf64530d823f 1 79993dfe048d3b76
key smeg 642b99ab44fb4b1f 1 f3a95fec48d7711e985cfe67908c5ab79fa3d7c5caa5d966
iv smeg 642b99ab44fb4b1f 1 c0a38d64a79bea1d
mac smeg 3d83c0e4546ac140 1 8d967d88f6caa9d714800ab3d48051d63f73a312
key queeg 05dec959acff72f7 1000 ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4
iv queeg 05dec959acff72f7 1000 11dedad7758d4860
key queeg 1682c0fc5b3f7ec5 1000 483dd6e919d7de2e8e648ba8f862f3fbfbdc2bcb2c02957f
iv queeg 1682c0fc5b3f7ec5 1000 9d461d1b00355c50
mac queeg 263216fcc2fab31c 1000 5ec4c7a80df652294c3925b6489a7ab857c83476
`

test('the key derivation of PKCS #12 yields the known vectors', async () => {
  for (const line of vectors.trim().split('\n')) {
    const [purpose, password = '', salt = '', iterations, expected = ''] = line.split(' ')
    const derived = await derivePkcs12Key({
      hash: 'sha1',
      purpose: purpose as 'key' | 'iv' | 'mac',
      password,
      salt: Uint8Array.fromHex(salt),
      iterations: Number(iterations),
      length: expected.length / 2,
    })
    assert.equal(derived.toHex(), expected, line)
  }
})

test('while a key is derived, others get their turn', async () => {
  let turns = 0
  const counting = setInterval(() => turns++, 0)
  const salt = new Uint8Array(8)
  await derivePkcs12Key({
    hash: 'sha256',
    purpose: 'mac',
    password: 'x',
    salt,
    iterations: 20_000,
    length: 32,
  })
  clearInterval(counting)
  assert.ok(turns >= 3, `${turns} turns`)
})

const shroudedKeyBag = '1.2.840.113549.1.12.10.1.2'
const certificateBag = '1.2.840.113549.1.12.10.1.3'
const friendlyName = '1.2.840.113549.1.9.20'
const localKeyId = '1.2.840.113549.1.9.21'

for (const profile of ['modern', 'legacy'] as const) {
  describe(`server.pfx, ${profile}, taken apart`, () => {
    const password = '密码 secret'
    const bundle = bundleOf(sampleKey('EC256'), 2, password)
    let exporter: RunningIssuer
    let octets: Uint8Array
    before(async () => {
      exporter = startExporter(profile)
      octets = await whileAlive(() => exporter.exportPkcs12(bundle))
    })
    after(() => exporter.close())

    test('the MAC is over the content, its key from the password', async () => {
      const { authenticatedSafe, mac } = readPfx(octets)
      const [hash, identifier, length, iterations] =
        profile === 'modern'
          ? (['sha256', '2.16.840.1.101.3.4.2.1', 32, 10_000] as const)
          : (['sha1', '1.3.14.3.2.26', 20, 2_048] as const)
      assert.deepEqual([mac.hash, mac.count, mac.salt.length], [identifier, iterations, 16])
      const key = await derivePkcs12Key({
        hash,
        purpose: 'mac',
        password,
        salt: mac.salt,
        iterations,
        length,
      })
      assert.equal(mac.value.toHex(), createHmac(hash, key).update(authenticatedSafe).digest('hex'))
    })

    test('the key bag is an encrypted PKCS#8 key, with name and identifier', () => {
      const [bag, ...others] = readBags(readSafe(readPfx(octets).authenticatedSafe).keyBags)
      assert.equal(bag?.type, shroudedKeyBag)
      assert.equal(others.length, 0)
      const key = { key: Buffer.from(bag.valueDer), format: 'der', type: 'pkcs8' } as const
      const opened = createPrivateKey({ ...key, passphrase: password })
      assert.deepEqual(opened.export({ format: 'der', type: 'pkcs8' }), Buffer.from(sampleKey('EC256')))
      assert.throws(() => createPrivateKey({ ...key, passphrase: `${password}.` }))
      // BMPString in a SET: 's' 'e' 'r' 'v' 'e' 'r'
      assert.equal(bag.attributes[friendlyName], '310e1e0c007300650072007600650072')
      assert.match(bag.attributes[localKeyId] ?? '', /^31160414[0-9a-f]{40}$/)
    })

    test('the certificates are encrypted in their order, the leaf with the attributes of the key', async () => {
      const { encrypted, keyBags } = readSafe(readPfx(octets).authenticatedSafe)
      const cipher = profile === 'modern' ? 'aes-256-cbc' : 'des-ede3-cbc'
      assert.equal(readAlgorithm(encrypted.algorithmDer).cipher, cipher)
      const bags = readBags(await decrypt(encrypted, password))
      assert.deepEqual(
        bags.map(({ type }) => type),
        [certificateBag, certificateBag, certificateBag],
      )
      const expected = [bundle.certificateDer, ...bundle.chainDers].map((der) => der.toHex())
      for (const [index, { valueDer }] of bags.entries())
        assert.ok(valueDer.toHex().endsWith(expected[index] ?? '-'))
      assert.deepEqual(bags[0]?.attributes, readBags(keyBags)[0]?.attributes)
      assert.deepEqual(
        bags.slice(1).map(({ attributes }) => attributes),
        [{}, {}],
      )
    })

    test('every salt and vector is used once', async () => {
      const again = await whileAlive(() => exporter.exportPkcs12(bundle))
      const fresh = [octets, again].flatMap((file) => {
        const { authenticatedSafe, mac } = readPfx(file)
        const { encrypted, keyBags } = readSafe(authenticatedSafe)
        const [bag] = readBags(keyBags)
        const inside = [encrypted.algorithmDer, bag?.valueDer ?? mac.salt].flatMap((der) =>
          [...der.toHex().matchAll(/0410([0-9a-f]{32})/g)].map(([, salt]) => salt),
        )
        return [mac.salt.toHex(), ...inside]
      })
      assert.ok(fresh.length >= (profile === 'modern' ? 10 : 6))
      assert.equal(new Set(fresh).size, fresh.length)
    })
  })
}
