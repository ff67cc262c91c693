import { harmless, widthOf } from './text-width.ts'

type Cell = string | number | boolean | null | undefined

/** A column's title, and what stands in it. */
export type Column<Noun> = readonly [title: string, of: (noun: Noun) => Cell]

const gap = '  '

/** Nouns below each other, under the titles. */
export const listTable = <Noun>(nouns: readonly Noun[], columns: readonly Column<Noun>[]): string =>
  align([
    columns.map(([title]) => title.toUpperCase()),
    ...nouns.map((noun) => columns.map(([, of]) => cellText(of(noun)))),
  ])

/** One noun, a line for each column. */
export const nounTable = <Noun>(noun: Noun, columns: readonly Column<Noun>[]): string =>
  align(columns.map(([title, of]) => [title, cellText(of(noun))]))

/** An empty cell is shown, or those behind it would seem to stand in its column. */
function cellText(cell: Cell): string {
  if (cell === true) return 'yes'
  if (cell === false) return 'no'
  const text = harmless(String(cell ?? ''))
  return text === '' ? '-' : text
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, place) => Math.max(...rows.map((row) => widthOf(row[place] ?? ''))))
  const lineOf = (row: readonly string[]) =>
    row.map((cell, place) => cell + ' '.repeat((widths[place] ?? 0) - widthOf(cell))).join(gap)
  return rows.map((row) => `${lineOf(row).trimEnd()}\n`).join('')
}
