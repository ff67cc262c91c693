import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { describe, test } from 'node:test'
import { createSecureContext } from 'node:tls'
import { IterationBudget } from '../../src/crypto/key-store/iteration-budget.ts'
import { KeyStoreThreads } from '../../src/crypto/key-store/key-store-threads.ts'
import { openKeyStore } from '../../src/crypto/key-store/open-key-store.ts'
import { decryptRc2Cbc } from '../../src/crypto/pkcs12/rc2.ts'
import type { KeyStoreOrder } from '../../src/domain/ports/key-store-reader.ts'
import { element, integer, objectIdentifier, sequence } from '../api/pca-v1/der.ts'
import { rsaKeys } from '../api/pca-v1/requests.ts'
import { make, makeChain } from '../api/scm-v3/certificates.ts'
import { keyDerOf, ourJks, ourPfx } from './key-store-files.ts'
import { bag, certificateBag, type PfxForm, writePfx } from './pfx-writer.ts'

const { leaf, above } = makeChain(2)
const [lower, root] = above as [typeof leaf, typeof leaf]
const other = make({ keys: rsaKeys(), subject: 'other.example.test' })

const open = (content: Uint8Array, password: string, more: Partial<KeyStoreOrder> = {}) =>
  openKeyStore({ content, password, ...more })

const hexadecimal = (ders: readonly Uint8Array[]) => ders.map((der) => der.toHex())

/** That it is the leaf's, with its key, and the certificates above it. */
async function assertOpens(content: Uint8Array, password: string, more: Partial<KeyStoreOrder> = {}) {
  const opened = await open(content, password, more)
  assert.equal(opened.keyDer.toHex(), keyDerOf(leaf).toHex())
  assert.equal(opened.certificateDer.toHex(), leaf.der.toHex())
  return opened
}

async function assertRefuses(
  content: Uint8Array,
  order: Partial<KeyStoreOrder>,
  code: string,
  parameter: string,
  words: RegExp,
) {
  await assert.rejects(
    open(content, 'secret', order),
    (error: { code: string; facts: Record<string, string> }) => {
      assert.deepEqual([error.code, error.facts['parameter']], [code, parameter])
      assert.match(error.facts['reason'] ?? '', words)
      return true
    },
  )
}

const unreadable = (content: Uint8Array, words: RegExp, order: Partial<KeyStoreOrder> = {}) =>
  assertRefuses(content, order, 'imported-certificate-invalid', 'content', words)

describe('what we write is read again', () => {
  for (const password of ['secret', '证书密码测试', '𠮷😀', ' a"b\'c\\d $e%f ', 'x'.repeat(300)]) {
    for (const profile of ['modern', 'legacy'] as const) {
      test(`PKCS #12, ${profile}, under ${password.slice(0, 20)}`, async () => {
        const opened = await assertOpens(await ourPfx(leaf, above, password, profile), password)
        assert.deepEqual([opened.kind, opened.aliases, opened.alias], ['PKCS12', ['server'], 'server'])
        assert.deepEqual(hexadecimal(opened.otherDers), hexadecimal([lower.der, root.der]))
      })
    }
    test(`JKS under ${password.slice(0, 20)}`, async () => {
      const opened = await assertOpens(ourJks(leaf, above, password), password)
      assert.deepEqual([opened.kind, opened.aliases, opened.alias], ['JKS', ['server'], 'server'])
      assert.deepEqual(hexadecimal(opened.otherDers), hexadecimal([lower.der, root.der]))
    })
  }
})

const id = '01'
const plain = {
  keys: [{ der: keyDerOf(leaf), name: 'site', id }],
  certificates: [{ der: root.der }, { der: leaf.der, id }, { der: lower.der }],
}
const plainForm: PfxForm = { password: 'secret', mac: 'sha256' }

/** The runtime's own OpenSSL reads the same file. */
const judged = (pfx: Buffer, passphrase = 'secret') => createSecureContext({ pfx, passphrase })

