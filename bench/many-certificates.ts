import type { Kysely } from 'kysely'
import type { PrivateCertificate } from '../src/domain/model/private-certificate.ts'
import { certificateRow } from '../src/storage/certificate-row.ts'
import type { Schema } from '../src/storage/schema.ts'
import { SeededRandom } from '../test/ports/seeded-random.ts'

const dayMs = 86_400_000
const batch = 1000
const words = ['mail', 'api', 'auth', 'db', 'cache', 'edge', 'proxy', 'queue', 'build', 'login'] as const
const validities = [30, 90, 180, 365, 730] as const

/**
 * Puts certificates of an account straight into its tables, as if they had been issued evenly over the last year: half
 * of them have expired, one in twenty is revoked, seven of ten are called host-⟨number⟩.example.test, two
 * ⟨word⟩-⟨hex⟩.Internal.corp, and one has a Chinese name.
 */
export async function insertCertificates(
  db: Kysely<Schema>,
  accountId: string,
  count: number,
  now: number,
): Promise<void> {
  const random = new SeededRandom(count)
  for (let first = 0; first < count; first += batch) {
    const numbers = Array.from({ length: Math.min(batch, count - first) }, (_, place) => first + place)
    const made = numbers.map((number) =>
      makeCertificate(random, number, now - 365 * dayMs * (1 - number / count)),
    )
    await db.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('certificate')
        .values(made.map((certificate) => certificateRow(certificate, accountId)))
        .execute()
    })
  }
  await countAnew(db, accountId)
}

/** Counters are kept by the stores, which this goes around. */
async function countAnew(db: Kysely<Schema>, accountId: string): Promise<void> {
  await db
    .insertInto('certificate_count')
    .columns(['account_id', 'is_revoked', 'end_day', 'count'])
    .expression((eb) =>
      eb
        .selectFrom('certificate')
        .select((row) => [
          'account_id',
          row.case().when('revoked_at', 'is', null).then(row.lit(0)).else(row.lit(1)).end().as('is_revoked'),
          row('not_after', '/', row.lit(dayMs)).as('end_day'),
          row.fn.countAll<number>().as('count'),
        ])
        .where('account_id', '=', accountId)
        .groupBy(['account_id', 'is_revoked', 'end_day']),
    )
    .execute()
}

function makeCertificate(random: SeededRandom, number: number, time: number): PrivateCertificate {
  const createdAt = Math.floor(time)
  return {
    id: idAt(random, createdAt),
    issuerId: 'issuer',
    issuerName: `Issuing CA ${random.below(20)}`,
    serialNumber: `${1n << 126n}${number}`,
    keyAlgorithm: 'EC256',
    signatureHash: 'SHA256',
    generationMode: 'GENERATE',
    subject: {
      country: 'CN',
      state: 'Sichuan',
      locality: 'Chengdu',
      organization: 'Acme',
      organizationalUnit: 'PKI',
      commonName: nameOf(random, number),
    },
    notBefore: createdAt,
    notAfter: createdAt + random.of(validities) * dayMs,
    revocation: random.below(20) === 0 ? { revokedAt: createdAt, reason: 'SUPERSEDED' } : null,
    createdAt,
    enterpriseProjectId: '0',
  }
}

function nameOf(random: SeededRandom, number: number): string {
  const kind = random.below(10)
  if (kind < 7) return `host-${number}.example.test`
  return kind < 9 ? `${random.of(words)}-${hex(random, 4)}.Internal.corp` : `证书服务 ${number}`
}

/** A UUID of version 7 of that time. */
function idAt(random: SeededRandom, time: number): string {
  const clock = time.toString(16).padStart(12, '0')
  return `${clock.slice(0, 8)}-${clock.slice(8)}-7${hex(random, 3)}-8${hex(random, 3)}-${hex(random, 12)}`
}

const hex = (random: SeededRandom, digits: number): string =>
  Math.floor(random.fraction() * 16 ** digits)
    .toString(16)
    .padStart(digits, '0')
