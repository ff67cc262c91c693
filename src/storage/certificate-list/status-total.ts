import { type RawBuilder, sql } from 'kysely'
import type { CertificateStatus } from '../../domain/model/private-certificate.ts'
import { dayOf, startOfDay } from '../certificate-count.ts'
import type { StoreBinding } from '../session.ts'

export interface StatusTotal {
  readonly total: number
  /** The version of the account's certificates that it was read from. */
  readonly version: number
}

/** How many certificates have the status: by the counters, and by a look at the ends of the day that is not over. */
export async function statusTotal(
  binding: StoreBinding,
  status: CertificateStatus | undefined,
  now: number,
): Promise<StatusTotal> {
  const { counted, endsToday, version } = await binding.db
    .selectNoFrom([
      countedByDays(binding, status, now).as('counted'),
      countedToday(binding, status, now).as('endsToday'),
      certificatesVersion(binding).as('version'),
    ])
    .executeTakeFirstOrThrow()
  return { total: counted + endsToday, version }
}

/** For use within a statement whose result it belongs to. */
export function certificatesVersion({ db, accountId }: StoreBinding): RawBuilder<number> {
  const version = db
    .selectFrom('change')
    .select('version')
    .where('account_id', '=', accountId)
    .where('topic', '=', 'certificates')
  return sql`coalesce((${version}), 0)`
}

function countedByDays(
  { db, accountId }: StoreBinding,
  status: CertificateStatus | undefined,
  now: number,
): RawBuilder<number> {
  // PostgreSQL makes a decimal of such a sum
  const sum = sql<number>`cast(coalesce(sum(count), 0) as bigint)`.as('sum')
  let days = db.selectFrom('certificate_count').select(sum).where('account_id', '=', accountId)
  if (status !== undefined) days = days.where('is_revoked', '=', status === 'REVOKED' ? 1 : 0)
  if (status === 'ISSUED') days = days.where('end_day', '>', dayOf(now))
  if (status === 'EXPIRED') days = days.where('end_day', '<', dayOf(now))
  return sql`(${days})`
}

/** Those that end today: until the present they are EXPIRED, after it ISSUED. */
function countedToday(
  { db, accountId }: StoreBinding,
  status: CertificateStatus | undefined,
  now: number,
): RawBuilder<number> {
  if (status !== 'ISSUED' && status !== 'EXPIRED') return sql`0`
  const today = dayOf(now)
  const [after, to] = status === 'EXPIRED' ? [startOfDay(today) - 1, now] : [now, startOfDay(today + 1) - 1]
  const ends = db
    .selectFrom('certificate')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .where('not_after', '>', after)
    .where('not_after', '<=', to)
  return sql`(${ends})`
}
