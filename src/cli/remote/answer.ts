import { type Column, listTable, nounTable } from './table.ts'

/** What a command has to say. */
export interface Answer {
  /** The API's noun, for programs; absent where there is none. */
  readonly noun?: unknown
  /** The same for people; made only when it is wanted, for it may have to ask for names. */
  readonly table?: () => string | Promise<string>
  /** About what was done, beside the data. */
  readonly words?: string
}

export const many = <Noun>(nouns: readonly Noun[], columns: readonly Column<Noun>[]): Answer => ({
  noun: nouns,
  table: () => listTable(nouns, columns),
})

export const one = <Noun>(noun: Noun, columns: readonly Column<Noun>[], words?: string): Answer => ({
  noun,
  table: () => nounTable(noun, columns),
  ...(words !== undefined && { words }),
})

/** Done, and nothing to show for it. */
export const done = (words: string): Answer => ({ words })
