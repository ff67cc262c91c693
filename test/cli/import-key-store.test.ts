import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningServer, startServer } from '../api/running-server.ts'
import { keyPem, make } from '../api/scm-v3/certificates.ts'
import { exported, seen } from '../api/scm-v3/support.ts'
import { ourJks, ourPfx } from '../operations/key-store-files.ts'
import { speak } from './command-line.ts'

const made = make()
const files: Readonly<Record<string, Uint8Array | string>> = {
  'site.pfx': await ourPfx(made, [], '密码 secret'),
  'site.jks': ourJks(made, [], 'secret'),
  password: '密码 secret\n',
  'other password': 'secret\n',
  'site.pem': made.pem,
  'site.key': keyPem(made),
}

describe('certificate import', () => {
  let server: RunningServer
  before(async () => {
    server = await startServer({ 'rsa-pool-size': '0' })
  })
  after(() => server.close())

  const say = (...words: string[]) =>
    speak(['certificate', 'import', 'site', ...words], {
      now: () => server.clock.now(),
      environment: {
        CHANCERY_ENDPOINT: server.base,
        CHANCERY_ACCESS_KEY: server.credentials.access_key,
        CHANCERY_SECRET_KEY: server.credentials.secret_key,
      },
      readText: async (path) => String(files[path] ?? '{}'),
      readOctets: async (path) => Buffer.from(files[path] ?? ''),
    })

  for (const words of [
    ['--key-store', 'site.pfx', '--password-file', 'password'],
    ['--key-store', 'site.jks', '--password-file', 'other password', '--alias', 'server', '--once'],
    ['site.pem', 'site.key'],
  ]) {
    test(words.join(' '), async () => {
      for (const one of (await seen(server.api)).certificates)
        await server.api('DELETE', `/v3/scm/certificates/${one.id}`)
      const { code, stdout, stderr } = await say(...words)
      assert.equal(code, 0, stderr)
      const [id = ''] = /scs\d{13}/.exec(stdout) ?? []
      assert.equal((await exported(server.api, id)).private_key, keyPem(made))
    })
  }

  test('a wrong password is refused in one line, which does not say it', async () => {
    const { code, stdout, stderr } = await say('--key-store', 'site.pfx', '--password-file', 'other password')
    assert.deepEqual([code, stdout], [1, ''])
    assert.match(stderr, /: password does not open the key store.*\(SCM\.0005\)$/)
    assert.doesNotMatch(stderr, /secret/)
  })

  for (const words of [
    [],
    ['site.pem'],
    ['site.pem', 'site.key', '--key-store', 'site.pfx'],
    ['--key-store', 'site.pfx', '--chain-file', 'site.pem'],
    ['site.pem', 'site.key', '--password-file', 'password'],
  ]) {
    test(`misuse: ${words.join(' ') || 'nothing'}`, async () => {
      const { code, stdout } = await say(...words)
      assert.deepEqual([code, stdout], [2, ''])
    })
  }
})
