import type { OrderByItemBuilder } from 'kysely'
import type { Page } from '../domain/model/page.ts'

/** A direction, with what is absent before all else when ascending, as SQLite's indexes have it. */
export const inDirection = (direction: Page<string>['direction']) => (item: OrderByItemBuilder) =>
  direction === 'ascending' ? item.asc().nullsFirst() : item.desc().nullsLast()
