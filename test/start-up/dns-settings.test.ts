import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { ConfigError, loadConfig } from '../../src/config/load-config.ts'
import { newFolder, removeFolder } from './program.ts'

describe('settings of name servers and of zones that we may change', () => {
  const folder = newFolder()
  after(() => removeFolder(folder))

  const load = (environment: Readonly<Record<string, string>>) =>
    loadConfig({ flags: { 'data-dir': folder }, environment })
  const fileWith = (name: string, content: string, mode = 0o600): string => {
    const file = join(folder, name)
    writeFileSync(file, content)
    chmodSync(file, mode)
    return file
  }
  const withZones = (...dns: unknown[]) => {
    const file = fileWith('issuers.json', JSON.stringify({ dns }))
    return load({ CHANCERY_ISSUERS_FILE: file }).issuers.dns
  }
  const faultsOf = (work: () => unknown): readonly string[] => {
    try {
      work()
      return []
    } catch (error) {
      assert.ok(error instanceof ConfigError)
      assert.ok(!/never|bmV2ZXI/.test(error.message), error.message)
      return error.faults
    }
  }

  const secret = fileWith('tsig', 'bmV2ZXIgdG9sZA==\n')
  const secretKey = fileWith('secret-key', 'never told\n')
  const update = {
    kind: 'rfc2136',
    zones: ['example.test'],
    server: '127.0.0.1',
    key_name: 'k',
    secret_file: secret,
  }
  const cloud = {
    kind: 'huaweicloud',
    zones: ['example.cn'],
    endpoint: 'https://dns.example.test/',
    access_key: 'AK',
    secret_key_file: secretKey,
  }

  test("the system's resolvers and no zones where nothing is set", () => {
    const {
      dnsServers,
      issuers: { dns },
    } = load({})
    assert.deepEqual([dnsServers, dns], [null, []])
    assert.deepEqual(withZones(), [])
  })

  test('name servers as they are given', () => {
    const given = '127.0.0.1:5353, 192.0.2.53,2001:db8::53, [::1]:5353'
    assert.deepEqual(load({ CHANCERY_DNS_SERVERS: given }).dnsServers, given.split(/, */))
  })

  for (const wrong of [
    'ns.example.test',
    '127.0.0.1:0',
    '127.0.0.1:65536',
    '127.0.0.1:',
    '1.2.3',
    '[::1',
    'a,',
    ',',
  ]) {
    test(`${wrong} are no name servers`, () =>
      assert.match(
        faultsOf(() => load({ CHANCERY_DNS_SERVERS: wrong })).join(),
        /^CHANCERY_DNS_SERVERS must be IP addresses, each with or without :port, by commas; it is /,
      ))
  }

  test('zones with their servers; what is left out has its default', () => {
    const server = { ...update, zones: ['Example.TEST.', '_acme.example.org'], server: '[::1]:5353' }
    assert.deepEqual(withZones({ ...server, key_name: 'Key.', algorithm: 'hmac-sha512' }, cloud), [
      {
        kind: 'rfc2136',
        zones: ['example.test', '_acme.example.org'],
        server: { host: '::1', port: 5353 },
        key: { name: 'key', algorithm: 'hmac-sha512', secret: Buffer.from('never told') },
      },
      {
        kind: 'huaweicloud',
        zones: ['example.cn'],
        endpoint: 'https://dns.example.test',
        accessKey: 'AK',
        secretKey: 'never told',
        projectId: null,
        certificates: null,
      },
    ])
    const [first] = withZones({ ...update, server: 'ns1.example.test' })
    assert.ok(first?.kind === 'rfc2136')
    assert.deepEqual(
      [first.server, first.key.algorithm],
      [{ host: 'ns1.example.test', port: 53 }, 'hmac-sha256'],
    )
  })

  const cases: readonly [what: string, entries: readonly unknown[], ...faults: RegExp[]][] = [
    ['an unknown kind', [{ ...update, kind: 'bind' }], /dns\[0\]\.kind must be one of rfc2136, huaweicloud$/],
    ['no zones', [{ ...update, zones: [] }], /dns\[0\] must name its zones$/],
    [
      'a zone of two entries',
      [update, { ...cloud, zones: ['EXAMPLE.test'] }],
      /dns\[1\] names the zone example\.test,/,
    ],
    ['what is no zone', [{ ...update, zones: ['a b'] }], /dns\[0\]\.zones must be a name of DNS$/],
    ['a misspelt field', [{ ...update, keyname: 'k' }], /dns\[0\]\.keyname is not known$/],
    ['fields of the other kind', [{ ...cloud, server: '::1' }], /dns\[0\]\.server is not known$/],
    ['no port', [{ ...update, server: 'a:b' }], /dns\[0\]\.server must be a host name or an address/],
    ['an old algorithm', [{ ...update, algorithm: 'hmac-md5' }], /algorithm must be one of hmac-sha256, /],
    [
      'an open secret',
      [{ ...update, secret_file: fileWith('open', 'bmV2ZXI=', 0o644) }],
      /secret_file must be secret_file .*open is open to others: its mode must be 0600$/,
    ],
    [
      'no base64',
      [{ ...update, secret_file: secretKey }],
      /secret_file must be a file with a secret in base64/,
    ],
    ['plain http', [{ ...cloud, endpoint: 'http://dns.example.test' }], /endpoint must be https:\/\//],
    [
      'no key',
      [{ ...cloud, secret_key_file: join(folder, 'gone') }],
      /secret_key_file .* can not be read: ENOENT$/,
    ],
  ]
  for (const [what, entries, ...faults] of cases) {
    test(`${what}: named, and nothing of a secret`, () => {
      const told = faultsOf(() => withZones(...entries))
      assert.equal(told.length, faults.length, told.join('\n'))
      for (const fault of faults) assert.match(told.join('\n'), fault)
    })
  }

  test('a file that others may write is not believed, nor one without JSON', () => {
    const open = fileWith('open.json', '{}', 0o666)
    assert.match(
      faultsOf(() => load({ CHANCERY_ISSUERS_FILE: open })).join(),
      /its mode must be 0644 or less$/,
    )
    const broken = fileWith('broken.json', '{')
    assert.match(
      faultsOf(() => load({ CHANCERY_ISSUERS_FILE: broken })).join(),
      /broken\.json holds no JSON$/,
    )
  })
})
