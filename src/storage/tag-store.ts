import type { Listing } from '../domain/model/page.ts'
import type { Tag, TagFilter, TaggedKind, TagValues } from '../domain/model/tag.ts'
import type { TaggedResource, TagStore } from '../domain/ports/tag-store.ts'
import { isInProjects } from './project-condition.ts'
import type { StoreBinding } from './session.ts'
import { findTagged } from './tag-search/find-tagged.ts'

export class SqlTagStore implements TagStore {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  of(kind: TaggedKind, id: string): Promise<Tag[]> {
    return this.#tags(kind).where('resource_id', '=', id).select(['key', 'value']).orderBy('key').execute()
  }

  async inUse(kind: TaggedKind, enterpriseProjectIds?: readonly string[]): Promise<TagValues[]> {
    const rows = await this.#tagsIn(kind, enterpriseProjectIds)
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
    const { total, ids } = await findTagged(this.#binding, kind, filter, page)
    return { total, items: await this.#withTags(kind, ids) }
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

  #tagsIn(kind: TaggedKind, enterpriseProjectIds: readonly string[] | undefined) {
    const tags = this.#tags(kind)
    if (!enterpriseProjectIds) return tags
    const { db, accountId } = this.#binding
    const resources = db
      .selectFrom(kind)
      .select('id')
      .where('account_id', '=', accountId)
      .where((eb) => isInProjects(eb.ref('enterprise_project_id'), enterpriseProjectIds))
    return tags.where('resource_id', 'in', resources)
  }

  #leaving(kind: TaggedKind, id: string) {
    const { db, accountId } = this.#binding
    return db
      .deleteFrom('tag')
      .where('account_id', '=', accountId)
      .where('kind', '=', kind)
      .where('resource_id', '=', id)
  }

  async #withTags(kind: TaggedKind, ids: readonly string[]): Promise<TaggedResource[]> {
    if (ids.length === 0) return []
    const tags = await this.#tags(kind)
      .where('resource_id', 'in', ids)
      .select(['resource_id', 'key', 'value'])
      // the primary key's order: for keys alone SQLite would walk all tags of the account
      .orderBy('resource_id')
      .orderBy('key')
      .execute()
    const byResource = Map.groupBy(tags, ({ resource_id }) => resource_id)
    return ids.map((id) => ({
      id,
      tags: (byResource.get(id) ?? []).map(({ key, value }) => ({ key, value })),
    }))
  }
}
