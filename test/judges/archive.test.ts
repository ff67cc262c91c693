import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { createArchiver } from '../../src/crypto/archiver.ts'
import { judge } from './bundle-readers.ts'
import { skipWithout } from './programs.ts'

const files = [
  { name: 'server.pfx', content: randomBytes(5_000) },
  { name: 'keystorePass.txt', content: Buffer.from('secret-1') },
  { name: 'chain.crt', content: Buffer.from('-----BEGIN CERTIFICATE-----\n'.repeat(300)) },
  { name: 'empty.crt', content: new Uint8Array() },
]
const modifiedAt = Date.UTC(2026, 6, 2, 3, 4, 7)

describe('archives, judged by Info-ZIP', skipWithout('unzip'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-archive-'))
  const archive = join(folder, 'bundle.zip')
  writeFileSync(archive, createArchiver().zip(files, modifiedAt))
  after(() => rmSync(folder, { recursive: true }))

  test('it is whole', () => {
    const { status, words } = judge('unzip', ['-t', archive])
    assert.equal(status, 0, words)
    assert.match(words, /^No errors detected/m)
  })

  test('its files come out as they went in: names, content, permissions, time', () => {
    const target = join(folder, 'out')
    const { status, words } = judge('unzip', ['-d', target, archive])
    assert.equal(status, 0, words)
    assert.deepEqual(readdirSync(target).sort(), files.map(({ name }) => name).sort())
    for (const { name, content } of files) {
      const path = join(target, name)
      assert.deepEqual(readFileSync(path), Buffer.from(content))
      assert.equal(statSync(path).mode, 0o100_600)
      assert.equal(statSync(path).mtimeMs, modifiedAt)
    }
  })

  test('it lists them in their order', () => {
    const { words } = judge('unzip', ['-Z1', archive])
    assert.deepEqual(
      words.trim().split('\n'),
      files.map(({ name }) => name),
    )
  })

  test('changed content is noticed', () => {
    const octets = createArchiver().zip(files, modifiedAt)
    const changed = join(folder, 'changed.zip')
    writeFileSync(changed, octets.with(1_000, (octets[1_000] ?? 0) ^ 1))
    assert.notEqual(judge('unzip', ['-t', changed]).status, 0)
  })

  test('an archive of one file', () => {
    const single = join(folder, 'single.zip')
    writeFileSync(single, createArchiver().zip(files.slice(1, 2), modifiedAt))
    assert.equal(judge('unzip', ['-p', single]).words, 'secret-1')
  })
})