describe('MACs of PKCS #12', () => {
  const forms: PfxForm['mac'][] = [
    'sha1',
    'sha224',
    'sha256',
    'sha384',
    'sha512',
    { pbmac1: 'sha256', prf: 'sha256' },
    { pbmac1: 'sha256', prf: 'sha512' },
    { pbmac1: 'sha512', prf: 'sha512' },
    { pbmac1: 'sha384', prf: 'sha1' },
  ]
  for (const mac of forms) {
    test(`${typeof mac === 'string' ? mac : `PBMAC1 ${mac.pbmac1} by ${mac.prf}`}: opens, and a changed file does not`, async () => {
      const pfx = await writePfx(plain, { ...plainForm, mac })
      judged(pfx)
      await assertOpens(pfx, 'secret')
      const at = pfx.indexOf(leaf.der)
      const changed = pfx.with(at + 40, (pfx[at + 40] ?? 0) ^ 1)
      assert.throws(() => judged(Buffer.from(changed)))
      await assertRefuses(changed, {}, 'parameter-invalid', 'password', /does not open/)
      await assertRefuses(pfx, { password: 'Secret' }, 'parameter-invalid', 'password', /does not open/)
    })
  }

  test('none at all', async () => {
    await assertOpens(await writePfx(plain, { ...plainForm, mac: 'none' }), '')
  })

  for (const isWithoutPassword of [false, true]) {
    test(`an empty password, written as ${isWithoutPassword ? 'none' : 'one that is empty'}`, async () => {
      const pfx = await writePfx(plain, { ...plainForm, password: '', isWithoutPassword })
      judged(pfx, '')
      await assertOpens(pfx, '')
      await assertRefuses(pfx, { password: 'x' }, 'parameter-invalid', 'password', /does not open/)
    })
  }
})

describe('forms of PKCS #12', () => {
  test('BER, with indefinite lengths and octet strings in pieces', async () => {
    const pfx = await writePfx(plain, { ...plainForm, isBer: true })
    judged(pfx)
    await assertOpens(pfx, 'secret')
  })

  test('bags of other kinds, and bags inside a bag', async () => {
    const inner = sequence(certificateBag(leaf.der))
    const others = [bag(6, inner), bag(5, sequence(objectIdentifier('1.2.3'))), bag(4, sequence())]
    const pfx = await writePfx({ keys: plain.keys, certificates: [], others }, plainForm)
    await assertOpens(pfx, 'secret')
  })

  test('identifiers that are missing or wrong: the public half tells', async () => {
    for (const certificates of [
      [{ der: other.der }, { der: leaf.der }],
      [
        { der: other.der, id },
        { der: leaf.der, id: '02' },
      ],
    ]) {
      await assertOpens(await writePfx({ ...plain, certificates }, plainForm), 'secret')
    }
  })

  test('several keys: each by its name, which has no case, the first where none is said', async () => {
    const keys = [...plain.keys, { der: keyDerOf(other), name: 'Other' }]
    const certificates = [{ der: other.der }, { der: leaf.der }]
    const pfx = await writePfx({ keys, certificates }, plainForm)
    const first = await assertOpens(pfx, 'secret')
    assert.deepEqual([first.aliases, first.alias], [['site', 'Other'], 'site'])
    const second = await open(pfx, 'secret', { alias: 'OTHER' })
    assert.equal(second.certificateDer.toHex(), other.der.toHex())
    assert.deepEqual(hexadecimal(second.otherDers), [leaf.der.toHex()])
    await assertRefuses(pfx, { alias: 'x' }, 'parameter-invalid', 'alias', /must be one of "site", "Other"$/)
  })

  test('keys without names, or of the same: by their numbers', async () => {
    const keys = [
      { der: keyDerOf(leaf), name: 'a' },
      { der: keyDerOf(other), name: 'A' },
      { der: keyDerOf(leaf) },
    ]
    const pfx = await writePfx({ keys, certificates: [{ der: other.der }, { der: leaf.der }] }, plainForm)
    const opened = await open(pfx, 'secret', { alias: '2' })
    assert.deepEqual(opened.aliases, ['1', '2', '3'])
    assert.equal(opened.certificateDer.toHex(), other.der.toHex())
  })

  test('without a key, and without its certificate', async () => {
    const { keys, certificates } = plain
    const keyless = await writePfx({ keys: [], certificates }, plainForm)
    await assertRefuses(keyless, {}, 'private-key-invalid', 'content', /without a private key/)
    const bare = await writePfx({ keys, certificates: [{ der: other.der, id }] }, plainForm)
    await assertRefuses(bare, {}, 'public-key-mismatch', 'content', /without the certificate/)
    const broken = await writePfx({ keys: [{ der: sequence() }], certificates }, plainForm)
    await assertRefuses(broken, {}, 'private-key-invalid', 'content', /can not be read/)
  })
})

