import type { Page } from '../src/domain/model/page.ts'
import type { CertificateFilter, CertificateSortKey } from '../src/domain/ports/certificate-store.ts'
import type { OpenDatabase } from '../src/storage/database.ts'
import { aCertificate, octets } from '../test/ports/sample-nouns.ts'
import type { BenchRow } from './report.ts'
import { quantile } from './timing.ts'

const sortKeys: readonly CertificateSortKey[] = ['create_time', 'common_name', 'issuer_name', 'not_after']
const directions = ['ascending', 'descending'] as const
const offsets = [0, 1000, 10_000] as const
const rounds = 4

interface FilterKind {
  readonly name: string
  readonly mostMs: number
  readonly filters: readonly CertificateFilter[]
  /** Each list comes right after a change of the account, so that nothing kept can serve it. */
  readonly isAfterChange?: boolean
}

const names = (...parts: string[]): CertificateFilter[] => parts.map((name) => ({ name }))
const fewHits = names('host-12345', 'HOST-12', '00.exam', '99.example', 'auth-1', '服务 12', 'nowhere', '777')
const manyHits = names('example', 'host-1', 'corp', 'auth-', '书服务', '0.example', 'internal')
const statuses = ['ISSUED', 'REVOKED', 'EXPIRED'] as const

const filterKinds = (manyMs: number): FilterKind[] => [
  { name: 'no filter', mostMs: manyMs, filters: [{}] },
  { name: 'status', mostMs: manyMs, filters: statuses.map((status) => ({ status })) },
  { name: 'name, to 10,000 hits', mostMs: 50, filters: fewHits },
  { name: 'name, more hits', mostMs: manyMs, filters: manyHits },
  { name: 'name, more hits, after a change', mostMs: manyMs, filters: manyHits, isAfterChange: true },
  {
    name: 'name of 1-2, name and status',
    mostMs: 1000,
    filters: [
      ...names('e', '12', '证'),
      { name: 'host-1', status: 'ISSUED' },
      { name: 'ex', status: 'EXPIRED' },
    ],
    isAfterChange: true,
  },
]

/** Pages of 1,000 in every order and from several offsets, of each kind of filter. */
export async function benchListPages(
  database: OpenDatabase,
  accountId: string,
  manyMs: number,
): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  for (const kind of filterKinds(manyMs)) {
    for (const sortKey of sortKeys) rows.push(await measure(database, accountId, kind, sortKey))
  }
  return rows
}

async function measure(
  database: OpenDatabase,
  accountId: string,
  kind: FilterKind,
  sortKey: CertificateSortKey,
): Promise<BenchRow> {
  const cuts = directions.flatMap((direction) => offsets.map((offset) => ({ direction, offset })))
  const lists = kind.filters.flatMap((filter) =>
    cuts.map((cut) => ({ filter, page: { ...cut, sortKey, limit: 1000 } })),
  )
  const best = lists.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < rounds; round += 1) {
    for (const [place, { filter, page }] of lists.entries()) {
      if (kind.isAfterChange) await change(database, accountId)
      best[place] = Math.min(best[place] ?? 0, await timed(database, accountId, filter, page))
    }
  }
  const [p50, p99] = [quantile(best, 0.5), quantile(best, 0.99)]
  const slowest = JSON.stringify(lists[best.indexOf(Math.max(...best))])
  return {
    name: `${kind.name}, by ${sortKey}`,
    value: `p50 ${p50.toFixed(1)} p99 ${p99.toFixed(1)} ms`,
    target: `p99 under ${kind.mostMs} ms${p99 > kind.mostMs ? `; slowest: ${slowest}` : ''}`,
  }
}

async function timed(
  database: OpenDatabase,
  accountId: string,
  filter: CertificateFilter,
  page: Page<CertificateSortKey>,
): Promise<number> {
  const started = performance.now()
  await database.search(accountId, ({ certificates }) => certificates.list(filter, page, Date.now()))
  return performance.now() - started
}

const change = (database: OpenDatabase, accountId: string) =>
  database.write(accountId, ({ certificates }) =>
    certificates.add(aCertificate({ id: crypto.randomUUID(), createdAt: Date.now() }), octets(0x30)),
  )
