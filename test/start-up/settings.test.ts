import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { chancery, credentialsIn, freePorts, newFolder, removeFolder, run, stop } from './program.ts'

describe('where settings come from', () => {
  const parent = newFolder()
  let port: number

  before(async () => {
    port = await freePorts()
  })
  after(() => removeFolder(parent))

  /** The region names the first project, so it tells which source won. */
  async function regionOf(
    name: string,
    sources: { flags?: readonly string[]; environment?: Record<string, string>; file?: object },
  ): Promise<string> {
    const dataFolder = join(parent, name)
    const file = join(parent, `${name}.json`)
    const content = { data_dir: dataFolder, listen: `http://127.0.0.1:${port}`, ...sources.file }
    writeFileSync(file, JSON.stringify(content))
    const program = chancery(['serve', '--config', file, ...(sources.flags ?? [])], sources.environment)
    await program.said(/ready on/)
    await stop(program)
    return credentialsIn(dataFolder).project.name
  }

  test('flag, else variable, else file, else default', async () => {
    const file = { region: 'from-file' }
    const environment = { CHANCERY_REGION: 'from-variable' }
    const flags = ['--region', 'from-flag']
    assert.equal(await regionOf('default', {}), 'cn-north-4')
    assert.equal(await regionOf('file', { file }), 'from-file')
    assert.equal(await regionOf('variable', { file, environment }), 'from-variable')
    assert.equal(await regionOf('flag', { file, environment, flags }), 'from-flag')
  })

  test('an empty variable is not set', async () => {
    assert.equal(await regionOf('empty', { environment: { CHANCERY_REGION: '' } }), 'cn-north-4')
  })

  test('the configuration file is named by flag or variable, the flag first', async () => {
    const [first, second] = ['one', 'two'].map((name) => {
      const file = join(parent, `named-${name}.json`)
      writeFileSync(
        file,
        JSON.stringify({
          data_dir: join(parent, `named-${name}`),
          listen: `http://127.0.0.1:${port}`,
          region: name,
        }),
      )
      return file
    })
    const program = chancery(['serve', '--config', first ?? ''], { CHANCERY_CONFIG: second })
    await program.said(/ready on/)
    await stop(program)
    assert.equal(credentialsIn(join(parent, 'named-one')).project.name, 'one')
    assert.ok(!existsSync(join(parent, 'named-two')))
    const other = chancery(['serve'], { CHANCERY_CONFIG: second })
    await other.said(/ready on/)
    await stop(other)
    assert.equal(credentialsIn(join(parent, 'named-two')).project.name, 'two')
  })
})

/** `$ command`, what it prints, and `[end code]` where that is not 0. */
const transcripts = `
$ chancery --version
0.1.0
$ chancery serv
chancery: unknown command 'serv'
(Did you mean serve?)
[end 2]
$ chancery serve --colour blue
chancery: unknown option '--colour'
[end 2]
$ chancery serve --data-dirr x
chancery: unknown option '--data-dirr'
(Did you mean --data-dir?)
[end 2]
$ chancery serve --listen
chancery: option '--listen <value>' argument missing
[end 2]
$ chancery serve more
chancery: too many arguments for 'serve'. Expected 0 arguments but got 1: more.
[end 2]
`

describe('the command line', () => {
  const entries = transcripts
    .trim()
    .split(/^\$ /m)
    .filter((entry) => entry !== '')

  for (const entry of entries) {
    const [command = '', ...lines] = entry.trimEnd().split('\n')
    test(`$ ${command}`, async () => {
      const program = chancery(command.split(' ').slice(1))
      const { code } = await program.ended
      const end = code === 0 ? [] : [`[end ${code}]`]
      assert.deepEqual([...`${program.stdout()}${program.stderr()}`.trimEnd().split('\n'), ...end], lines)
      assert.equal(code === 0 ? program.stderr() : program.stdout(), '', 'data on stdout, words on stderr')
    })
  }

  test('$ chancery --help goes to stdout and ends in 0; the bin of package.json is this program', async () => {
    const program = run('npx', ['chancery', '--help'])
    assert.equal((await program.ended).code, 0)
    assert.match(program.stdout(), /^Usage: chancery /)
    assert.match(program.stdout(), /serve/)
    // npm may have words of its own about its configuration
    assert.ok(!/chancery/.test(program.stderr()), program.stderr())
  })

  test('$ chancery serve --help names every setting with its variable', async () => {
    const program = chancery(['serve', '--help'])
    assert.equal((await program.ended).code, 0)
    for (const name of [
      'data-dir',
      'listen',
      'allow-plain-http',
      'tls-cert-file',
      'tls-key-file',
      'api-url',
      'trusted-proxies',
      'pki-listen',
      'public-url',
      'database-url',
      'buckets-url',
      'buckets-credentials-file',
      'master-key-file',
      'pfx-profile',
      'metrics-token-file',
    ]) {
      assert.match(program.stdout(), new RegExp(`--${name} `))
      assert.ok(program.stdout().includes(`CHANCERY_${name.replaceAll('-', '_').toUpperCase()}`), name)
    }
    assert.match(program.stdout(), /--config /)
    assert.equal(program.stderr(), '')
  })

  test('$ chancery alone is misuse: help on stderr, end 2', async () => {
    const program = chancery([])
    assert.equal((await program.ended).code, 2)
    assert.equal(program.stdout(), '')
    assert.match(program.stderr(), /Usage: chancery /)
  })
})