describe('bounds', () => {
  test('more iterations than anybody writes are refused before they are made', async () => {
    for (const mac of ['sha256', { pbmac1: 'sha256', prf: 'sha256' }] as const) {
      const pfx = await writePfx(plain, { ...plainForm, mac, claimed: 2_000_001 })
      const began = performance.now()
      await unreadable(pfx, /more than 2000000 iterations/)
      assert.ok(performance.now() - began < 200)
    }
  })

  test('many safes may not ask together for more than one may', () => {
    const budget = new IterationBudget()
    for (let safe = 0; safe < 2; safe++) budget.spend(2_000_000, 3)
    assert.throws(() => budget.spend(1), { code: 'imported-certificate-invalid' })
  })

  test('a key that is too long is not even opened: OpenSSL would compute with it for weeks', async () => {
    const [p, q, g, x] = [4000, 32, 4000, 31].map((length) => element(2, Buffer.alloc(length, 0x4f)))
    assert.ok(p && q && g && x)
    const algorithm = sequence(objectIdentifier('1.2.840.10040.4.1'), sequence(p, q, g))
    const der = sequence(integer(0), algorithm, element(4, x))
    const pfx = await writePfx({ ...plain, keys: [{ der }] }, plainForm)
    await assertRefuses(pfx, {}, 'private-key-invalid', 'content', /more than 3072 octets/)
  })

  test('names in refusals are few and short', async () => {
    const keys = Array.from({ length: 40 }, (_, place) => ({
      ...plain.keys[0],
      name: `${place}${'ä'.repeat(400)}`,
    }))
    const pfx = await writePfx({ ...plain, keys: keys as never }, plainForm)
    await assertRefuses(pfx, { alias: 'none' }, 'parameter-invalid', 'alias', /^.{1000,1200} and 30 more$/)
  })

  test('too many bags, and bags too deep', async () => {
    const others = Array.from({ length: 501 }, () => certificateBag(sequence()))
    await unreadable(await writePfx({ ...plain, others }, plainForm), /more than 500 bags/)
    const small = { keys: [], certificates: [], others: others.slice(0, 100) }
    await unreadable(await writePfx({ ...small, copies: 6 }, plainForm), /more than 500 bags/)
    let deep = bag(5, sequence())
    for (let depth = 0; depth < 8; depth++) deep = bag(6, sequence(deep))
    await unreadable(await writePfx({ ...plain, others: [deep] }, plainForm), /nested too deeply/)
  })
})

const int = (value: number) => {
  const octets = Buffer.alloc(4)
  octets.writeUInt32BE(value)
  return octets
}
const text = (ascii: string) => Buffer.concat([Buffer.of(0, ascii.length), Buffer.from(ascii)])
const counted = (octets: Uint8Array) => Buffer.concat([int(octets.length), octets])

