import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { ConfigError, loadConfig } from '../../src/config/load-config.ts'
import { newFolder, removeFolder } from './program.ts'

describe('CHANCERY_BUCKETS_URL and its credentials', () => {
  const folder = newFolder()
  after(() => removeFolder(folder))

  const key = { AWS_ACCESS_KEY_ID: 'AKIDTEST', AWS_SECRET_ACCESS_KEY: 'never to be told' }
  const load = (environment: Readonly<Record<string, string>>) =>
    loadConfig({ flags: { 'data-dir': folder }, environment }).buckets
  const loadUrl = (url: string) => load({ ...key, CHANCERY_BUCKETS_URL: url })

  /** Every fault begins with the name of a setting, and tells no secret. */
  function faultsOf(environment: Readonly<Record<string, string>>): readonly string[] {
    try {
      load(environment)
    } catch (error) {
      assert.ok(error instanceof ConfigError)
      for (const fault of error.faults) {
        assert.match(fault, /^CHANCERY_BUCKETS_/)
        assert.ok(!fault.includes('never to be told') && !fault.includes('secret@'), fault)
      }
      return error.faults
    }
    return []
  }

  function fileWith(name: string, content: string, mode = 0o600): string {
    const file = join(folder, name)
    writeFileSync(file, content)
    chmodSync(file, mode)
    return file
  }

  test('a folder: by default in the data folder, else by path or file URL', () => {
    const own = { kind: 'folder', folder: join(folder, 'buckets') }
    assert.deepEqual(load({}), own)
    assert.deepEqual(load({ CHANCERY_BUCKETS_URL: 'file:' }), own)
    const other = join(folder, 'a b')
    for (const url of [`file:${other}`, pathToFileURL(other).href]) {
      assert.deepEqual(loadUrl(url), { kind: 'folder', folder: other })
    }
    assert.deepEqual(loadUrl('file:beside'), { kind: 'folder', folder: resolve('beside') })
  })

  const endpoints: readonly [url: string, endpoint: string, region: string, style: 'path' | 'host'][] = [
    [
      'https://obs.cn-north-4.myhuaweicloud.com',
      'https://obs.cn-north-4.myhuaweicloud.com',
      'cn-north-4',
      'host',
    ],
    ['s3://s3.eu-west-1.amazonaws.com/', 'https://s3.eu-west-1.amazonaws.com', 'eu-west-1', 'host'],
    ['s3://store.internal:9000', 'https://store.internal:9000', 'us-east-1', 'path'],
    ['s3://10.0.0.5:9000?tls=false&region=here', 'http://10.0.0.5:9000', 'here', 'path'],
    ['http://[::1]:9000?style=path', 'http://[::1]:9000', 'us-east-1', 'path'],
    ['https://Store.internal?style=virtual-host', 'https://store.internal', 'us-east-1', 'host'],
    [
      'https://obs.cn-north-4.myhuaweicloud.com?style=path&region=x-1',
      'https://obs.cn-north-4.myhuaweicloud.com',
      'x-1',
      'path',
    ],
  ]
  for (const [url, endpoint, region, style] of endpoints) {
    test(url, () =>
      assert.deepEqual(loadUrl(url), {
        kind: 's3',
        endpoint,
        region,
        isPathStyle: style === 'path',
        credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'never to be told' },
      }),
    )
  }

  for (const url of [
    'buckets',
    'ftp://host',
    's3://',
    's3:host',
    'https://host/bucket',
    'https://host#x',
    'https://me:secret@host',
    'https://host?colour=blue',
    'https://host?region=a&region=b',
    'https://host?style=dots',
    'https://host?tls=false',
    's3://host?tls=maybe',
    's3://host?region=',
    'file://host/x',
    'file:a\0b',
  ]) {
    test(`${JSON.stringify(url)} is no place for buckets`, () => {
      const faults = faultsOf({ ...key, CHANCERY_BUCKETS_URL: url })
      assert.equal(faults.length, 1)
      assert.match(faults[0] ?? '', /^CHANCERY_BUCKETS_URL must be /)
    })
  }

  const store = { CHANCERY_BUCKETS_URL: 's3://store.internal' }

  test('an access key from a file, JSON or ini, before that of the environment', () => {
    const json = '{"access_key_id":"A","secret_access_key":"S","session_token":"T"}'
    const ini =
      '[other]\naws_access_key_id=X\n[default]\n# ours\naws_access_key_id = A\naws_secret_access_key = S=\n'
    for (const [content, credentials] of [
      [json, { accessKeyId: 'A', secretAccessKey: 'S', sessionToken: 'T' }],
      [ini, { accessKeyId: 'A', secretAccessKey: 'S=' }],
      ['access_key_id=A\nsecret_access_key=S', { accessKeyId: 'A', secretAccessKey: 'S' }],
    ] as const) {
      const place = load({ ...key, ...store, CHANCERY_BUCKETS_CREDENTIALS_FILE: fileWith('key', content) })
      assert.deepEqual('credentials' in place && place.credentials, credentials)
    }
  })

  test('a temporary key of the environment', () => {
    const place = load({ ...store, ...key, AWS_SESSION_TOKEN: 'T' })
    assert.equal('credentials' in place && place.credentials.sessionToken, 'T')
  })

  test('an access key that is missing, or half of it', () => {
    for (const environment of [{}, { AWS_ACCESS_KEY_ID: 'A' }, { ...key, AWS_SECRET_ACCESS_KEY: '' }]) {
      assert.match(faultsOf({ ...store, ...environment }).join('\n'), /AWS_SECRET_ACCESS_KEY$/)
    }
  })

  test('a file that is missing, open to others, or holds no key', () => {
    for (const [file, fault] of [
      [join(folder, 'none'), /none can not be read: ENOENT$/],
      [
        fileWith('open', '{"access_key_id":"A","secret_access_key":"never to be told"}', 0o640),
        /mode must be 0600$/,
      ],
      [
        fileWith('half', 'secret_access_key=never to be told'),
        /half must hold access_key_id and secret_access_key/,
      ],
      [fileWith('broken', '{"secret_access_key":"never to be told"'), /broken must hold/],
      [fileWith('null', 'null'), /null must hold/],
    ] as const) {
      const faults = faultsOf({ ...key, ...store, CHANCERY_BUCKETS_CREDENTIALS_FILE: file })
      assert.equal(faults.length, 1)
      assert.match(faults[0] ?? '', fault)
    }
  })

  test('a key for a folder is a mistake that would publish to this machine alone', () => {
    const faults = faultsOf({ CHANCERY_BUCKETS_CREDENTIALS_FILE: fileWith('unused', '') })
    assert.match(faults.join('\n'), /is for a CHANCERY_BUCKETS_URL of S3 or OBS$/)
    const unreadable = {
      CHANCERY_BUCKETS_URL: 's3://',
      CHANCERY_BUCKETS_CREDENTIALS_FILE: join(folder, 'unused'),
    }
    assert.equal(faultsOf(unreadable).length, 1, 'what could not be read contradicts nothing')
  })
})
