import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../api/running-server.ts'
import { startMailServer } from '../api/scm-v3/mail-server.ts'
import { speak } from './command-line.ts'

const mail = await startMailServer({ offers: 'nothing' })
const server = await startServer({
  'rsa-pool-size': '0',
  'smtp-host': '127.0.0.1',
  'smtp-port': `${mail.port}`,
  'smtp-tls': 'none',
  'mail-from': 'chancery@example.test',
})
after(async () => {
  await server.close()
  await mail.close()
})
const say = (...words: string[]) =>
  speak(words, {
    now: () => server.clock.now(),
    environment: {
      CHANCERY_ENDPOINT: server.base,
      CHANCERY_ACCESS_KEY: server.credentials.access_key,
      CHANCERY_SECRET_KEY: server.credentials.secret_key,
    },
  })

suite('chancery connections', () => {
  test('list: what there is, and what the settings say of it', async () => {
    const { code, stdout, stderr } = await say('connections', 'list')
    assert.equal(code, 0, stderr)
    for (const line of [/^issuer:built-in +built-in +brands: \*/m, /^mail +smtp +host: 127\.0\.0\.1:/m])
      assert.match(stdout, line)
  })

  test('try: each step, and a mail where there is a recipient', async () => {
    const { code, stdout, stderr } = await say(
      'connections',
      'try',
      'mail',
      '--recipient',
      'ops@example.test',
    )
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^sign-in +yes/m)
    assert.match(stderr, /^all is fine, after \d+ ms$/)
    assert.equal(mail.mails[0]?.to, 'ops@example.test')
  })

  test('try: what is wrong, with what to do', async () => {
    await mail.close()
    const { code, stdout, stderr } = await say('connections', 'try', 'mail')
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^connection +NO +.*ECONNREFUSED.*CHANCERY_SMTP_HOST/m)
    assert.match(stderr, /^something is wrong, after \d+ ms$/)
  })
})
