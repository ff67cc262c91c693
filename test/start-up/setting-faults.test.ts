import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { assertFails } from './assert-fails.ts'
import { chancery, type Environment, newFolder, removeFolder } from './program.ts'

/** Architecture §1: every fault of the settings is reported at once, by name. Nothing here comes to listen. */
describe('settings that can not be served with', () => {
  const parent = newFolder()
  const port = 9
  after(() => removeFolder(parent))

  const settings = (): Environment => ({
    CHANCERY_DATA_DIR: join(parent, 'never-made'),
    CHANCERY_LISTEN: `http://127.0.0.1:${port}`,
  })

  const fails = (changes: Environment, ...lines: readonly RegExp[]) =>
    assertFails(chancery(['serve'], { ...settings(), ...changes }), ...lines)

  test('all faults of the settings at once, each by its name', () =>
    fails(
      {
        CHANCERY_LISTEN: 'ftp://x',
        CHANCERY_ALLOW_PLAIN_HTTP: 'yes',
        CHANCERY_CA_QUOTA: 'many',
        CHANCERY_CERTIFICATE_QUOTA: '10,acme=1,acme=2',
        CHANCERY_TRUSTED_PROXIES: 'localhost',
        CHANCERY_LOG_LEVEL: 'loud',
        CHANCERY_PFX_PROFILE: 'old',
        CHANCERY_BUCKETS_URL: 'https://me:secret@host',
        CHANCERY_LISTN: 'http://127.0.0.1:1',
      },
      /CHANCERY_LISTEN .*ftp:\/\/x/,
      /CHANCERY_ALLOW_PLAIN_HTTP .*yes/,
      /CHANCERY_CA_QUOTA .*many/,
      /CHANCERY_CERTIFICATE_QUOTA .*acme/,
      /CHANCERY_TRUSTED_PROXIES .*localhost/,
      /CHANCERY_LOG_LEVEL .*loud/,
      /CHANCERY_PFX_PROFILE must be one of modern, legacy; it is "old"/,
      /CHANCERY_BUCKETS_URL must be (?!.*secret)/,
      /CHANCERY_LISTN is no setting/,
    ))

  test('faults of values and faults between values, all at once', () =>
    fails(
      {
        CHANCERY_LISTEN: 'http://0.0.0.0:9',
        CHANCERY_TLS_CERT_FILE: '/etc/cert.pem',
        CHANCERY_CA_QUOTA: 'many',
      },
      /CHANCERY_ALLOW_PLAIN_HTTP/,
      /CHANCERY_TLS_KEY_FILE/,
      /CHANCERY_CA_QUOTA/,
    ))

  test('an unknown CHANCERY_ variable', () => fails({ CHANCERY_DATADIR: '/x' }, /CHANCERY_DATADIR/))

  test('a flag that is wrong is named as a flag', () =>
    assertFails(chancery(['serve', '--ca-quota', '-1'], settings()), /--ca-quota .*-1/))

  test('a configuration file that is missing, is no JSON, or holds what is no setting', async () => {
    const file = join(parent, 'config.json')
    const broken = join(parent, 'broken.json')
    writeFileSync(broken, '{')
    writeFileSync(file, '{"colour":"blue","ca_quota":"few"}')
    await Promise.all([
      fails({ CHANCERY_CONFIG: join(parent, 'no.json') }, /no\.json/),
      fails({ CHANCERY_CONFIG: broken }, /broken\.json/),
      fails({ CHANCERY_CONFIG: file }, /colour/, /ca_quota/),
    ])
  })

  test('plain HTTP off loopback without leave', async () => {
    await Promise.all([
      fails({ CHANCERY_LISTEN: `http://0.0.0.0:${port}` }, /CHANCERY_ALLOW_PLAIN_HTTP/),
      fails({ CHANCERY_LISTEN: `http://[::]:${port}` }, /CHANCERY_ALLOW_PLAIN_HTTP/),
    ])
  })

  test('a certificate without its key, and a key without its certificate', async () => {
    await Promise.all([
      fails({ CHANCERY_TLS_CERT_FILE: '/x.pem' }, /CHANCERY_TLS_KEY_FILE/),
      fails({ CHANCERY_TLS_KEY_FILE: '/x.pem' }, /CHANCERY_TLS_CERT_FILE/),
    ])
  })
})
