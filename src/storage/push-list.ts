import { type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Listing } from '../domain/model/page.ts'
import type { ListedPush, PushFilter, PushPage } from '../domain/ports/push-store.ts'
import { isInProjects } from './project-condition.ts'
import { pushOf } from './push-row.ts'
import type { Schema } from './schema.ts'
import type { StoreBinding } from './session.ts'

/** A page of the account's pushes that fit, the youngest first, and how many there are. */
export async function listPushes(
  { db, accountId }: StoreBinding,
  { state, isCurrent, enterpriseProjectIds }: PushFilter,
  { limit, offset }: PushPage,
): Promise<Listing<ListedPush>> {
  const rows = db
    .selectFrom('push')
    .leftJoin('hosted_certificate as certificate', (join) =>
      join
        .onRef('certificate.id', '=', 'push.certificate_id')
        .onRef('certificate.account_id', '=', 'push.account_id'),
    )
    .where('push.account_id', '=', accountId)
    .$if(state !== undefined, (query) => query.where('push.state', '=', state ?? 'failed'))
    .$if(isCurrent === true, (query) => query.where(isLastToItsPlace))
    .$if(enterpriseProjectIds !== undefined, (query) =>
      query.where((eb) =>
        isInProjects(
          eb.ref('certificate.enterprise_project_id').$castTo<string>(),
          enterpriseProjectIds ?? [],
        ),
      ),
    )
  const { total } = await rows.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const found = await rows
    .select(['push.content', 'push.holder', 'push.held_until', 'certificate.name as certificate_name'])
    .orderBy('push.started_at', 'desc')
    .orderBy('push.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  return { total, items: found.map((row) => ({ push: pushOf(row), certificateName: row.certificate_name })) }
}

const isLastToItsPlace = (eb: ExpressionBuilder<Schema, 'push'>) =>
  eb.not(
    eb.exists(
      eb
        .selectFrom('push as younger')
        .select('younger.id')
        .whereRef('younger.account_id', '=', 'push.account_id')
        .whereRef('younger.certificate_id', '=', 'push.certificate_id')
        .whereRef('younger.place', '=', 'push.place')
        .where(sql<SqlBool>`(younger.started_at, younger.id) > (push.started_at, push.id)`),
    ),
  )
