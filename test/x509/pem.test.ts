import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { decodePem, encodePem } from '../../src/x509/pem.ts'
import { hex, refuses, within } from './der.ts'
import { Random, seed } from './random.ts'

const begin = '-----BEGIN TEST-----'
const end = '-----END TEST-----'

suite('PEM', () => {
  test('has lines of 64 columns and an end like the others', () => {
    const text = encodePem('TEST', new Uint8Array(49))
    assert.equal(text, `${begin}\n${'A'.repeat(64)}\nAA==\n${end}\n`)
    assert.equal(encodePem('TEST', new Uint8Array(48)), `${begin}\n${'A'.repeat(64)}\n${end}\n`)
    assert.equal(encodePem('TEST', new Uint8Array(1), '\r\n'), `${begin}\r\nAA==\r\n${end}\r\n`)
  })

  test('comes back as it went', (t) => {
    t.diagnostic(`seed ${seed}`)
    const random = new Random()
    for (let round = 0; round < 500; round++) {
      const blocks = Array.from({ length: random.between(1, 4) }, () => ({
        label: random.pick(['CERTIFICATE', 'X509 CRL', 'EC PRIVATE KEY', 'PKCS7', 'X9.42 DH PARAMETERS']),
        der: random.octets(random.between(1, 300)),
      }))
      const text = blocks.map(({ label, der }) => encodePem(label, der, random.pick(['\n', '\r\n'])))
      assert.deepEqual(decodePem(text.join(random.pick(['', '\n', ' \n\t\r\n']))), blocks)
    }
  })

  test('may have white space around, and lines of any length', () => {
    const expected = [{ label: 'TEST', der: hex('000000000000') }]
    for (const text of [
      `${begin}\nAAAAAAAA\n${end}`,
      `\n \r\n${begin}  \r\nAAAA \t\r\nAAAA\r\n${end} \n\n \n`,
      `${begin}\nA\nAAA\nAA\nAA\n${end}\n`,
    ]) {
      assert.deepEqual(decodePem(text), expected)
    }
    const long = `${begin}\n${'A'.repeat(1_000_000)}\n${end}\n`
    assert.equal(decodePem(long)[0]?.der.length, 750_000)
    assert.deepEqual(decodePem(''), [])
    assert.deepEqual(decodePem(' \r\n\t\n'), [])
  })

  test('is refused in any other form', () => {
    const body = 'AAAA'
    const cases = [
      `text\n${begin}\n${body}\n${end}\n`,
      `${begin}\n${body}\n${end}\ntext`,
      ` ${begin}\n${body}\n${end}\n`,
      `${begin}\n${body}\n-----END OTHER-----\n`,
      `${begin}\n${body}\n`,
      `${begin}\n`,
      `${body}\n${end}\n`,
      `${begin}\n${end}\n`,
      `${begin}\n\n${body}\n${end}\n`,
      `${begin}\nProc-Type: 4,ENCRYPTED\n\n${body}\n${end}\n`,
      `${begin}\n${begin}\n${body}\n${end}\n${end}\n`,
      `${begin}${body}${end}`,
      `${begin}\nAA AA\n${end}\n`,
      `${begin}\nAAA\n${end}\n`,
      `${begin}\nAB==\n${end}\n`,
      `${begin}\nAA=\n${end}\n`,
      `${begin}\nAA==AAAA\n${end}\n`,
      `${begin}\nAA-_\n${end}\n`,
      `${begin}\nA\u00c4AA\n${end}\n`,
      `-----BEGIN -----\n${body}\n-----END -----\n`,
      `-----BEGIN A  B-----\n${body}\n-----END A  B-----\n`,
      `-----BEGIN ${'A'.repeat(65)}-----\n${body}\n-----END ${'A'.repeat(65)}-----\n`,
      `-----BEGIN TEST----\n${body}\n${end}\n`,
      `\ufeff${begin}\n${body}\n${end}\n`,
      `${begin}\r${body}\r${end}\r`,
    ]
    for (const text of cases) refuses(() => decodePem(text))
  })

  test('holds its limits', () => {
    const block = encodePem('TEST', hex('00'))
    assert.equal(decodePem(block.repeat(100)).length, 100)
    refuses(() => decodePem(block.repeat(101)), /blocks/)
    refuses(() => decodePem(block.repeat(2), { maximumBlocks: 1 }), /blocks/)
    refuses(() => decodePem(' '.repeat(1_048_577)), /longer/)
    refuses(() => decodePem(block, { maximumLength: 10 }), /longer/)
  })

  test('takes linear time on bombs', () => {
    const size = 10_000_000
    const limits = { maximumLength: 2 * size }
    const bombs = [
      ' '.repeat(size),
      `${' '.repeat(size)}x`,
      '\n'.repeat(size),
      `${begin}\n${'A\n'.repeat(size / 2)}`,
      `${begin}\n${'='.repeat(size)}\n${end}`,
      `-----BEGIN ${'A '.repeat(size / 2)}-----`,
      '-'.repeat(size),
      `${begin}\n`.repeat(size / 20),
      `${begin}\nAAAA\n${end}\n`.repeat(size / 50),
    ]
    for (const bomb of bombs) {
      within(2_000, () => {
        try {
          assert.deepEqual(decodePem(bomb, limits), [])
        } catch (error) {
          refuses(() => {
            throw error
          })
        }
      })
      within(100, () => refuses(() => decodePem(bomb), /longer/))
    }
  })
})
