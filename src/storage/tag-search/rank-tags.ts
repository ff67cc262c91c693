import type { TaggedKind, TagValues } from '../../domain/model/tag.ts'
import type { StoreBinding } from '../session.ts'
import { tagged } from './tagged.ts'

/** How far a look into a tag's resources goes, to tell the rare from the frequent. */
export const glance = 1000

export interface RankedTag extends TagValues {
  /** How many resources have it; where that is more than `glance`, one more than it. */
  readonly seen: number
}

/** The tags of a filter, the rarest first; one statement, which reads no further into the index than it must. */
export async function rankTags(
  binding: StoreBinding,
  kind: TaggedKind,
  tags: readonly TagValues[],
): Promise<RankedTag[]> {
  if (tags.length === 0) return []
  const looks = tags.map((tag, place) =>
    binding.db
      .selectFrom(
        tagged(binding, kind, tag)
          .select('tag.resource_id')
          .limit(glance + 1)
          .as('looked'),
      )
      .select((eb) => eb.fn.countAll<number>().as('seen'))
      .as(`${place}`),
  )
  const seen = await binding.db.selectNoFrom(looks).executeTakeFirstOrThrow()
  const ranked = tags.map((tag, place) => ({ ...tag, seen: seen[`${place}`] ?? 0 }))
  return ranked.toSorted((left, right) => left.seen - right.seen)
}
