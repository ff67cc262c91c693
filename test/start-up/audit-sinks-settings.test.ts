import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { ConfigError, loadConfig } from '../../src/config/load-config.ts'
import { newFolder, removeFolder } from './program.ts'

describe('CHANCERY_AUDIT_SINKS', () => {
  const folder = newFolder()
  after(() => removeFolder(folder))

  const secretFile = join(folder, 'secret')
  writeFileSync(secretFile, 'never-to-be-told', { mode: 0o600 })

  const load = (sinks: string | undefined, file: string | undefined = secretFile) =>
    loadConfig({
      flags: { 'data-dir': folder },
      environment: { CHANCERY_AUDIT_SINKS: sinks, CHANCERY_AUDIT_WEBHOOK_SECRET_FILE: file },
    })

  test('none unless they are set', () => {
    assert.deepEqual(load(undefined, '').auditSinks, [])
    assert.equal(load(undefined, '').auditWebhookSecret, null)
  })

  test('files, syslog and webhooks, by commas', () => {
    const { auditSinks, auditWebhookSecret } = load(
      'file:/var/log/audit.log, syslog+tcp://logs.example:6514,syslog+udp://[::1],https://siem.example/a?b=c%2Cd',
    )
    assert.deepEqual(auditSinks, [
      { kind: 'file', path: '/var/log/audit.log' },
      { kind: 'syslog', transport: 'tcp', host: 'logs.example', port: 6514 },
      { kind: 'syslog', transport: 'udp', host: '::1', port: 514 },
      { kind: 'webhook', url: 'https://siem.example/a?b=c%2Cd' },
    ])
    assert.equal(auditWebhookSecret, 'never-to-be-told')
  })

  for (const sinks of [
    'file:',
    'file:relative',
    'file:/folder/',
    'syslog://host:514',
    'syslog+tls://host:6514',
    'syslog+tcp://',
    'syslog+tcp://host:0x',
    'syslog+tcp://host/path',
    'https://user:secret@host/',
    'ftp://host/',
    'nothing',
    'file:/a,file:/a',
  ]) {
    test(`${sinks} is refused, and not told`, () => {
      assert.throws(
        () => load(sinks),
        (error: unknown) => {
          assert.ok(error instanceof ConfigError)
          assert.equal(error.faults.length, 1)
          assert.match(error.faults[0] ?? '', /^CHANCERY_AUDIT_SINKS must be file:.* once$/)
          return true
        },
      )
    })
  }

  test('a webhook needs a secret', () => {
    assert.throws(() => load('https://siem.example/', ''), /CHANCERY_AUDIT_WEBHOOK_SECRET_FILE must be set/)
  })
})
