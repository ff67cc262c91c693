/** A stretch of a sorted list. An offset past the end yields no items. */
export interface Page<Key extends string> {
  readonly offset: number
  readonly limit: number
  readonly sortKey: Key
  readonly direction: 'ascending' | 'descending'
}

/** The stretch, and how many items there are in all. */
export interface Listing<Item> {
  readonly total: number
  readonly items: readonly Item[]
}
