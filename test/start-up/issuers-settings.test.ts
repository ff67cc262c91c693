import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { openCertificateIssuers } from '../../src/certificate-issuers.ts'
import { ConfigError, loadConfig } from '../../src/config/load-config.ts'
import { createTestClock } from '../api/test-clock.ts'
import { newFolder, removeFolder } from './program.ts'

describe('CHANCERY_ISSUERS_FILE', () => {
  const folder = newFolder()
  after(() => removeFolder(folder))

  function fileWith(name: string, content: string, mode = 0o600): string {
    const file = join(folder, name)
    writeFileSync(file, content)
    chmodSync(file, mode)
    return file
  }
  const load = (file?: string) =>
    loadConfig({
      flags: { 'data-dir': folder },
      environment: file === undefined ? {} : { CHANCERY_ISSUERS_FILE: file },
    })
  const loadRules = (rules: unknown) => load(fileWith('issuers.json', JSON.stringify(rules)))
  function faultsOf(file: string): readonly string[] {
    try {
      load(file)
      return []
    } catch (error) {
      assert.ok(error instanceof ConfigError)
      return error.faults
    }
  }

  const corp = { kind: 'acme', directory: 'https://acme.example.test/directory' }
  const keyFile = (content = `${'A1_-'.repeat(8)}\n`, mode?: number) => fileWith('hmac-key', content, mode)
  const bound = (file: string) => ({
    issuers: { corp: { ...corp, eab: { key_id: 'k', hmac_key_file: file } } },
  })

  test('every brand is issued here where it is not set, and by an empty file', () => {
    for (const config of [load(), loadRules({})]) {
      const issuers = openCertificateIssuers(config, createTestClock())
      assert.deepEqual(issuers.ofBrand('GEOTRUST'), { kind: 'built-in', name: 'built-in' })
      assert.equal(issuers.find('corp'), undefined)
    }
  })

  test('what is left out has its default', () => {
    const { authorities } = loadRules({ issuers: { corp } }).issuers
    assert.deepEqual(authorities, [
      {
        name: 'corp',
        directoryUrl: corp.directory,
        certificates: null,
        contact: [],
        externalAccount: null,
        preferredChain: null,
        validatesOrganizations: false,
      },
    ])
  })

  test('all that can be said', () => {
    const ca = fileWith('ca.pem', '-----BEGIN CERTIFICATE-----\n')
    const { issuers } = loadRules({
      issuers: {
        corp: {
          ...corp,
          ca_file: ca,
          contact: ['mailto:pki@example.test'],
          eab: { key_id: 'key-1', hmac_key_file: keyFile() },
          preferred_chain: 'Corp Root X2',
          validates_organizations: true,
        },
      },
      brands: { GEOTRUST: 'corp', '*': 'built-in' },
    })
    assert.deepEqual(issuers.authorities, [
      {
        name: 'corp',
        directoryUrl: corp.directory,
        certificates: '-----BEGIN CERTIFICATE-----\n',
        contact: ['mailto:pki@example.test'],
        externalAccount: { keyId: 'key-1', hmacKey: 'A1_-'.repeat(8) },
        preferredChain: 'Corp Root X2',
        validatesOrganizations: true,
      },
    ])
  })

  test('a brand is issued by whom it names, others by whom the star names', () => {
    const issuers = openCertificateIssuers(
      loadRules({
        issuers: { corp, other: { ...corp, validates_organizations: true } },
        brands: { GEOTRUST: 'corp', CFCA: 'built-in', '*': 'other' },
      }),
      createTestClock(),
    )
    const nameOf = (brand: string) => issuers.ofBrand(brand).name
    assert.deepEqual(['GEOTRUST', 'CFCA', 'VTRUS'].map(nameOf), ['corp', 'built-in', 'other'])
    const other = issuers.find('other')
    assert.ok(other?.kind === 'acme' && other.validatesOrganizations)
    assert.equal(issuers.find('built-in')?.kind, 'built-in')
  })

  const faults: readonly (readonly [what: string, rules: () => unknown, fault: RegExp])[] = [
    ['another part', () => ({ issuer: {} }), /\.issuer is not known$/],
    [
      'another kind',
      () => ({ issuers: { corp: { ...corp, kind: 'est' } } }),
      /\.issuers\.corp\.kind must be acme$/,
    ],
    ['no kind', () => ({ issuers: { corp: { directory: corp.directory } } }), /\.corp\.kind must be a text$/],
    [
      'a directory in the clear',
      () => ({ issuers: { corp: { ...corp, directory: 'http://acme.example.test/' } } }),
      /\.directory must be https:\/\/, or http:\/\/ on this machine$/,
    ],
    ['no directory', () => ({ issuers: { corp: { kind: 'acme' } } }), /\.corp\.directory must be a text$/],
    [
      'an issuer called built-in',
      () => ({ issuers: { 'built-in': corp } }),
      /may not have an issuer called "built-in"$/,
    ],
    ['an issuer with a slash', () => ({ issuers: { 'a/b': corp } }), /may not have an issuer called "a\/b"$/],
    ['a brand that there is not', () => ({ brands: { ACME: 'built-in' } }), /\.brands knows no brand ACME: /],
    [
      'a brand of nobody',
      () => ({ brands: { CFCA: 'corp' } }),
      /\.brands\.CFCA must be built-in or the name of an issuer$/,
    ],
    [
      'a contact by telephone',
      () => ({ issuers: { corp: { ...corp, contact: ['tel:1'] } } }),
      /\.contact must be mailto:/,
    ],
    [
      'a word for true',
      () => ({ issuers: { corp: { ...corp, validates_organizations: 'yes' } } }),
      /\.validates_organizations must be true or false$/,
    ],
    [
      'a CA file that is missing',
      () => ({ issuers: { corp: { ...corp, ca_file: '/none' } } }),
      /\.ca_file must be a file/,
    ],
    ['a key that is open to others', () => bound(keyFile(undefined, 0o644)), /its mode must be 0600$/],
    [
      'a key that is no base64url',
      () => bound(keyFile('never told, never ever told')),
      /with a key in base64url$/,
    ],
    ['a key that is short', () => bound(keyFile('never')), /with a key in base64url$/],
    [
      'a misspelt setting',
      () => ({ issuers: { corp: { ...corp, prefered_chain: 'x' } } }),
      /\.prefered_chain is not known$/,
    ],
  ]
  for (const [what, rules, fault] of faults) {
    test(`${what} is a fault that says where`, () => {
      const file = fileWith('faulty.json', JSON.stringify(rules()))
      const [found = '', ...others] = faultsOf(file)
      assert.deepEqual(others, [])
      assert.ok(found.startsWith(`CHANCERY_ISSUERS_FILE ${file}`), found)
      assert.match(found, fault)
      assert.doesNotMatch(found, /never/)
    })
  }

  test('all faults are told at once', () => {
    const rules = { issuers: { corp: {}, other: { ...corp, eab: {} } }, brands: { X: 'y' }, more: 1 }
    assert.equal(faultsOf(fileWith('many.json', JSON.stringify(rules))).length, 7)
  })

  test('a file that is missing, no JSON, or open to the pens of others', () => {
    assert.match(faultsOf(join(folder, 'none'))[0] ?? '', /none can not be read: ENOENT$/)
    assert.match(faultsOf(fileWith('text', 'x'))[0] ?? '', /holds no JSON$/)
    assert.match(faultsOf(fileWith('open', '{}', 0o666))[0] ?? '', /may be written by others/)
  })
})
