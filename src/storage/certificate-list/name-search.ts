import type { Expression, SqlBool } from 'kysely'
import type { StoreBinding } from '../session.ts'
import { searchTokens } from './token-search.ts'
import { searchTrigrams } from './trigram-search.ts'

/** What an engine's index of parts of names finds. */
export interface NameSearch {
  /** About how many; where that is more than `mostSorted`, any number above. */
  readonly candidates: number
  /** May let others through, but keeps out none that holds the part. */
  readonly isCandidate: Expression<SqlBool>
}

/** The indexes are made of three characters each. */
const shortestPart = 3

/** Looks a part of a name up in the engine's index. Nothing where the part is too short or too frequent for it. */
export async function searchNames(binding: StoreBinding, part: string): Promise<NameSearch | undefined> {
  if (Array.from(part).length < shortestPart) return undefined
  const search = binding.engine === 'sqlite' ? searchTrigrams : searchTokens
  const found = await search(binding, part)
  return found.candidates <= binding.listing.mostSorted ? found : undefined
}
