import type { StoreBinding } from '../session.ts'
import { certificatesVersion } from './status-total.ts'
import { type Wanted, wantedOnTheWay } from './wanted.ts'

/**
 * How many certificates have a part in their name: a walk over all names, kept until the account's next change.
 * What ISSUED and EXPIRED are changes with the clock too, so such totals are not kept.
 */
export async function namedTotal(binding: StoreBinding, wanted: Wanted, version: number): Promise<number> {
  const { keptTotals } = binding.listing
  const list = JSON.stringify([binding.accountId, wanted.status, wanted.part])
  const movesWithClock = wanted.status === 'ISSUED' || wanted.status === 'EXPIRED'
  const kept = movesWithClock ? undefined : keptTotals?.find(list, version)
  if (kept !== undefined) return kept
  const counted = await count(binding, wanted)
  if (!movesWithClock) keptTotals?.keep(list, counted.version, counted.total)
  return counted.total
}

/** Total and version in one statement: a search may see a newer state with each. */
const count = (binding: StoreBinding, wanted: Wanted) =>
  wantedOnTheWay(binding, wanted)
    .select((eb) => [eb.fn.countAll<number>().as('total'), certificatesVersion(binding).as('version')])
    .executeTakeFirstOrThrow()
