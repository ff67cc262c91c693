import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { PrivateCertificate } from '../../src/domain/model/private-certificate.ts'
import { checkCertificateList, sortKeys } from './certificate-list-oracle.ts'
import type { Open } from './opened.ts'
import { addCertificates, randomCertificate, randomFilter } from './random-certificates.ts'
import { now, ours, theirs } from './sample-nouns.ts'
import { chosenSeed, SeededRandom } from './seeded-random.ts'
import { type Stage, suite } from './suite.ts'

/** Every list is walked, some are and some are sorted, and every list is sorted. */
const thresholds = [0, 60, 30_000]
const directions = ['ascending', 'descending'] as const

/** So many that names have come into the index in batches, and some are after the last of them. */
const ourCount = 1300
const theirCount = 300

/** Lists of two accounts, in whichever way they are made, against what the domain says. */
export function certificateListSizeSuite(name: string, open: Open): void {
  for (const mostSorted of thresholds) {
    const title = `lists with at most ${mostSorted} to sort on ${name}`
    suite(
      title,
      () => open({ mostSorted }),
      (stage) => sizeTests(stage),
    )
  }
}

function sizeTests(stage: Stage): void {
  const seed = chosenSeed()
  const random = new SeededRandom(seed)
  const make = (count: number) => Array.from({ length: count }, () => randomCertificate(random))
  const accounts = { [ours]: make(ourCount), [theirs]: make(theirCount) }

  before(async () => {
    for (const [accountId, all] of Object.entries(accounts))
      await addCertificates(stage.database, accountId, all)
  })

  for (const [accountId, all] of Object.entries(accounts)) {
    test(`agrees with the domain for account ${accountId.slice(0, 3)} (seed ${seed})`, async () => {
      for (const filter of filtersOf(random, all)) {
        const sortKey = random.of(sortKeys)
        const direction = random.of(directions)
        const page = { offset: random.below(80), limit: random.below(60), sortKey, direction }
        await checkCertificateList(stage, all, filter, page, { accountId })
      }
    })
  }

  test(`every order, from the start and past the end (seed ${seed})`, async () => {
    for (const sortKey of sortKeys) {
      for (const direction of directions) {
        for (const offset of [0, ourCount - 1, 10_000]) {
          const page = { offset, limit: 7, sortKey, direction }
          for (const filter of [{}, { name: 'example' }, { status: 'ISSUED' as const }]) {
            await checkCertificateList(stage, accounts[ours] ?? [], filter, page)
          }
        }
      }
    }
  })

  test('a name with a zero character is nobody’s', async () => {
    const page = { offset: 0, limit: 7, sortKey: 'create_time', direction: 'ascending' } as const
    for (const name of ['\0', 'exa\0mple']) {
      const listed = await stage.database.search(ours, (stores) =>
        stores.certificates.list({ name }, page, now),
      )
      assert.deepEqual(listed, { total: 0, items: [] })
    }
  })
}

const filtersOf = (random: SeededRandom, all: readonly PrivateCertificate[]) =>
  Array.from({ length: 50 }, () => randomFilter(random, all))
