import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { ConfigError, loadConfig } from '../../src/config/load-config.ts'
import { newFolder, removeFolder } from './program.ts'

describe('settings of mail and of addresses that tenants name', () => {
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
  const server = { CHANCERY_SMTP_HOST: 'mail.example.test', CHANCERY_MAIL_FROM: 'chancery@example.test' }
  const password = fileWith('password', 'never tö be told \n')

  test('no mail, and no private address, where nothing is set', () => {
    const { mail, outboundAllow } = load({})
    assert.deepEqual([mail, outboundAllow], [null, []])
  })

  test('a server with STARTTLS and nobody to sign in as; else what is said', () => {
    assert.deepEqual(load(server).mail, {
      host: 'mail.example.test',
      port: 587,
      tls: 'starttls',
      from: 'chancery@example.test',
      certificates: null,
      login: null,
    })
    const pem = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n'
    const { mail, outboundAllow } = load({
      CHANCERY_SMTP_HOST: '[2001:db8::1]',
      CHANCERY_MAIL_FROM: 'Chancery der Bücher <chancery@example.test>',
      CHANCERY_SMTP_TLS: 'implicit',
      CHANCERY_SMTP_CA_FILE: fileWith('ca.pem', pem),
      CHANCERY_SMTP_USER: 'chancery@example.test',
      CHANCERY_SMTP_PASSWORD_FILE: password,
      CHANCERY_OUTBOUND_ALLOW: '10.0.0.0/8, fd00::1',
    })
    assert.deepEqual(mail, {
      host: '2001:db8::1',
      port: 465,
      tls: 'implicit',
      from: 'Chancery der Bücher <chancery@example.test>',
      certificates: pem,
      login: { user: 'chancery@example.test', password: 'never tö be told ' },
    })
    assert.deepEqual(outboundAllow, ['10.0.0.0/8', 'fd00::1'])
    assert.equal(load({ ...server, CHANCERY_SMTP_PORT: '25', CHANCERY_SMTP_TLS: 'none' }).mail?.port, 25)
  })

  const login = { CHANCERY_SMTP_USER: 'me', CHANCERY_SMTP_PASSWORD_FILE: password }
  const { CHANCERY_SMTP_HOST: host, CHANCERY_MAIL_FROM: from } = server
  const cases: readonly [what: string, environment: Record<string, string>, ...faults: RegExp[]][] = [
    ['a host alone', { CHANCERY_SMTP_HOST: host }, /CHANCERY_SMTP_HOST and CHANCERY_MAIL_FROM/],
    ['a sender alone', { CHANCERY_MAIL_FROM: from }, /CHANCERY_SMTP_HOST and CHANCERY_MAIL_FROM/],
    ['a user alone', { ...server, CHANCERY_SMTP_USER: 'me' }, /^CHANCERY_SMTP_USER and/],
    ['a password alone', { ...server, CHANCERY_SMTP_PASSWORD_FILE: password }, /^CHANCERY_SMTP_USER and/],
    [
      'a password in the clear to another machine',
      { ...server, ...login, CHANCERY_SMTP_TLS: 'none' },
      /CHANCERY_SMTP_TLS is none/,
    ],
    [
      'everything wrong, all at once',
      {
        CHANCERY_SMTP_HOST: 'mail.example.test:25',
        CHANCERY_SMTP_PORT: '0',
        CHANCERY_SMTP_TLS: 'ssl',
        CHANCERY_SMTP_CA_FILE: password,
        CHANCERY_SMTP_USER: 'me',
        CHANCERY_SMTP_PASSWORD_FILE: fileWith('open', 'never', 0o644),
        CHANCERY_MAIL_FROM: 'a@b.test\nBcc: c@d.test',
        CHANCERY_OUTBOUND_ALLOW: 'localhost',
      },
      /^CHANCERY_SMTP_HOST must be a host name or an address; it is "mail.example.test:25"/,
      /^CHANCERY_SMTP_PORT must be an integer from 1 to 65535/,
      /^CHANCERY_SMTP_TLS must be one of starttls, implicit, none/,
      /^CHANCERY_SMTP_CA_FILE must be a file with certificates in PEM/,
      /^CHANCERY_SMTP_PASSWORD_FILE .*open is open to others: its mode must be 0600$/,
      /^CHANCERY_MAIL_FROM must be an address, or Name <address>$/,
      /^CHANCERY_OUTBOUND_ALLOW must be IP addresses or CIDRs by commas/,
    ],
    [
      'a password of two lines',
      { ...server, ...login, CHANCERY_SMTP_PASSWORD_FILE: fileWith('two', 'never\nnever') },
      /^CHANCERY_SMTP_PASSWORD_FILE .* must hold one line$/,
    ],
  ]
  for (const [what, environment, ...faults] of cases) {
    test(`${what}: named, and nothing of a secret`, () => {
      assert.throws(
        () => load(environment),
        (error) => {
          assert.ok(error instanceof ConfigError)
          assert.equal(error.faults.length, faults.length, error.message)
          for (const fault of faults) {
            assert.equal(
              error.faults.filter((told) => fault.test(told)).length,
              1,
              `${fault}: ${error.message}`,
            )
          }
          assert.ok(!/never/.test(error.message))
          return true
        },
      )
    })
  }
})
