import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { ConfigError, loadConfig } from '../../src/config/load-config.ts'
import { newFolder, removeFolder } from './program.ts'

describe('CHANCERY_METRICS_TOKEN_FILE', () => {
  const folder = newFolder()
  after(() => removeFolder(folder))

  const load = (file?: string) =>
    loadConfig({
      flags: { 'data-dir': folder },
      environment: file === undefined ? {} : { CHANCERY_METRICS_TOKEN_FILE: file },
    }).metricsToken

  function fileWith(name: string, content: string, mode = 0o600): string {
    const file = join(folder, name)
    writeFileSync(file, content)
    chmodSync(file, mode)
    return file
  }

  test('none where it is not set; else what the file holds, without white space around it', () => {
    assert.equal(load(), null)
    assert.equal(load(fileWith('token', 'never-to-be-told\n')), 'never-to-be-told')
    assert.equal(load(fileWith('long', 'x'.repeat(512))), 'x'.repeat(512))
  })

  const faults: readonly [what: string, file: () => string, fault: RegExp][] = [
    ['is missing', () => join(folder, 'none'), /none can not be read: ENOENT$/],
    ['is open to others', () => fileWith('open', 'never-to-be-told', 0o640), /its mode must be 0600$/],
    ['is empty', () => fileWith('empty', '\n'), /must hold a token/],
    ['holds what is guessed', () => fileWith('short', 'never-to-be-tol'), /must hold a token/],
    ['holds more than a header', () => fileWith('longer', 'x'.repeat(513)), /must hold a token/],
    ['holds two lines', () => fileWith('two', 'never-to-be-told\nnever-to-be-told'), /must hold a token/],
    ['holds other letters', () => fileWith('letters', 'never-to-be-töld'), /must hold a token/],
  ]
  for (const [what, file, fault] of faults) {
    test(`a file that ${what} is a fault, without a word of it`, () => {
      assert.throws(
        () => load(file()),
        (error) => {
          assert.ok(error instanceof ConfigError)
          assert.equal(error.faults.length, 1)
          assert.match(error.faults[0] ?? '', /^CHANCERY_METRICS_TOKEN_FILE /)
          assert.match(error.faults[0] ?? '', fault)
          assert.ok(!/never|xxx/.test(error.faults[0] ?? ''))
          return true
        },
      )
    })
  }
})
