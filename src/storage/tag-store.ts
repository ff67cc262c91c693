import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Listing } from '../domain/model/page.ts'
import type { Tag, TagFilter, TaggedKind, TagValues } from '../domain/model/tag.ts'
import type { TaggedResource, TagStore } from '../domain/ports/tag-store.ts'
import { commonNameContains } from './name-condition.ts'
import type { Schema } from './schema.ts'
import type { StoreBinding } from './session.ts'

export class SqlTagStore implements TagStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  of(kind: TaggedKind, id: string): Promise<Tag[]> {
    return this.#tags(kind).where('resource_id', '=', id).select(['key', 'value']).orderBy('key').execute()
  }

  async inUse(kind: TaggedKind): Promise<TagValues[]> {
    const rows = await this.#tags(kind)
      .select(['key', 'value'])
      .distinct()
      .orderBy('key')
      .orderBy('value')
      .execute()
    return [...Map.groupBy(rows, ({ key }) => key)].map(([key, tags]) => ({
      key,
      values: tags.map(({ value }) => value),
    }))
  }

  async find(
    kind: TaggedKind,
    filter: TagFilter,
    page: { readonly limit: number; readonly offset: number },
  ): Promise<Listing<TaggedResource>> {
    const filtered = this.#resources(kind, filter)
    const { total } = await filtered
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    if (page.limit === 0) return { total, items: [] }
    const rows = await filtered
      .select('id')
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(page.limit)
      .offset(page.offset)
      .execute()
    return { total, items: await this.#withTags(kind, rows) }
  }

  async put(kind: TaggedKind, id: string, tags: readonly Tag[]): Promise<void> {
    const { db, accountId } = this.#binding
    await db
      .insertInto('tag')
      .values(tags.map(({ key, value }) => ({ account_id: accountId, kind, resource_id: id, key, value })))
      .onConflict((conflict) =>
        conflict
          .columns(['account_id', 'kind', 'resource_id', 'key'])
          .doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })),
      )
      .execute()
  }

  async remove(kind: TaggedKind, id: string, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return
    await this.#leaving(kind, id).where('key', 'in', keys).execute()
  }

  async removeAll(kind: TaggedKind, id: string): Promise<void> {
    await this.#leaving(kind, id).execute()
  }

  #tags(kind: TaggedKind) {
    const { db, accountId } = this.#binding
    return db.selectFrom('tag').where('account_id', '=', accountId).where('kind', '=', kind)
  }

  #leaving(kind: TaggedKind, id: string) {
    const { db, accountId } = this.#binding
    return db
      .deleteFrom('tag')
      .where('account_id', '=', accountId)
      .where('kind', '=', kind)
      .where('resource_id', '=', id)
  }

  /** Both tables have the columns that are used here; only CAs have some that no list shows. */
  #resources(kind: TaggedKind, { tags, name }: TagFilter) {
    const { db, accountId } = this.#binding
    let query = db.selectFrom(kind as 'authority').where('account_id', '=', accountId)
    if (kind === 'authority') query = query.where('is_listed', '=', 1)
    if (name !== undefined) query = query.where(commonNameContains(name))
    for (const tag of tags) query = query.where(carries(accountId, kind, tag))
    return query
  }

  async #withTags(kind: TaggedKind, rows: readonly { id: string }[]): Promise<TaggedResource[]> {
    if (rows.length === 0) return []
    const ids = rows.map(({ id }) => id)
    const tags = await this.#tags(kind)
      .where('resource_id', 'in', ids)
      .select(['resource_id', 'key', 'value'])
      .orderBy('key')
      .execute()
    const byResource = Map.groupBy(tags, ({ resource_id }) => resource_id)
    return ids.map((id) => ({
      id,
      tags: (byResource.get(id) ?? []).map(({ key, value }) => ({ key, value })),
    }))
  }
}

/** That a row of the query has the tag, with one of the values if any are named. */
function carries(accountId: string, kind: TaggedKind, { key, values }: TagValues) {
  return (eb: ExpressionBuilder<Schema, 'authority' | 'certificate'>): Expression<SqlBool> => {
    let carriers = eb
      .selectFrom('tag')
      .select('resource_id')
      .where('tag.account_id', '=', accountId)
      .where('tag.kind', '=', kind)
      .where('tag.key', '=', key)
    if (values.length > 0) carriers = carriers.where('tag.value', 'in', [...values])
    return sql`${eb.ref('id')} in ${carriers}`
  }
}
