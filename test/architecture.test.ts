import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, test } from 'node:test'

interface Room {
  /** Rooms whose files it may import. */
  readonly enters: readonly string[]
  /** Rooms of which it may import types only. */
  readonly knows?: readonly string[]
  /** Packages and modules of the runtime. */
  readonly uses: readonly string[]
}

/** The table of arrows (ARCHITECTURE.md). A new arrow or package changes this table, with a reason in docs/adr. */
const rooms: Readonly<Record<string, Room>> = {
  'domain/model': { enters: [], uses: [] },
  'domain/ports': { enters: ['domain/model'], uses: [] },
  x509: { enters: ['domain/model'], uses: [] },
  'domain/operations': { enters: ['domain/model', 'domain/ports', 'x509'], uses: [] },
  contract: { enters: [], uses: ['typebox'] },
  'http/wire': {
    enters: ['contract', 'domain/model'],
    knows: ['domain/operations'],
    uses: ['fastify', 'typebox', 'typebox/schema', 'node:net'],
  },
  'http/pca-v1': {
    enters: ['http/wire', 'contract/pca-v1', 'contract/operation.ts', 'domain/model'],
    knows: ['domain/operations', 'domain/ports'],
    uses: [],
  },
  'http/scm': {
    enters: ['http/wire', 'domain/model'],
    knows: ['domain/operations'],
    uses: [],
  },
  'http/scm-v2': {
    enters: ['http/wire', 'http/scm', 'contract/scm-v2', 'contract/operation.ts', 'domain/model'],
    knows: ['domain/operations', 'domain/ports'],
    uses: [],
  },
  'http/scm-v3': {
    enters: ['http/wire', 'http/scm', 'contract/scm-v3', 'contract/operation.ts', 'domain/model'],
    knows: ['domain/operations', 'domain/ports'],
    uses: [],
  },
  'http/iam-v3': {
    enters: ['http/wire', 'contract/iam-v3', 'contract/operation.ts', 'domain/model'],
    knows: ['domain/operations', 'domain/ports'],
    uses: [],
  },
  'http/audit-v1': {
    enters: ['http/wire', 'contract/audit-v1', 'contract/operation.ts', 'domain/model'],
    knows: ['domain/operations', 'domain/ports'],
    uses: [],
  },
  'http/connections-v1': {
    enters: ['http/wire', 'contract/connections-v1', 'contract/operation.ts', 'domain/model'],
    knows: ['domain/operations', 'domain/ports'],
    uses: [],
  },
  'http/health-v1': {
    enters: ['http/wire', 'contract/health-v1', 'contract/operation.ts', 'domain/model'],
    knows: ['domain/operations', 'domain/ports'],
    uses: [],
  },
  'http/pki': { enters: ['http/wire', 'domain/model'], knows: ['domain/operations'], uses: [] },
  'http/reference': { enters: ['http/wire', 'contract/operation.ts'], uses: ['node:crypto'] },
  'http/console': { enters: ['http/wire'], uses: ['node:fs', 'node:fs/promises', 'node:path'] },
  'http/health': { enters: ['http/wire'], knows: ['domain/ports'], uses: [] },
  'http/sign-in': { enters: ['http/wire', 'domain/model'], knows: ['domain/operations'], uses: [] },
  'http/confirm': { enters: ['http/wire'], knows: ['domain/operations'], uses: [] },
  'http/metrics': { enters: ['http/wire', 'domain/model'], uses: [] },
  jobs: { enters: [], knows: ['domain/operations'], uses: [] },
  local: {
    enters: [
      'config',
      'domain/model',
      'domain/ports',
      'domain/operations',
      'storage',
      'crypto',
      'system',
      'cli',
      'no-faults.ts',
    ],
    uses: ['node:os', 'node:path'],
  },
  'local/backup': {
    enters: [
      'local',
      'config',
      'domain/model',
      'domain/ports',
      'domain/operations',
      'storage',
      'crypto',
      'buckets',
      'system',
      'start-fault.ts',
      'version.ts',
    ],
    uses: ['node:fs', 'node:fs/promises', 'node:path'],
  },
  'local/doctor': {
    enters: [
      'config',
      'contract/health-v1',
      'domain/model',
      'domain/ports',
      'storage',
      'crypto',
      'buckets',
      'system',
      'cli/remote',
    ],
    uses: ['node:crypto', 'node:http', 'node:https', 'node:net', 'node:path'],
  },
  cli: { enters: ['cli/remote'], uses: ['commander'] },
  'cli/remote': {
    enters: ['contract'],
    uses: ['commander', 'node:crypto', 'node:http', 'node:https'],
  },
  storage: {
    enters: ['domain/model', 'domain/ports'],
    uses: [
      'kysely',
      'kysely/migration',
      'pg',
      'node:sqlite',
      'node:worker_threads',
      'node:child_process',
      'node:path',
      'node:fs',
      'node:timers/promises',
      'node:url',
    ],
  },
  crypto: {
    enters: ['domain/model', 'domain/ports', 'x509'],
    uses: ['fflate', 'node:crypto', 'node:worker_threads', 'node:fs', 'node:path', 'node:util'],
  },
  buckets: {
    enters: ['domain/model', 'domain/ports'],
    uses: ['@aws-sdk/client-s3', 'node:buffer', 'node:fs', 'node:fs/promises', 'node:path', 'node:stream'],
  },
  system: {
    enters: ['domain/model', 'domain/ports'],
    knows: ['domain/operations'],
    uses: [
      'pino',
      'node:crypto',
      'node:fs',
      'node:fs/promises',
      'node:net',
      'node:os',
      'node:path',
      'node:perf_hooks',
      'node:timers/promises',
      'node:v8',
    ],
  },
  outbound: {
    enters: ['domain/model', 'domain/ports'],
    uses: ['jose', 'node:crypto', 'node:dns', 'node:http', 'node:https', 'node:module', 'node:net', 'tldts'],
  },
  'outbound/proofs': {
    enters: ['domain/model', 'domain/ports', 'outbound/guarded-request.ts'],
    uses: ['node:dns', 'node:dns/promises', 'node:http', 'node:net'],
  },
  'outbound/dns': {
    enters: ['domain/model', 'domain/ports', 'outbound/huaweicloud'],
    uses: ['node:crypto', 'node:net'],
  },
  'outbound/acme': {
    enters: [
      'domain/model',
      'domain/ports',
      'x509',
      'outbound/exchange.ts',
      'outbound/kept-answer.ts',
      'outbound/service-url.ts',
    ],
    uses: ['acme-client', 'node:async_hooks', 'node:crypto'],
  },
  'outbound/huaweicloud': {
    enters: ['domain/ports'],
    uses: ['node:crypto', 'node:http', 'node:https'],
  },
  'outbound/targets': {
    enters: ['domain/model', 'domain/ports', 'outbound/huaweicloud', 'outbound/webhook-signature.ts'],
    uses: [
      'node:child_process',
      'node:crypto',
      'node:fs/promises',
      'node:http',
      'node:https',
      'node:net',
      'node:path',
      'node:tls',
    ],
  },
  'outbound/audit-sinks': {
    enters: ['domain/model', 'domain/ports', 'outbound/webhook-signature.ts'],
    uses: ['node:crypto', 'node:dgram', 'node:dns/promises', 'node:fs/promises', 'node:net'],
  },
  'outbound/mail': { enters: ['domain/model', 'domain/ports'], uses: ['nodemailer'] },
  'outbound/webhook': {
    enters: ['domain/model', 'domain/ports', 'outbound/guarded-request.ts', 'outbound/webhook-signature.ts'],
    uses: [],
  },
  metrics: { enters: ['domain/model', 'domain/ports'], uses: ['prom-client'] },
  config: { enters: [], uses: ['node:fs', 'node:net', 'node:path', 'node:url'] },
}

