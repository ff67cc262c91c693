import type { Expression, ExpressionBuilder, SelectQueryBuilder, SqlBool } from 'kysely'
import type { TagFilter, TaggedKind, TagValues } from '../../domain/model/tag.ts'
import { fold } from '../fold.ts'
import { containsPart } from '../name-condition.ts'
import { isInProjects } from '../project-condition.ts'
import type { Schema } from '../schema.ts'
import type { StoreBinding } from '../session.ts'
import { glance, rankTags } from './rank-tags.ts'
import { tagged } from './tagged.ts'

/** Resources to find, before anything of them is selected; both tables have the columns that are used here. */
type Rows = SelectQueryBuilder<Schema & { resource: Schema['authority'] }, 'resource', object>

type Condition = Expression<SqlBool>

interface Found {
  readonly total: number
  readonly ids: readonly string[]
}

/**
 * The page and the total of those that fit, from one pass over the resources of the rarest tag, or over all where
 * every tag is frequent; each is asked for the other tags, the rarest first, until it lacks one.
 */
export async function findTagged(
  binding: StoreBinding,
  kind: TaggedKind,
  { tags, names = [], enterpriseProjectIds, ...more }: TagFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<Found> {
  const [rarest, ...others] = await rankTags(binding, kind, tags)
  if (rarest?.seen === 0) return { total: 0, ids: [] }
  const isRare = rarest !== undefined && rarest.seen <= glance
  let rows = isRare ? resourcesOf(binding, kind, rarest) : allResources(binding, kind)
  for (const part of names) rows = rows.where((eb) => containsPart(eb.ref(nameColumns[kind]), fold(part)))
  if (enterpriseProjectIds)
    rows = rows.where((eb) => isInProjects(eb.ref('resource.enterprise_project_id'), enterpriseProjectIds))
  for (const tag of isRare || !rarest ? others : [rarest, ...others])
    rows = rows.where((eb) => hasTag(eb, binding, kind, tag))
  rows = rows.where((eb) => eb.and(furtherConditions(eb, binding, kind, more)))
  return cut(binding, rows, page)
}

/** Of the tables that `Rows` stands for. */
const nameColumns = {
  authority: 'resource.common_name_folded',
  certificate: 'resource.common_name_folded',
  hosted_certificate: 'resource.name_folded',
} as unknown as Readonly<Record<TaggedKind, 'resource.common_name_folded'>>

type Resource = ExpressionBuilder<Schema & { resource: Schema['authority'] }, 'resource'>

const hasTag = (eb: Resource, binding: StoreBinding, kind: TaggedKind, tag: TagValues): Condition =>
  eb.exists(
    tagged(binding, kind, tag).select('tag.key').whereRef('tag.resource_id', '=', eb.ref('resource.id')),
  )

/** What nothing is looked up by: asked of each resource that is left. */
function furtherConditions(
  eb: Resource,
  binding: StoreBinding,
  kind: TaggedKind,
  { anyTags = [], notTags = [], notAnyTags = [], isUntagged = false }: Partial<TagFilter>,
): Condition[] {
  const each = (tags: readonly TagValues[]) => tags.map((tag) => hasTag(eb, binding, kind, tag))
  return [
    ...(anyTags.length > 0 ? [eb.or(each(anyTags))] : []),
    ...(notTags.length > 0 ? [eb.not(eb.and(each(notTags)))] : []),
    ...(notAnyTags.length > 0 ? [eb.not(eb.or(each(notAnyTags)))] : []),
    ...(isUntagged ? [eb.not(hasAnyTag(eb, binding, kind))] : []),
  ]
}

const hasAnyTag = (eb: Resource, { db, accountId }: StoreBinding, kind: TaggedKind): Condition =>
  eb.exists(
    db
      .selectFrom('tag')
      .select('tag.key')
      .where('tag.account_id', '=', accountId)
      .where('tag.kind', '=', kind)
      .whereRef('tag.resource_id', '=', eb.ref('resource.id')),
  )

function allResources({ db, accountId }: StoreBinding, kind: TaggedKind): Rows {
  const rows = db.selectFrom(`${kind} as resource` as 'authority as resource')
  return listed(rows, kind).where('resource.account_id', '=', accountId)
}

/** SQLite takes the tables of a cross join in their order; PostgreSQL chooses by its statistics. */
function resourcesOf(binding: StoreBinding, kind: TaggedKind, tag: TagValues): Rows {
  const rows = binding.db
    .selectFrom(tagged(binding, kind, tag).select('tag.resource_id').as('rare'))
    .crossJoin(`${kind} as resource` as 'authority as resource')
    .whereRef('resource.id', '=', 'rare.resource_id')
    .where('resource.account_id', '=', binding.accountId)
  return listed(rows as unknown as Rows, kind)
}

/** Only CAs have some that no list shows. */
const listed = (rows: Rows, kind: TaggedKind): Rows =>
  kind === 'authority' ? rows.where('resource.is_listed', '=', 1) : rows

/** One statement, so that both are of the same moment; a page past the end is one row with the total and no id. */
async function cut(
  { db }: StoreBinding,
  rows: Rows,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<Found> {
  const found = await db
    .with(
      (cte) => cte('hit').materialized(),
      () =>
        rows
          .select(['resource.id as hit_id', 'resource.created_at as hit_time'])
          // SQLite then walks the index of that order, and has nothing to sort
          .orderBy('resource.created_at', 'desc')
          .orderBy('resource.id', 'desc'),
    )
    .with('cut', (cte) =>
      cte
        .selectFrom('hit')
        .select(['hit_id', 'hit_time'])
        .orderBy('hit_time', 'desc')
        .orderBy('hit_id', 'desc')
        .limit(limit)
        .offset(offset),
    )
    .selectFrom((eb) => eb.selectFrom('hit').select(eb.fn.countAll<number>().as('total')).as('counted'))
    .leftJoin('cut', (join) => join.onTrue())
    .select(['counted.total', 'cut.hit_id'])
    .orderBy('hit_time', 'desc')
    .orderBy('hit_id', 'desc')
    .execute()
  return { total: found[0]?.total ?? 0, ids: found.flatMap(({ hit_id }) => hit_id ?? []) }
}