/** A JKS file of these entries. */
function writeJks(version: 1 | 2, entries: readonly Uint8Array[], password = 'secret'): Buffer {
  const content = Buffer.concat([int(0xfeedfeed), int(version), int(entries.length), ...entries])
  const wide = Buffer.from(password, 'utf16le').swap16()
  return Buffer.concat([
    content,
    hash('sha1', Buffer.concat([wide, Buffer.from('Mighty Aphrodite'), content]), 'buffer'),
  ])
}

const noTime = Buffer.alloc(8)
const jksCertificate = (version: 1 | 2, der: Uint8Array) =>
  Buffer.concat([...(version === 2 ? [text('X.509')] : []), counted(der)])
const trusted = (version: 1 | 2, alias: string, der: Uint8Array) =>
  Buffer.concat([int(2), text(alias), noTime, jksCertificate(version, der)])

/** The key as our writer protects it, under a password of its own. */
const protectedKey = (made: typeof leaf, password: string): Buffer => {
  const store = Buffer.from(ourJks(made, [], password))
  const start = 12 + 4 + text('server').length + 8
  return store.subarray(start + 4, start + 4 + store.readUInt32BE(start))
}
const keyEntry = (version: 1 | 2, alias: string, made: typeof leaf, password = 'secret') =>
  Buffer.concat([
    int(1),
    text(alias),
    noTime,
    counted(protectedKey(made, password)),
    int(1),
    jksCertificate(version, made.der),
  ])

describe('forms of JKS', () => {
  for (const version of [1, 2] as const) {
    test(`version ${version}, with a certificate that is trusted, and two keys`, async () => {
      const entries = [
        trusted(version, 'root', root.der),
        keyEntry(version, 'one', leaf),
        keyEntry(version, 'two', other),
      ]
      const first = await assertOpens(writeJks(version, entries), 'secret')
      assert.deepEqual([first.aliases, first.alias, first.otherDers], [['one', 'two'], 'one', []])
      const second = await open(writeJks(version, entries), 'secret', { alias: 'Two' })
      assert.equal(second.keyDer.toHex(), keyDerOf(other).toHex())
    })
  }

  test('a key under a password of its own', async () => {
    const store = writeJks(2, [keyEntry(2, 'one', leaf, 'own')])
    await assertOpens(store, 'secret', { keyPassword: 'own' })
    await assertRefuses(store, {}, 'parameter-invalid', 'key_password', /is required/)
    await assertRefuses(store, { keyPassword: 'x' }, 'parameter-invalid', 'key_password', /does not open/)
    await assertRefuses(store, { password: 'own' }, 'parameter-invalid', 'password', /does not open/)
  })

  test('a changed octet anywhere, and a cut anywhere, is refused', async () => {
    const store = ourJks(leaf, [], 'secret')
    for (let at = 0; at < store.length; at += 7) {
      await assert.rejects(open(store.with(at, (store[at] ?? 0) ^ 1), 'secret'), { name: 'DomainError' })
      await assert.rejects(open(store.subarray(0, at), 'secret'), { name: 'DomainError' })
    }
    await unreadable(store.subarray(0, -30), /broken key store: cut short/)
  })

  test('no key; a key that is none; an unknown protection; an entry of another kind; more than may be', async () => {
    const keyless = writeJks(2, [trusted(2, 'root', root.der)])
    await assertRefuses(keyless, {}, 'private-key-invalid', 'content', /without a private key/)
    const foreign = sequence(sequence(objectIdentifier('1.2.3.4')), element(4, 'x'))
    const withKey = (der: Uint8Array) =>
      writeJks(2, [Buffer.concat([int(1), text('a'), noTime, counted(der), int(0)])])
    await unreadable(withKey(foreign), /uses the algorithm 1\.2\.3\.4, which is not supported/)
    await unreadable(withKey(Buffer.of(1)), /broken key store/)
    await unreadable(writeJks(2, [Buffer.concat([int(3), text('a'), noTime])]), /unknown kind/)
    await unreadable(writeJks(3 as 2, []), /version 1 or 2/)
    const many = Array.from({ length: 501 }, () => trusted(2, 'a', Buffer.of(1)))
    await unreadable(writeJks(2, many), /more than 500 entries/)
  })
})

