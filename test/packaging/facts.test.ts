import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { accessVariables } from '../../src/cli/remote/access.ts'
import { settingNames, settings, variableOf } from '../../src/config/settings.ts'
import { projectFolder } from '../start-up/program.ts'

const textOf = (path: string) => readFileSync(join(projectFolder, path), 'utf8')
const { version } = JSON.parse(textOf('package.json')) as { version: string }
const listenPort = Number(new URL(settings.listen.fallback ?? '').port)

/** Read by the compose file itself, not by the server. */
const composeVariables = ['CHANCERY_API_PORT', 'CHANCERY_PKI_PORT']
/** No settings: set by Kubernetes for a service called chancery, and by those who write the documents anew. */
const foreignVariables = ['CHANCERY_PORT', 'CHANCERY_WRITE_DOCS']

const served = [
  ...globSync('packaging/**/*', { cwd: projectFolder, withFileTypes: true }),
  ...globSync('examples/**/*', { cwd: projectFolder, withFileTypes: true }),
]
  .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('/secrets'))
  .map(({ parentPath, name }) => join(parentPath, name).slice(projectFolder.length + 1))

/** What is said in more than one place is said the same. */
describe('packaging, examples and guides', () => {
  test('name settings that exist, and no others', () => {
    const known = new Set<string>([
      ...settingNames.map(variableOf),
      ...accessVariables,
      'CHANCERY_CONFIG',
      ...composeVariables,
      ...foreignVariables,
    ])
    assert.ok(served.length > 15, 'files were found')
    for (const file of [...served, 'docs/operations.md', 'docs/security.md']) {
      const named = textOf(file).match(/CHANCERY_[A-Z0-9_]*[A-Z0-9]/g) ?? []
      assert.deepEqual([...new Set(named.filter((name) => !known.has(name)))], [], file)
    }
  })

  test('docs/operations.md has every setting with its default, made from them', () => {
    const file = 'docs/operations.md'
    const text = textOf(file)
    const table = /(?<=^\| variable \| default \| what for \|\n\|---\|---\|---\|\n)(?:\|.*\n)+/m
    const rows = settingNames.map((name) => {
      const { description, fallback } = settings[name] as { description: string; fallback?: string }
      const [purpose, derived = 'none'] = description.split('; default: ')
      return `| \`${variableOf(name)}\` | ${fallback ? `\`${fallback}\`` : derived} | ${purpose} |\n`
    })
    assert.match(text, table)
    const right = text.replace(table, () => rows.join(''))
    if (process.env['CHANCERY_WRITE_DOCS'] === 'true') writeFileSync(join(projectFolder, file), right)
    else assert.equal(text, right, 'CHANCERY_WRITE_DOCS=true writes it anew')
  })

  test('are of the version of package.json', () => {
    const chart = textOf('packaging/helm/chancery/Chart.yaml')
    for (const key of ['version', 'appVersion']) assert.match(chart, new RegExp(`^${key}: ${version}$`, 'm'))
    assert.match(textOf('packaging/compose/compose.yaml'), new RegExp(`image: chancery:${version}$`, 'm'))
    assert.match(textOf('packaging/container/Dockerfile'), new RegExp(`-t chancery:${version} `))
  })

  test('listen where the settings say', () => {
    const dockerfile = textOf('packaging/container/Dockerfile')
    assert.match(dockerfile, new RegExp(`^EXPOSE ${listenPort} ${listenPort + 1}$`, 'm'))
    assert.match(dockerfile, new RegExp(`CHANCERY_LISTEN=https://0\\.0\\.0\\.0:${listenPort}$`, 'm'))
    const balancer = textOf('packaging/compose/haproxy.cfg')
    for (const node of ['chancery-1', 'chancery-2']) {
      assert.ok(balancer.includes(`server ${node} ${node}:${listenPort}\n`))
      assert.ok(balancer.includes(`server ${node} ${node}:${listenPort + 1}\n`))
    }
    const pods = textOf('packaging/helm/chancery/templates/statefulset.yaml')
    assert.match(pods, new RegExp(`name: api, containerPort: ${listenPort} `))
    assert.match(pods, new RegExp(`name: pki, containerPort: ${listenPort + 1} `))
  })

  test('the image copies what exists and what the context lets through', () => {
    const ignored = textOf('.dockerignore').split('\n')
    const copies = [...textOf('packaging/container/Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)]
    const sources = copies.flatMap(([, list = '']) => list.split(' '))
    assert.ok(sources.includes('src'))
    for (const source of sources) {
      assert.ok(existsSync(join(projectFolder, source)), source)
      assert.ok(ignored.includes(`!${source}`), `${source} is ignored`)
    }
    assert.ok(ignored.includes('*'), 'nothing else gets in')
  })

  test('every secret of the compose file is one that make-secrets makes', () => {
    const made = [...textOf('packaging/compose/make-secrets').matchAll(/\| keep (\S+)/g)].map(
      ([, name]) => name,
    )
    const declared = textOf('packaging/compose/compose.yaml').split(/^secrets:$/m)[1] ?? ''
    const wanted = [...declared.matchAll(/file: \.\/secrets\/(\S+) /g)].map(([, name]) => name)
    assert.deepEqual(new Set(wanted), new Set(made))
  })
})