/** Files at the root of `src` put the rooms together, so everything is open to them. */
const roomOf = (path: string): string | undefined =>
  Object.keys(rooms)
    .filter((room) => path.startsWith(`${room}/`))
    .sort((left, right) => right.length - left.length)[0]

const imports =
  /(import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)|import\s+'([^']+)'/g

interface Import {
  readonly specifier: string
  readonly isType: boolean
}

function importsOf(source: string): Import[] {
  return [...source.matchAll(imports)].map(([, , type, from, dynamic, bare]) => ({
    specifier: from ?? dynamic ?? bare ?? '',
    isType: type !== undefined,
  }))
}

/** What is wrong with a file that stands at `path` below `src`. */
function faultsOf(path: string, source: string): string[] {
  const name = roomOf(path)
  const room = name === undefined ? undefined : rooms[name]
  if (!room) return path.includes('/') ? [`${path} stands in no room of the table`] : []
  const faults = importsOf(source).flatMap((imported) => importFault(path, name ?? '', room, imported) ?? [])
  return [...faults, ...ambientFaults(name ?? '', source)]
}

function importFault(
  path: string,
  name: string,
  room: Room,
  { specifier, isType }: Import,
): string | undefined {
  if (!specifier.startsWith('.')) {
    return room.uses.includes(specifier) ? undefined : `${name} must not use ${specifier}`
  }
  const target = relative('.', join(dirname(path), specifier))
  const isOpen = (other: string) => target === other || target.startsWith(`${other}/`)
  if (roomOf(target) === name || room.enters.some(isOpen)) return undefined
  if (isType && room.knows?.some(isOpen)) return undefined
  return `${name} must not import ${target}${isType ? '' : ' (only types, if at all)'}`
}

