import type { Listing, Page } from '../../src/domain/model/page.ts'

/** Names that are hard to find or to sort: wildcards of LIKE, capitals, other scripts, beyond 16 bits. */
export const oddNames = [
  'www.example.com',
  'WWW.Example.COM',
  '*.example.com',
  '100% sure',
  '100 percent',
  'under_score',
  'underXscore',
  'back\\slash',
  'backslash',
  '证书 服务',
  '证书',
  'ÄRGER.example',
  'ärger.EXAMPLE',
  'Москва',
  'МОСКВА 2',
  'İstanbul',
  '\u{1F511} key',
  '\u{FF5E} tilde',
  'a',
] as const

/** Parts to search for; each is a part of some odd name, or of none. */
export const soughtParts = [
  '',
  'EXAMPLE',
  '%',
  '_',
  '\\',
  '书',
  'москва',
  'äRGER',
  '\u{1F511}',
  'none',
  'A',
] as const

/** Enterprise projects that resources are in, and sets to look for; absent for all. */
export const enterpriseProjects = ['0', '0', 'red', 'blue'] as const
export const soughtProjects = [
  undefined,
  undefined,
  ['0'],
  ['red'],
  ['red', 'blue'],
  ['0', 'red'],
  ['none'],
  [],
] as const

export const isIn = (
  { enterpriseProjectId }: { readonly enterpriseProjectId: string },
  sought: readonly string[] | undefined,
): boolean => sought === undefined || sought.includes(enterpriseProjectId)

type SortValue = string | number | null

/** What a list must yield, said in the plainest way: filter, sort by value and then by id, cut. */
export function expectedListing<Item extends { readonly id: string }>(
  items: readonly Item[],
  page: Page<string>,
  isWanted: (item: Item) => boolean,
  sortValue: (item: Item) => SortValue,
): Listing<Item> {
  const wanted = items
    .filter(isWanted)
    .sort((left, right) => compare(sortValue(left), sortValue(right)) || compare(left.id, right.id))
  if (page.direction === 'descending') wanted.reverse()
  return { total: wanted.length, items: wanted.slice(page.offset, page.offset + page.limit) }
}

/** What is absent comes first; text by its code points. */
function compare(left: SortValue, right: SortValue): number {
  if (left === right) return 0
  if (left === null) return -1
  if (right === null) return 1
  if (typeof left === 'number' || typeof right === 'number') return Number(left) - Number(right)
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}

export const containsWithoutCase = (name: string, part: string | undefined): boolean =>
  part === undefined || name.toLowerCase().includes(part.toLowerCase())
