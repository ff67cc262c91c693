import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import { createArchiver } from '../../src/crypto/archiver.ts'
import { readZip } from '../api/zip-reader.ts'

const archiver = createArchiver()
const zip = (...parameters: Parameters<typeof archiver.zip>) => archiver.zip(...parameters)
const modifiedAt = Date.UTC(2026, 6, 2, 3, 4, 6)
const files = [
  { name: 'server.key', content: Buffer.from('a key') },
  { name: 'chain.crt', content: Buffer.from('a chain') },
]

describe('archives', () => {
  const zone = process.env['TZ']
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })

  test('the same files and time make the same octets, wherever they are made', () => {
    const octets = ['UTC', 'Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati'].map((name) => {
      process.env['TZ'] = name
      return Buffer.from(zip(files, modifiedAt)).toString('hex')
    })
    assert.equal(new Set(octets).size, 1)
  })

  test('another time, order, name or content makes other octets', () => {
    const [key = files[0], chain = files[1]] = files
    const variants = [
      zip(files, modifiedAt),
      zip(files, modifiedAt + 1_000),
      zip(files.toReversed(), modifiedAt),
      zip([{ ...key, name: 'server.pem' } as typeof key, chain] as typeof files, modifiedAt),
      zip([{ ...key, content: Buffer.from('b key') } as typeof key, chain] as typeof files, modifiedAt),
    ].map((octets) => Buffer.from(octets).toString('hex'))
    assert.equal(new Set(variants).size, variants.length)
  })

  test('the content stands in it as it is, so that no version of the library makes other octets', () => {
    const content = Buffer.from('again and '.repeat(100))
    assert.ok(Buffer.from(zip([{ name: 'server.key', content }], modifiedAt)).includes(content))
  })

  test('times from 1980 to 2099, and no other', () => {
    for (const ms of [Date.UTC(1980, 0), Date.UTC(2099, 11, 31, 23, 59, 59)]) zip(files, ms)
    for (const ms of [Date.UTC(1979, 11, 31), Date.UTC(2100, 0), -1]) {
      assert.throws(() => zip(files, ms), `${ms}`)
    }
  })

  test('files may lie in folders, one deep', () => {
    const inFolders = ['Apache/server.key', 'Nginx/server.key'].map((name) => ({
      name,
      content: Buffer.from(name),
    }))
    assert.deepEqual(
      [...readZip(Buffer.from(zip(inFolders, modifiedAt)))].map(([name, content]) => [
        name,
        content.toString(),
      ]),
      inFolders.map(({ name }) => [name, name]),
    )
  })

  test('names that are paths, or none, or numbers are refused', () => {
    const names = [
      '',
      '.',
      '..',
      '../x',
      'a/b/c',
      'a/',
      'a/../b',
      'a//b',
      'a/1',
      '/a',
      'a\\b',
      'C:a',
      '-a',
      '1',
      '__proto__',
      'ключ',
      'a b',
      'a\0',
      'a\n',
    ]
    for (const name of names) {
      assert.throws(
        () => zip([{ name, content: Buffer.from('x') }], modifiedAt),
        /is no name of a file/,
        name,
      )
    }
  })

  test('a name that stands twice is refused', () => {
    assert.throws(() => zip([...files, ...files.slice(0, 1)], modifiedAt), /stands twice/)
  })
})
