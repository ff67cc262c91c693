import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:net'
import { suite, test } from 'node:test'
import type { Replacements } from '../../../src/compose.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { type MailServerOptions, startMailServer, type TestMailServer } from '../scm-v3/mail-server.ts'
import { settingFiles, told, tried } from './support.ts'

const write = settingFiles()
const recipient = 'ops@example.test'

async function withMail(
  options: MailServerOptions,
  settings: Readonly<Record<string, string>>,
  work: (server: RunningServer, mail: TestMailServer) => Promise<void>,
  replacements: Replacements = {},
): Promise<void> {
  const mail = await startMailServer(options)
  const server = await startServer(
    {
      'rsa-pool-size': '0',
      'smtp-host': '127.0.0.1',
      'smtp-port': `${mail.port}`,
      'smtp-ca-file': write('ca.pem', mail.certificate),
      'mail-from': 'chancery@example.test',
      ...settings,
    },
    undefined,
    replacements,
  )
  try {
    await work(server, mail)
  } finally {
    await server.close()
    await mail.close()
  }
}

const login = { 'smtp-user': 'chancery', 'smtp-password-file': write('password', 'right-password') }

suite('the mail server, tried', () => {
  test('takes connection, encryption and sign-in, and no mail unless there is a recipient', () =>
    withMail({ login: 'chancery right-password' }, login, async ({ api, base }, mail) => {
      const fine = ['connection fine', 'encryption fine', 'sign-in fine']
      assert.deepEqual(told(await tried(api, 'mail')), fine)
      assert.equal(mail.mails.length, 0)
      assert.deepEqual(told(await tried(api, 'mail', { recipient })), [...fine, 'message fine'])
      const [sent, ...others] = mail.mails
      assert.equal(others.length, 0)
      assert.equal(sent?.to, recipient)
      assert.ok(sent.isEncrypted)
      assert.ok(sent.text.includes(base))
    }))

  test('two at once disturb nobody', () =>
    withMail({}, {}, async ({ api }, mail) => {
      const both = await Promise.all([tried(api, 'mail', { recipient }), tried(api, 'mail', { recipient })])
      assert.ok(both.every(({ is_fine }) => is_fine))
      assert.equal(mail.mails.length, 2)
    }))

  test('with a wrong password says that it is that', () =>
    withMail({ login: 'chancery other' }, login, async ({ api }, mail) => {
      const found = await tried(api, 'mail', { recipient })
      assert.match(told(found)[2] ?? '', /^sign-in: .*535/)
      assert.equal(found.steps.length, 3)
      assert.match(found.steps[2]?.advice ?? '', /CHANCERY_SMTP_PASSWORD_FILE/)
      assert.doesNotMatch(JSON.stringify(found), /right-password/)
      assert.equal(mail.mails.length, 0)
    }))

  test('that does not encrypt, or that nobody vouches for, fails there', async () => {
    await withMail({ offers: 'nothing' }, {}, async ({ api }) => {
      const [, encryption, ...others] = told(await tried(api, 'mail'))
      assert.match(encryption ?? '', /^encryption: /)
      assert.equal(others.length, 0)
    })
    const stranger = await startMailServer()
    await withMail({}, { 'smtp-ca-file': write('other.pem', stranger.certificate) }, async ({ api }) => {
      assert.match(told(await tried(api, 'mail'))[1] ?? '', /^encryption: .*certificate/)
    })
    await stranger.close()
  })

  test('that refuses the recipient is told with its words', () =>
    withMail({}, {}, async ({ api }, mail) => {
      mail.refuse('550 5.1.1 no such user')
      assert.match(told(await tried(api, 'mail', { recipient }))[3] ?? '', /^message: .*no such user/)
    }))

  test('that is not there fails at once', () =>
    withMail({}, { 'smtp-port': '1' }, async ({ api }) => {
      const [connection, ...others] = told(await tried(api, 'mail'))
      assert.match(connection ?? '', /^connection: .*ECONNREFUSED/)
      assert.equal(others.length, 0)
    }))

  test('that hangs is given up when patience ends', async () => {
    const silent = await listening()
    const port = (silent.address() as { port: number }).port
    const giveUp = async ({ api }: RunningServer) => {
      const found = await tried(api, 'mail', { recipient })
      assert.deepEqual(told(found), ['connection: no answer within 1 s'])
      assert.ok(found.took_ms >= 900 && found.took_ms < 5_000, `${found.took_ms}`)
    }
    await withMail({}, { 'smtp-port': `${port}` }, giveUp, { tryPatienceMs: 1_000 })
    silent.close()
  })
})

const listening = (): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer((socket) => socket.on('error', () => undefined).unref())
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
