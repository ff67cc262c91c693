import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { PrivateCertificate } from '../../src/domain/model/private-certificate.ts'
import type { Revocation } from '../../src/domain/model/revocation.ts'
import type { CertificateFilter } from '../../src/domain/ports/certificate-store.ts'
import type { OpenDatabase } from '../../src/storage/database.ts'
import { checkCertificateList } from './certificate-list-oracle.ts'
import type { Open } from './opened.ts'
import { addCertificates, randomCertificate } from './random-certificates.ts'
import { aCertificate, dayMs, newId, now, ours, subjectNamed, theirs } from './sample-nouns.ts'
import { chosenSeed, SeededRandom } from './seeded-random.ts'
import { type Stage, suite } from './suite.ts'

const page = { offset: 0, limit: 5, sortKey: 'not_after', direction: 'descending' } as const
const filters: readonly CertificateFilter[] = [
  {},
  { status: 'ISSUED' },
  { status: 'REVOKED' },
  { status: 'EXPIRED' },
  { name: 'example' },
  { name: 'a' },
  { name: 'e' },
  { name: 'example', status: 'REVOKED' },
  { name: 'example', status: 'ISSUED' },
]

/** Totals are counted ahead and kept; nothing that changes may leave them behind. */
export function certificateListChangeSuite(name: string, open: Open): void {
  for (const mostSorted of [0, 30_000]) {
    const title = `changed lists with at most ${mostSorted} to sort on ${name}`
    suite(
      title,
      () => open({ mostSorted }),
      (stage) => {
        changeTests(stage)
        clockTests(stage)
        transactionTests(stage)
      },
    )
  }
}

async function checkAll(
  stage: Stage,
  all: readonly PrivateCertificate[],
  viewer: { accountId: string; at?: number },
): Promise<void> {
  for (const filter of filters) await checkCertificateList(stage, all, filter, page, viewer)
}

function changeTests(stage: Stage): void {
  const seed = chosenSeed()
  const random = new SeededRandom(seed)

  test(`totals are exact after each of many changes (seed ${seed})`, async () => {
    const accountId = newId()
    let all = Array.from({ length: 30 }, () => randomCertificate(random))
    await addCertificates(stage.database, accountId, all)
    await addCertificates(stage.database, theirs, [randomCertificate(random)])
    for (let step = 0; step < 40; step += 1) {
      all = await changeOne(stage.database, accountId, random, all)
      await checkAll(stage, all, { accountId })
    }
  })

  test('a certificate that is in the index of names leaves it', async () => {
    const accountId = newId()
    const all = Array.from({ length: 1001 }, (_, place) =>
      aCertificate({ subject: subjectNamed(`leaver-${place}.example`) }),
    )
    await addCertificates(stage.database, accountId, all)
    const leaving = all.filter((_, place) => place % 100 === 0)
    await stage.database.write(accountId, async ({ certificates }) => {
      for (const { id } of leaving) await certificates.remove(id)
    })
    const left = all.filter((certificate) => !leaving.includes(certificate))
    for (const name of ['leaver', 'leaver-100.', 'leaver-99', 'r-1']) {
      await checkCertificateList(stage, left, { name }, page, { accountId })
    }
  })
}

/** Adds, revokes, releases or removes one, and says which there are then. */
async function changeOne(
  database: OpenDatabase,
  accountId: string,
  random: SeededRandom,
  all: readonly PrivateCertificate[],
): Promise<PrivateCertificate[]> {
  const [chosen, added] = [random.of(all), randomCertificate(random)]
  const others = all.filter(({ id }) => id !== chosen.id)
  const set = async (revocation: Revocation | null) => {
    await database.write(accountId, ({ certificates }) => certificates.setRevocation(chosen.id, revocation))
    return [...others, { ...chosen, revocation }]
  }
  const kind = random.below(4)
  if (kind === 0) return await set({ revokedAt: now, reason: random.of(['CERTIFICATE_HOLD', 'SUPERSEDED']) })
  if (kind === 1) return await set(null)
  if (kind === 2) {
    await database.write(accountId, ({ certificates }) => certificates.remove(chosen.id))
    return others
  }
  await addCertificates(database, accountId, [added])
  return [...all, added]
}

function clockTests(stage: Stage): void {
  const random = new SeededRandom(chosenSeed())
  const all = Array.from({ length: 60 }, () => randomCertificate(random))
  const accountId = newId()
  before(() => addCertificates(stage.database, accountId, all))

  test('what is ISSUED and EXPIRED goes with the clock: at an end, at midnight, and on the days around', async () => {
    const midnight = Math.ceil((now + 1) / dayMs) * dayMs
    const moments = [
      now,
      now + 1000,
      midnight,
      midnight + dayMs,
      now + 9 * dayMs,
      now + 99 * dayMs,
      now - 9 * dayMs,
    ]
    for (const at of moments.flatMap((moment) => [moment - 1, moment, moment + 1])) {
      await checkAll(stage, all, { accountId, at })
    }
  })
}

function transactionTests(stage: Stage): void {
  test('a write sees what it changed in its own list, and a failed one leaves nothing of it', async () => {
    const accountId = newId()
    const kept = [aCertificate(), aCertificate()]
    await addCertificates(stage.database, accountId, kept)
    await checkAll(stage, kept, { accountId })
    const failed = stage.database.write(accountId, async ({ certificates }) => {
      await certificates.add(aCertificate(), new Uint8Array(1))
      await certificates.remove(kept[0]?.id ?? '')
      await certificates.add(aCertificate(), new Uint8Array(1))
      for (const filter of [{}, { name: 'example' }, { name: 'e' }, { status: 'ISSUED' as const }]) {
        assert.equal((await certificates.list(filter, page, now)).total, 3)
      }
      throw new Error('no')
    })
    await assert.rejects(failed, /^Error: no$/)
    await checkAll(stage, kept, { accountId })
  })

  test('a failed write leaves nothing in the index of names, though a batch came into it', async () => {
    const accountId = newId()
    const many = () =>
      Array.from({ length: 700 }, () => aCertificate({ subject: subjectNamed('again.example') }))
    const failed = stage.database.write(accountId, async ({ certificates }) => {
      for (const certificate of many()) await certificates.add(certificate, new Uint8Array(1))
      throw new Error('no')
    })
    await assert.rejects(failed, /^Error: no$/)
    await checkCertificateList(stage, [], { name: 'again' }, page, { accountId })
    const all = many()
    await addCertificates(stage.database, accountId, all)
    await checkCertificateList(stage, all, { name: 'again' }, page, { accountId })
  })

  test('an account’s change leaves another’s totals as they are', async () => {
    const [one, other] = [[aCertificate()], [aCertificate(), aCertificate()]]
    const account = newId()
    await addCertificates(stage.database, account, one)
    await checkAll(stage, one, { accountId: account })
    await addCertificates(stage.database, ours, other)
    await checkAll(stage, one, { accountId: account })
    await checkAll(stage, other, { accountId: ours })
  })
}
