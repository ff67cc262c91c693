import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RemoteCommand } from '../../src/cli/remote/command.ts'
import { nouns } from '../../src/cli/remote/nouns/index.ts'
import { type Identity, type RunningServer, startServer } from '../api/running-server.ts'
import { speak } from './command-line.ts'

const id = 'f'.repeat(32)
const unknownCertificate = 'scs0000000000000'

/** What an option takes, where any text will not do. */
const values: Readonly<Record<string, string>> = {
  '--on': 'account',
  'policy create --type': 'AA',
  'certificate buy --type': 'DV_SSL_CERT',
  '--brand': 'GEOTRUST',
  '--email': 'li.lei@example.test',
}
/** What a word of a command is, where any will not do. */
const wordValues: Readonly<Record<string, string>> = {
  '<certificate>': unknownCertificate,
  '<service>': 'ELB',
  '<domain>': 'www.example.test',
  '<on-or-off>': 'on',
}

/** Options without which a command has nothing to do, though none of them is required. */
const needed: Readonly<Record<string, readonly string[]>> = {
  'certificate import': ['--key-store', 'store.p12'],
  'user update': ['--name', 'other'],
  'user password': ['--generate-password'],
  'group update': ['--name', 'other'],
  'policy update': ['--name', 'other'],
  'enterprise-project update': ['--name', 'other'],
  'project update': ['--name', 'other'],
  'agency update': ['--description', 'other'],
  'grant add': ['--group', id],
  'grant remove': ['--group', id],
}

/** Everybody may ask these about themselves. */
const open = new Set(['project list', 'access-key list'])

interface Spelled {
  readonly name: string
  readonly arguments: readonly string[]
  readonly options: readonly string[]
  readonly command: RemoteCommand
}

const commands: Spelled[] = nouns.flatMap((noun) =>
  noun.commands.map((command) => {
    const [verb = '', ...words] = command.signature.split(' ')
    const name = `${noun.name} ${verb}`
    const required = Object.keys(command.required).flatMap((flag) => {
      const option = flag.split(' ')[0] ?? ''
      return [option, values[`${name} ${option}`] ?? values[option] ?? id]
    })
    return {
      name,
      arguments: words.filter((word) => word.startsWith('<')).map((word) => wordValues[word] ?? id),
      options: [...required, ...(needed[name] ?? [])],
      command,
    }
  }),
)

