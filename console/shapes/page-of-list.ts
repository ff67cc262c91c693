import { useAddress } from './address.ts'

const sizes = [20, 50, 100]

/** What of a list is asked for, as the address says it. */
export interface PageOfList {
  readonly page: number
  readonly size: number
  readonly limit: number
  readonly offset: number
  readonly sortKey: string
  readonly sortDirection: 'ASC' | 'DESC'
}

/** Where in the list the address is; the order is the one given where it names none. */
export function usePageOfList(sortKey: string, sortDirection: 'ASC' | 'DESC' = 'DESC'): PageOfList {
  const [{ page, size, sort, dir }] = useAddress()
  const pageNumber = Math.max(1, Math.trunc(Number(page ?? 1)) || 1)
  const limit = sizes.includes(Number(size)) ? Number(size) : 20
  return {
    page: pageNumber,
    size: limit,
    limit,
    offset: (pageNumber - 1) * limit,
    sortKey: sort ?? sortKey,
    sortDirection: dir === 'ASC' || dir === 'DESC' ? dir : sortDirection,
  }
}
export { sizes as pageSizes }
