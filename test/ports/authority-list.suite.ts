import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type Authority, authorityStatus, authorityStatuses } from '../../src/domain/model/authority.ts'
import type { Page } from '../../src/domain/model/page.ts'
import type { AuthorityFilter, AuthoritySortKey } from '../../src/domain/ports/authority-store.ts'
import {
  containsWithoutCase,
  enterpriseProjects,
  expectedListing,
  isIn,
  oddNames,
  soughtParts,
  soughtProjects,
} from './listing-oracle.ts'
import type { Open } from './opened.ts'
import { anAuthority, anAuthorityCertificate, now, ours, subjectNamed, theirs } from './sample-nouns.ts'
import { chosenSeed, SeededRandom } from './seeded-random.ts'
import { type Stage, suite } from './suite.ts'

const sortValues = {
  create_time: ({ createdAt }) => createdAt,
  common_name: ({ subject }) => subject.commonName.toLowerCase(),
  type: ({ type }) => type,
  not_after: ({ certificate }) => certificate?.notAfter ?? null,
} as const satisfies Record<AuthoritySortKey, (authority: Authority) => string | number | null>
const sortKeys = Object.keys(sortValues) as AuthoritySortKey[]

export function authorityListSuite(name: string, open: Open): void {
  suite(`list of CAs on ${name}`, open, (stage) => {
    const seed = chosenSeed()
    const random = new SeededRandom(seed)
    const authorities = Array.from({ length: 150 }, () => randomAuthority(random))

    before(() => addAll(stage, authorities))

    for (const status of [undefined, ...authorityStatuses]) {
      test(`agrees with the domain: ${status ?? 'any status'}, every order (seed ${seed})`, async () => {
        for (const sortKey of sortKeys) {
          for (const direction of ['ascending', 'descending'] as const) {
            const filter = { ...randomFilter(random), ...(status && { status }) }
            const page = { offset: random.below(30), limit: random.below(200), sortKey, direction }
            await checkList(stage, authorities, filter, page)
          }
        }
      })
    }

    test(`agrees with the domain for every odd name (seed ${seed})`, async () => {
      const page = { offset: 0, limit: 1000, sortKey: 'common_name', direction: 'ascending' } as const
      for (const name of soughtParts) await checkList(stage, authorities, { name }, page)
    })

    test('is empty past its end, with the total', async () => {
      const page = { offset: 10_000, limit: 10, sortKey: 'create_time', direction: 'ascending' } as const
      await checkList(stage, authorities, {}, page)
    })
  })
}

const isListed = ({ generationMode, type }: Authority) => generationMode !== 'CSR' || type !== 'SUBORDINATE'

async function checkList(
  { database }: Stage,
  all: readonly Authority[],
  filter: AuthorityFilter,
  page: Page<AuthoritySortKey>,
): Promise<void> {
  const isWanted = (authority: Authority) =>
    isListed(authority) &&
    isIn(authority, filter.enterpriseProjectIds) &&
    (filter.type === undefined || filter.type === authority.type) &&
    (filter.status === undefined || filter.status === authorityStatus(authority, now)) &&
    containsWithoutCase(authority.subject.commonName, filter.name)
  const listed = await database.search(ours, ({ authorities }) => authorities.list(filter, page, now))
  const expected = expectedListing(all, page, isWanted, sortValues[page.sortKey])
  assert.deepEqual(listed, expected, JSON.stringify({ filter, page }))
}

async function addAll({ database }: Stage, all: readonly Authority[]): Promise<void> {
  await database.write(ours, async ({ authorities }) => {
    for (const authority of all) await authorities.add(authority)
  })
  await database.write(theirs, ({ authorities }) => authorities.add(anAuthority()))
}

function randomFilter(random: SeededRandom): AuthorityFilter {
  const name = random.of([undefined, undefined, ...soughtParts])
  const type = random.of([undefined, undefined, 'ROOT', 'SUBORDINATE'] as const)
  const projects = random.of(soughtProjects)
  return {
    ...(name !== undefined && { name }),
    ...(type && { type }),
    ...(projects && { enterpriseProjectIds: projects }),
  }
}

/** The end lies at, just before or just after the present; what is PENDING may have none. */
function randomAuthority(random: SeededRandom): Authority {
  const state = random.of(['PENDING', 'ACTIVED', 'ACTIVED', 'DISABLED', 'DELETED'] as const)
  const notAfter = now + random.of([-1000, -1, 0, 1, 1000])
  return anAuthority({
    state,
    type: random.of(['ROOT', 'SUBORDINATE']),
    generationMode: random.of(['GENERATE', 'IMPORT', 'CSR']),
    revocation: random.below(4) === 0 ? { revokedAt: now, reason: 'UNSPECIFIED' } : null,
    subject: subjectNamed(random.of(oddNames)),
    certificate: random.below(4) === 0 ? null : anAuthorityCertificate({ notAfter }),
    createdAt: now + random.below(5),
    enterpriseProjectId: random.of(enterpriseProjects),
  })
}
