import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { ConfigError, loadConfig } from '../../src/config/load-config.ts'
import { startWithRules } from '../api/external-identity/external.ts'
import { newFolder, removeFolder } from './program.ts'

describe('CHANCERY_EXTERNAL_IDENTITY_FILE', () => {
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
      environment: file === undefined ? {} : { CHANCERY_EXTERNAL_IDENTITY_FILE: file },
    }).externalIdentity
  const loadRules = (rules: unknown) => load(fileWith('rules.json', JSON.stringify(rules)))

  function faultsOf(file: string): readonly string[] {
    try {
      load(file)
      return []
    } catch (error) {
      assert.ok(error instanceof ConfigError)
      return error.faults
    }
  }

  const keystone = {
    endpoint: 'https://iam.example.test/v3/',
    domains: [
      { id: 'abc', account: 'acme' },
      { name: 'Default', account: 'acme' },
    ],
    groups: { member: ['operators', 'readers'] },
    system_roles: { te_admin: ['te_admin'] },
  }
  const corp = { issuer: 'https://login.example.test/realms/corp', client_id: 'chancery', account: 'acme' }

  test("nobody's word counts where it is not set, nor by an empty file", () => {
    const none = { keystone: null, providers: [] }
    assert.deepEqual(load(), none)
    assert.deepEqual(loadRules({}), none)
    assert.deepEqual(loadRules({ oidc: {} }), none)
  })

  test('the rules as they were written; what is left out has its default', () => {
    const secret = fileWith('secret', 'never-to-be-told\n')
    const rules = loadRules({ keystone, oidc: { corp: { ...corp, client_secret_file: secret } } })
    assert.deepEqual(rules.keystone, {
      endpoint: 'https://iam.example.test',
      certificates: null,
      domains: keystone.domains,
      groups: new Map([['member', ['operators', 'readers']]]),
      systemRoles: new Map([['te_admin', ['te_admin']]]),
    })
    assert.deepEqual(rules.providers, [
      {
        id: 'corp',
        issuer: corp.issuer,
        certificates: null,
        clientId: 'chancery',
        clientSecret: 'never-to-be-told',
        scopes: ['openid', 'profile'],
        account: 'acme',
        claim: 'groups',
        nameClaim: 'preferred_username',
        groups: new Map(),
        systemRoles: new Map(),
      },
    ])
  })

  const secretFor = (content: string, mode?: number) => ({
    oidc: { corp: { ...corp, client_secret_file: fileWith('bad-secret', content, mode) } },
  })
  const faults: readonly (readonly [what: string, rules: () => unknown, fault: RegExp])[] = [
    ['no object', () => [], /must be an object$/],
    ['another service', () => ({ saml: {} }), /\.saml is not known$/],
    ['no endpoint', () => ({ keystone: { ...keystone, endpoint: undefined } }), /\.endpoint must be a text$/],
    [
      'an endpoint in the clear',
      () => ({ keystone: { ...keystone, endpoint: 'http://iam.example.test' } }),
      /\.endpoint must be https:\/\/, or http:\/\/ on this machine$/,
    ],
    [
      'an issuer in the clear',
      () => ({ oidc: { corp: { ...corp, issuer: 'http://login.example.test' } } }),
      /\.oidc\.corp\.issuer must be https/,
    ],
    [
      'a domain by id and name',
      () => ({ keystone: { ...keystone, domains: [{ id: 'a', name: 'b', account: 'c' }] } }),
      /\.domains\[0\]\.name is not known$/,
    ],
    [
      'a domain without account',
      () => ({ keystone: { ...keystone, domains: [{ id: 'a' }] } }),
      /\.domains\[0\]\.account must be a text$/,
    ],
    [
      'a group that is no list',
      () => ({ keystone: { ...keystone, groups: { member: 'operators' } } }),
      /\.groups\.member must be a list$/,
    ],
    ['a misspelt rule', () => ({ keystone: { ...keystone, group: {} } }), /\.keystone\.group is not known$/],
    ['a provider called keystone', () => ({ oidc: { keystone: corp } }), /may not have a provider called/],
    ['a provider with a slash', () => ({ oidc: { 'a/b': corp } }), /may not have a provider called "a\/b"$/],
    ['no client', () => ({ oidc: { corp: { ...corp, client_id: '' } } }), /\.client_id must be 1 to 255/],
    [
      'scopes without openid',
      () => ({ oidc: { corp: { ...corp, scopes: ['profile'] } } }),
      /must have openid among its scopes$/,
    ],
    [
      'a CA file that is missing',
      () => ({ keystone: { ...keystone, ca_file: join(folder, 'none') } }),
      /\.ca_file must be a file with certificates in PEM/,
    ],
    ['a secret that is open to others', () => secretFor('never-told', 0o644), /its mode must be 0600$/],
    ['a secret of two lines', () => secretFor('never-told\nnever-told'), /a file with one line/],
  ]
  for (const [what, rules, fault] of faults) {
    test(`${what} is a fault that says where`, () => {
      const file = fileWith('faulty.json', JSON.stringify(rules()))
      const [found = '', ...others] = faultsOf(file)
      assert.deepEqual(others, [])
      assert.ok(found.startsWith(`CHANCERY_EXTERNAL_IDENTITY_FILE ${file}`), found)
      assert.match(found, fault)
      assert.doesNotMatch(found, /never/)
    })
  }

  test('all faults are told at once', () => {
    const rules = { keystone: { domains: [{}] }, oidc: { corp: {} }, more: 1 }
    assert.equal(faultsOf(fileWith('many.json', JSON.stringify(rules))).length, 7)
  })

  test('a file that is missing, no JSON, or open to the pens of others', () => {
    assert.match(faultsOf(join(folder, 'none'))[0] ?? '', /none can not be read: ENOENT$/)
    assert.match(faultsOf(fileWith('text', 'x'))[0] ?? '', /holds no JSON$/)
    assert.match(faultsOf(fileWith('open', '{}', 0o666))[0] ?? '', /may be written by others/)
    assert.deepEqual(faultsOf(fileWith('read', '{}', 0o644)), [])
  })

  test('a system role that there is none of ends the start', async () => {
    const rules = { keystone: { ...keystone, system_roles: { admin: ['administrator'] } } }
    await assert.rejects(
      startWithRules(rules, { 'data-dir': join(folder, 'data') }),
      /names a system role "administrator": there is none$/,
    )
  })
})
