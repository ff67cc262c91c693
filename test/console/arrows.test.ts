import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, test } from 'node:test'

/** The console speaks the API and nothing else of the product (ADR 25). A new arrow changes this table, with a reason. */
const packages = [
  'react',
  'react-dom/client',
  'antd',
  'antd/locale/en_US',
  'antd/locale/zh_CN',
  '@ant-design/icons',
  '@tanstack/react-query',
  '@tanstack/react-router',
  'virtual:contract',
]
/** What reads certificates runs in a browser as it does here. */
const entered = ['src/x509']
/** Of which types alone may be known: they are gone when it is built. */
const known = ['src/contract', 'src/domain/model']
/** Who asks the server: all else goes through them. */
const askers = ['api/ask.ts', 'session/sign-in.ts', 'pages/overview/freshness.tsx']
const keepers = ['shell/preferences.ts']

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'console')
const imports = /(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)/g

function faultsOf(path: string, source: string): string[] {
  const faults = [...source.matchAll(imports)].flatMap(([, type, from, dynamic]) =>
    importFault(path, from ?? dynamic ?? '', type !== undefined),
  )
  const text = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
  return [
    ...faults,
    ...(/dangerouslySetInnerHTML|innerHTML|\beval\(|new Function/.test(text)
      ? ['makes markup or code of text']
      : []),
    ...(/\bfetch\(/.test(text) && !askers.includes(path) ? ['asks the server by itself'] : []),
    ...(/Storage\b|document\.cookie/.test(text) && !keepers.includes(path) ? ['keeps something'] : []),
    ...(source.split('\n').length > 301 ? ['is longer than 300 lines'] : []),
  ]
}

function importFault(path: string, specifier: string, isType: boolean): string[] {
  if (!specifier.startsWith('.')) return packages.includes(specifier) ? [] : [`uses ${specifier}`]
  const target = relative(root, join(folder, dirname(path), specifier))
  const isIn = (rooms: readonly string[]) => rooms.some((room) => target.startsWith(`${room}/`))
  if (target.startsWith('console/') || isIn(entered) || (isType && isIn(known))) return []
  return [`imports ${target}${isType ? '' : ' (only types, if at all)'}`]
}

const ours = globSync('**/*.{ts,tsx}', {
  cwd: folder,
  exclude: ['build.ts', 'vite.config.ts', 'contract-plugin.ts', '**/*.d.ts'],
})

describe('every file of the console keeps to its arrows', () => {
  for (const path of ours) {
    test(path, () => assert.deepEqual(faultsOf(path, readFileSync(join(folder, path), 'utf8')), []))
  }
})

describe('the arrows catch', () => {
  const planted: readonly (readonly [what: string, source: string])[] = [
    ['a shape of the contract in the browser', "import { User } from '../../src/contract/iam-v3/users.ts'"],
    ['an operation of the domain', "import type { A } from '../../src/domain/operations/index.ts'"],
    ['a package that nobody named', "import { debounce } from 'lodash'"],
    ['markup made of text', 'element.innerHTML = name'],
    ['a token that is kept', "sessionStorage.setItem('token', token)"],
    ['a request around the client', "fetch('/v1/private-certificates')"],
  ]
  for (const [what, source] of planted) {
    test(what, () => assert.equal(faultsOf('pages/a.tsx', source).length, 1))
  }
})
