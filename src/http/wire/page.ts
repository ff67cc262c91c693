import type { Page } from '../../domain/model/page.ts'

interface PageQuery {
  readonly limit?: number | undefined
  readonly offset?: number | undefined
  readonly sort_dir?: 'DESC' | 'ASC' | undefined
}

/** The references' defaults: ten, from the first, the newest or last changed first. */
export const readPage = <Key extends string>(query: PageQuery, sortKey: Key): Page<Key> => ({
  limit: query.limit ?? 10,
  offset: query.offset ?? 0,
  sortKey,
  direction: query.sort_dir === 'ASC' ? 'ascending' : 'descending',
})