const ambientTime =
  /\bnew Date\(\)|\bDate\.now\b|\bTemporal\.Now\b|\bperformance\.|\bset(?:Timeout|Interval)\b|timers\/promises/
const ambientChance = /\bMath\.random\b|\brandom(?:UUID|UUIDv7|Bytes|Int|FillSync)\b/

/** Time comes through the clock; chance through a port, but for keys and nonces, which are made inside `crypto`. */
function ambientFaults(name: string, source: string): string[] {
  const isOwner = name === 'system'
  return [
    ...(!isOwner && ambientTime.test(source) ? [`${name}: time arrives through a port`] : []),
    ...(!isOwner && name !== 'crypto' && ambientChance.test(source)
      ? [`${name}: chance arrives through a port`]
      : []),
  ]
}

describe('every file of src keeps to the table of arrows', () => {
  for (const path of globSync('**/*.ts', { cwd: 'src' })) {
    test(path, () => assert.deepEqual(faultsOf(path, readFileSync(join('src', path), 'utf8')), []))
  }
})

describe('the table of arrows catches', () => {
  const planted: readonly [what: string, path: string, source: string][] = [
    ['the domain reaching a store', 'domain/operations/a.ts', "import { A } from '../../storage/a.ts'"],
    ['the model reaching a port', 'domain/model/a.ts', "import type { A } from '../ports/a.ts'"],
    ['a family reaching another', 'http/pca-v1/a.ts', "import { a } from '../iam-v3/a.ts'"],
    [
      'a family reaching a verb itself',
      'http/pca-v1/a.ts',
      "import { a } from '../../domain/operations/a.ts'",
    ],
    [
      "a family reaching another's contract",
      'http/iam-v3/a.ts',
      "import { a } from '../../contract/pca-v1/a.ts'",
    ],
    ['the wire reaching a store by a dynamic import', 'http/wire/a.ts', "await import('../../storage/a.ts')"],
    ['storage reaching crypto', 'storage/a.ts', "export { a } from '../crypto/a.ts'"],
    ['a package in the wrong room', 'domain/model/a.ts', "import { Type } from 'typebox'"],
    ['the runtime in the domain', 'domain/operations/a.ts', "import { hash } from 'node:crypto'"],
    ['ambient time in an operation', 'domain/operations/a.ts', 'const now = Date.now()'],
    ['a timer in storage', 'storage/a.ts', 'setTimeout(() => 1, 2)'],
    ['ambient chance in storage', 'storage/a.ts', 'randomUUID()'],
    ['a file in no room', 'utils/a.ts', ''],
  ]
  for (const [what, path, source] of planted) {
    test(what, () => assert.equal(faultsOf(path, source).length, 1))
  }

  test('and leaves what is right alone', () => {
    assert.deepEqual(faultsOf('domain/model/a.ts', 'const then = new Date(0)'), [])
    assert.deepEqual(faultsOf('crypto/a.ts', "import { randomBytes } from 'node:crypto'"), [])
    assert.deepEqual(faultsOf('http/wire/a.ts', "import type { A } from '../../domain/operations/a.ts'"), [])
  })
})
