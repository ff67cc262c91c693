import type { TaggedKind, TagValues } from '../../domain/model/tag.ts'
import type { StoreBinding } from '../session.ts'

/** The account's rows of a tag, with one of the values if any are named: one for each resource. */
export function tagged({ db, accountId }: StoreBinding, kind: TaggedKind, { key, values }: TagValues) {
  const rows = db
    .selectFrom('tag')
    .where('tag.account_id', '=', accountId)
    .where('tag.kind', '=', kind)
    .where('tag.key', '=', key)
  return values.length > 0 ? rows.where('tag.value', 'in', [...values]) : rows
}
