import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kysely } from 'kysely'
import type { PrivateCertificate } from '../../src/domain/model/private-certificate.ts'
import { certificateRow } from '../../src/storage/certificate-row.ts'
import type { Engine } from '../../src/storage/engine.ts'
import { migrateDatabase } from '../../src/storage/migrate.ts'
import { migrationProvider } from '../../src/storage/migrations/index.ts'
import type { Schema } from '../../src/storage/schema.ts'
import { checkCertificateList, sortKeys } from './certificate-list-oracle.ts'
import type { Open } from './opened.ts'
import { addCertificates, randomCertificate, randomFilter } from './random-certificates.ts'
import { octets, ours, theirs } from './sample-nouns.ts'
import { chosenSeed, SeededRandom } from './seeded-random.ts'
import { type Stage, suite } from './suite.ts'

/** A database of the first version, with certificates, becomes one whose lists are as exact as a new one's. */
export function certificateListMigrationSuite(name: string, open: Open): void {
  const seed = chosenSeed()
  const random = new SeededRandom(seed)
  const make = (count: number) => Array.from({ length: count }, () => randomCertificate(random))
  const accounts = new Map([
    [ours, make(600)],
    [theirs, make(50)],
  ])
  const prepare = (db: Kysely<Schema>, engine: Engine['name']) => fillFirstVersion(db, engine, accounts)

  for (const mostSorted of [0, 30_000]) {
    const title = `lists of an older database with at most ${mostSorted} to sort on ${name}`
    suite(
      title,
      () => open({ mostSorted, prepare }),
      (stage) => migrationTests(stage, accounts, random, seed),
    )
  }
}

function migrationTests(
  stage: Stage,
  accounts: ReadonlyMap<string, PrivateCertificate[]>,
  random: SeededRandom,
  seed: number,
): void {
  const check = async () => {
    for (const [accountId, all] of accounts) {
      for (const sortKey of sortKeys) {
        for (const filter of Array.from({ length: 15 }, () => randomFilter(random, all))) {
          const page = { offset: random.below(9), limit: 50, sortKey, direction: 'ascending' } as const
          await checkCertificateList(stage, all, filter, page, { accountId })
        }
      }
    }
  }

  test(`what was issued before is listed, counted and found (seed ${seed})`, check)

  test('its DER is there, and can leave with it', async () => {
    const gone = accounts.get(theirs)?.pop()
    assert.ok(gone)
    const findDer = () => stage.database.read(theirs, ({ certificates }) => certificates.findDer(gone.id))
    assert.deepEqual(await findDer(), octets(0x30, 7))
    await stage.database.write(theirs, ({ certificates }) => certificates.remove(gone.id))
    assert.equal(await findDer(), undefined)
    await check()
    accounts.get(theirs)?.push(gone)
  })

  test(`what is issued after is found beside it (seed ${seed})`, async () => {
    const all = accounts.get(ours) ?? []
    const added = Array.from({ length: 510 }, () => randomCertificate(random))
    await addCertificates(stage.database, ours, added)
    for (const filter of Array.from({ length: 20 }, () => randomFilter(random, added))) {
      const page = { offset: 0, limit: 50, sortKey: 'common_name', direction: 'descending' } as const
      await checkCertificateList(stage, [...all, ...added], filter, page)
    }
  })
}

async function fillFirstVersion(
  db: Kysely<Schema>,
  engine: Engine['name'],
  accounts: ReadonlyMap<string, PrivateCertificate[]>,
): Promise<void> {
  const name = '0001-foundation'
  const { [name]: foundation } = await migrationProvider(engine).getMigrations()
  assert.ok(foundation)
  await migrateDatabase(db, { getMigrations: () => Promise.resolve({ [name]: foundation }) })
  for (const [accountId, all] of accounts) {
    for (const certificate of all) {
      await db.insertInto('certificate').values(certificateRow(certificate, accountId)).execute()
      await db
        .insertInto('certificate_der')
        .values({ id: certificate.id, der: octets(0x30, 7) })
        .execute()
    }
  }
}
