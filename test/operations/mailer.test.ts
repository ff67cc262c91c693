import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { createMailer, type MailServer } from '../../src/outbound/mail/mailer.ts'
import { type MailServerOptions, startMailServer } from '../api/scm-v3/mail-server.ts'

const message = {
  id: 'f'.repeat(32),
  to: 'ops@example.test',
  subject: 'Certificate bücher.test expires',
  text: 'The certificate\n.\nends.\n',
  writtenAt: Date.UTC(2026, 10, 20, 12),
}

const attempt = async (options: MailServerOptions, changes: Partial<MailServer>, ...refusals: string[]) => {
  const server = await startMailServer(options)
  try {
    server.refuse(...refusals)
    const settings = {
      host: '127.0.0.1',
      port: server.port,
      tls: 'starttls' as const,
      certificates: server.certificate,
      login: null,
      from: 'Chancery <chancery@example.test>',
      ...changes,
    }
    const outcome = await createMailer(settings).send(message)
    return { outcome, mails: server.mails }
  } finally {
    await server.close()
  }
}

const login = { user: 'chancery', password: 'pass wörd' }

suite('mail', () => {
  for (const [what, options, changes] of [
    ['over STARTTLS', {}, {}],
    ['over TLS from the first byte', { offers: 'implicit' }, { tls: 'implicit' }],
    ['in the clear, where that is said', { offers: 'starttls' }, { tls: 'none' }],
    ['as a user', { login: 'chancery pass wörd' }, { login }],
  ] as const) {
    test(`is delivered ${what}`, async () => {
      const { outcome, mails } = await attempt(options, changes)
      assert.deepEqual(outcome, { isTaken: true })
      const [mail, ...others] = mails
      assert.ok(mail && others.length === 0)
      assert.equal(mail.isEncrypted, !('tls' in changes) || changes.tls !== 'none')
      assert.deepEqual([mail.from, mail.to], ['chancery@example.test', 'ops@example.test'])
      assert.equal(mail.headers['message-id'], `<${message.id}@example.test>`)
      assert.equal(mail.headers['from'], 'Chancery <chancery@example.test>')
      assert.equal(mail.headers['auto-submitted'], 'auto-generated')
      assert.equal(Date.parse(mail.headers['date'] ?? ''), message.writtenAt)
      assert.equal(mail.text.trimEnd(), message.text.trimEnd())
    })
  }

  for (const [what, isFinal, options, changes, ...refusals] of [
    ['a server without STARTTLS', false, { offers: 'nothing' }, {}],
    ['a certificate that nobody vouches for', false, {}, { certificates: null }],
    ['a wrong password', false, { login: 'chancery other' }, { login }],
    ['a server that asks to come again', false, {}, {}, '451 4.7.1 greylisted'],
    ['a recipient who is not there', true, {}, {}, '550 5.1.1 no such user'],
    ['a server that is not there', false, {}, { port: 1 }],
  ] as const) {
    test(`${what}: nothing is sent, and that is ${isFinal ? 'final' : 'not final'}`, async () => {
      const { outcome, mails } = await attempt(options, changes, ...refusals)
      assert.equal(mails.length, 0)
      assert.ok(!outcome.isTaken)
      assert.equal(outcome.isFinal, isFinal, outcome.reason)
      assert.ok(outcome.reason.length > 5 && !outcome.reason.includes(login.password), outcome.reason)
    })
  }
})
