import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { createMasterKey, MasterKey, makeDataKey, readMasterKey } from '../../src/crypto/master-key.ts'

const folder = mkdtempSync(join(tmpdir(), 'chancery-master-key-'))
after(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
const newPath = () => join(folder, `master-${count++}.key`)

describe('the master key', () => {
  test('a new one is 32 octets in base64, in a file of its owner alone', () => {
    const path = newPath()
    const key = createMasterKey(path)
    assert.equal(Buffer.from(readFileSync(path, 'utf8').trim(), 'base64').length, 32)
    assert.equal(statSync(path).mode & 0o777, 0o600)
    assert.equal(readMasterKey(path)?.fits(key.checkValue()), true)
  })

  test('an existing file is never replaced', () => {
    const path = newPath()
    createMasterKey(path)
    const content = readFileSync(path, 'utf8')
    assert.throws(() => createMasterKey(path), { code: 'EEXIST' })
    assert.equal(readFileSync(path, 'utf8'), content)
  })

  test('where there is none, none is read', () => {
    assert.equal(readMasterKey(newPath()), undefined)
  })

  test('a file that holds no key is refused by its name, without its content', () => {
    const contents = [
      '',
      '\n',
      'secretsecret',
      randomBytes(31).toString('base64'),
      randomBytes(33).toString('base64'),
    ]
    contents.push(randomBytes(32).toString('hex'), `${randomBytes(32).toString('base64')}\nmore`)
    for (const content of contents) {
      const path = newPath()
      writeFileSync(path, content)
      assert.throws(
        () => readMasterKey(path),
        ({ message }: Error) => {
          assert.ok(message.includes(path))
          assert.ok(content.trim() === '' || !message.includes(content.trim()))
          return true
        },
      )
    }
  })

  test('the check value tells one key from another, and is not the key', () => {
    const bytes = randomBytes(32)
    const key = new MasterKey(bytes)
    assert.equal(key.fits(new MasterKey(bytes).checkValue()), true)
    assert.equal(key.fits(new MasterKey(randomBytes(32)).checkValue()), false)
    assert.equal(key.fits(new Uint8Array(0)), false)
    assert.equal(key.fits(new Uint8Array(32)), false)
    assert.notDeepEqual(Buffer.from(key.checkValue()), bytes)
  })

  test('wraps data keys for their own number', () => {
    const key = new MasterKey(randomBytes(32))
    const dataKey = makeDataKey()
    assert.equal(dataKey.length, 32)
    const wrapped = key.wrap(7, dataKey)
    assert.equal(Buffer.from(wrapped).indexOf(dataKey), -1)
    assert.deepEqual(Buffer.from(key.unwrap(7, wrapped)), Buffer.from(dataKey))
    assert.throws(() => key.unwrap(8, wrapped))
    assert.throws(() => new MasterKey(randomBytes(32)).unwrap(7, wrapped))
  })
})