describe('what is no store that is read here', () => {
  test('JCEKS says what to do; anything else says what is read', async () => {
    await unreadable(Buffer.from('cececece00000002', 'hex'), /JCEKS.*convert it to PKCS #12/)
    for (const content of [Buffer.from(leaf.pem), Buffer.of(0xfe), new Uint8Array()])
      await unreadable(content, /neither a PKCS #12 file nor a Java key store/)
    await unreadable(leaf.der, /broken key store/)
  })

  test('a PKCS #12 file that is cut anywhere', async () => {
    const pfx = await ourPfx(leaf, [], 'secret')
    for (let at = 1; at < pfx.length; at += 11) await unreadable(pfx.subarray(0, at), /broken key store/)
  })

  test('algorithms that are not known are named', async () => {
    const pfx = Buffer.from(await ourPfx(leaf, [], 'secret')).toString('hex')
    const replaced = (from: string, to: string) => Buffer.from(pfx.replaceAll(from, to), 'hex')
    // AES-256-CBC and HMAC of PBKDF2, which the MAC does not let through; so the MAC's own hash
    await unreadable(
      replaced('0609608648016503040201', '060960864801650304020a'),
      /2\.16\.840\.1\.101\.3\.4\.2\.10/,
    )
    const others = [
      bag(2, sequence(sequence(objectIdentifier('1.2.840.113549.1.12.1.1'), sequence()), element(4, 'x'))),
    ]
    const rc4 = await writePfx({ keys: [], certificates: [], others }, plainForm)
    await unreadable(rc4, /1\.2\.840\.113549\.1\.12\.1\.1, which is not supported/)
  })
})

/** RFC 2268 §5, whose keys have all of their bits effective; CBC of one block under a vector of zeros is the block. */
test('RC2 opens the vectors of RFC 2268', () => {
  for (const [key, plainBlock, encrypted] of [
    ['ffffffffffffffff', 'ffffffffffffffff', '278b27e42e2f0d49'],
    ['3000000000000000', '1000000000000001', '30649edf9be7d2c2'],
    ['88bca90e90875a7f0f79c384627bafb2', '0000000000000000', '2269552ab0f85ca6'],
  ] as const) {
    const block = Uint8Array.fromHex(encrypted)
    // the vector makes padding of what comes out
    const iv = Uint8Array.fromHex(plainBlock).map((octet) => octet ^ 1)
    assert.deepEqual(
      decryptRc2Cbc(Uint8Array.fromHex(key), iv.with(7, iv[7] ?? 0), block),
      Uint8Array.from([1, 1, 1, 1, 1, 1, 1]),
    )
  }
})

describe('the threads that open key stores', () => {
  test('one after the other, each its own; refusals cross; more than may wait are told so', async () => {
    const threads = new KeyStoreThreads()
    const content = ourJks(leaf, [], 'secret')
    const answers = await Promise.allSettled(
      Array.from({ length: 18 }, (_, place) =>
        threads.open({ content, password: place === 1 ? 'x' : 'secret' }),
      ),
    )
    const codes = answers.map((answer) => (answer.status === 'fulfilled' ? 'opened' : answer.reason.code))
    assert.equal(codes[1], 'parameter-invalid')
    assert.deepEqual(codes.slice(16), ['overloaded', 'overloaded'])
    assert.equal(codes.filter((code) => code === 'opened').length, 15)
    await threads.close()
    await assert.rejects(threads.open({ content, password: 'secret' }), { code: 'key-processing-failed' })
  })
})