describe('every command', () => {
  let server: RunningServer
  let nobody: Identity
  before(async () => {
    server = await startServer()
    nobody = await server.addUser('nobody')
  })
  after(() => server.close())

  const surroundings = (identity: Identity, endpoint = server.base) => ({
    now: () => server.clock.now(),
    environment: {
      CHANCERY_ENDPOINT: endpoint,
      ...(identity !== 'nobody' &&
        'accessKey' in identity && {
          CHANCERY_ACCESS_KEY: identity.accessKey,
          CHANCERY_SECRET_KEY: identity.secretKey,
        }),
    },
  })
  const administrator = (): Identity => ({
    accessKey: server.credentials.access_key,
    secretKey: server.credentials.secret_key,
  })

  for (const { name, arguments: words, options, command } of commands) {
    const spelled = [...name.split(' '), ...words, ...options]
    const expectNothingOn = (stdout: string) => assert.equal(stdout, '', 'stdout is for data')

    test(`${name} is refused to whom nothing is granted, in one line with the API's code`, async () => {
      // that a key is unknown is said to anybody
      const isAboutKey = command.signature.includes('<access-key>')
      const asked = isAboutKey
        ? spelled.map((word) => (word === id ? server.credentials.access_key : word))
        : spelled
      const { code, stdout, stderr } = await speak(asked, surroundings(nobody))
      if (open.has(name)) return assert.equal(code, 0, stderr)
      assert.equal(code, 1, stderr)
      assert.match(
        stderr,
        /not authorized.* \(IAM\.0403; \w+ takes .+\)$|\(SCM\.4002; \w+ takes .+\)$|^Insufficient permissions.* \((AUDIT|CONNECTION)\.0403.*\)$/,
      )
      expectNothingOn(stdout)
    })

    if (words.length > 0 && !/ (create|explain|import)$/.test(name)) {
      test(`${name} says that what is unknown is unknown`, async () => {
        const { code, stdout, stderr } = await speak(spelled, surroundings(administrator()))
        assert.equal(code, 1, stderr)
        assert.match(
          stderr,
          /^there is no such .+ \(IAM\.0404\)$|^.+ \(SCM\.0008\)$|^The resource does not exist\. \(CONNECTION\.0404\)$/,
        )
        expectNothingOn(stdout)
      })
    }

    test(`${name} says where nobody answers`, async () => {
      const { code, stderr } = await speak(spelled, surroundings(administrator(), 'http://127.0.0.1:1'))
      assert.deepEqual({ code, stderr }, { code: 1, stderr: 'nobody answers at http://127.0.0.1:1' })
    })

    const misuses = [
      ['one word too many', [...spelled, 'more', 'and more']],
      ['an option that it does not have', [...spelled, '--unheard-of']],
      ['an output that it does not have', [...spelled, '--output', 'xml']],
      ...words.map((_, count) => [
        `${count} words`,
        [...name.split(' '), ...words.slice(0, count), ...options],
      ]),
      ...Object.keys(command.required).map((flag) => [
        `no ${flag}`,
        [...name.split(' '), ...words, ...options.slice(0, options.indexOf(flag.split(' ')[0] ?? ''))],
      ]),
    ] as [string, string[]][]
    for (const [what, misspelled] of misuses) {
      test(`${name} with ${what} is misuse`, async () => {
        const { code, stdout, stderr } = await speak(misspelled, surroundings(administrator()))
        assert.equal(code, 2, stderr)
        assert.match(stderr, /^chancery: /)
        expectNothingOn(stdout)
      })
    }
  }

  test('audit list tells what was done, of one kind, a page after the other', async () => {
    const ask = (...words: string[]) => speak(['audit', 'list', ...words], surroundings(administrator()))
    for (const name of ['first', 'second'])
      await speak(['group', 'create', name], surroundings(administrator()))
    const one = await ask('--operation', 'createGroup', '--limit', '1', '--result', 'success')
    assert.equal(one.code, 0, one.stderr)
    assert.match(
      one.stdout,
      /^TIME +USER +BY +FROM +OPERATION +OBJECT +RESULT\n20.*createGroup +group .+success\n$/,
    )
    const place = /^there is more: --after (\S+)$/.exec(one.stderr)?.[1]
    assert.ok(place, one.stderr)
    const other = await ask('--operation', 'createGroup', '--after', place, '--output', 'json')
    const [record] = JSON.parse(other.stdout) as { operation: string; user_id: string }[]
    assert.equal(record?.operation, 'createGroup')
    assert.notEqual(one.stdout.split('\n')[1], other.stdout)
    const none = await ask('--user', record.user_id, '--until', '2001-01-01')
    assert.deepEqual([none.code, none.stdout.split('\n').length], [0, 2])
    for (const wrong of [
      ['--from', 'yesterday'],
      ['--until', '2026-13-01'],
      ['--limit', 'many'],
    ]) {
      const { code, stderr } = await ask(...wrong)
      assert.equal(code, 2, stderr)
      assert.match(stderr, new RegExp(`^chancery: ${wrong[0]} must be`))
    }
  })

  test('nobody at all is misuse', async () => {
    const { code, stderr } = await speak(['user', 'list'], surroundings('nobody'))
    assert.equal(code, 2)
    assert.match(stderr, /^chancery: who are you\?/)
  })

  test('names that fit more than one thing are not guessed', async () => {
    const role = {
      type: 'AA',
      policy: { Version: '1.1', Statement: [{ Effect: 'Allow', Action: ['pca:ca:list'] }] },
    }
    await server.api('POST', '/v3.0/OS-ROLE/roles', { role: { ...role, display_name: 'PCA FullAccess' } })
    const { code, stderr } = await speak(['policy', 'show', 'PCA FullAccess'], surroundings(administrator()))
    assert.equal(code, 1)
    assert.match(
      stderr,
      /^"PCA FullAccess" is more than one policy: say which by id, [\da-f]{32} or [\da-f]{32}$/,
    )
  })

  test('a temporary key asks with its token, which is signed, and is nothing without it', async () => {
    const { credential } = (
      await server.api('POST', '/v3.0/OS-CREDENTIAL/securitytokens', {
        auth: { identity: { methods: ['token'] } },
      })
    ).body
    const key = { accessKey: credential.access, secretKey: credential.secret }
    const { environment, now } = surroundings(key)
    const temporary = { ...environment, CHANCERY_SECURITY_TOKEN: credential.securitytoken }
    const list = ['user', 'list', '--output', 'json']
    const asked = await speak(list, { now, environment: temporary })
    assert.deepEqual({ code: asked.code, stderr: asked.stderr }, { code: 0, stderr: '' })
    assert.ok(!asked.stdout.includes(credential.securitytoken))
    const without = await speak(list, { now, environment })
    assert.equal(without.code, 1)
    assert.match(without.stderr, /APIG\.0301/)
  })
})
