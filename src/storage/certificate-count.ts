import { prepare } from './prepared.ts'
import type { StoreBinding } from './session.ts'

const dayMs = 86_400_000

/** What certificates are counted by: EXPIRED moves with the clock, the day of their end does not. */
export interface CountKey {
  readonly accountId: string
  readonly isRevoked: 0 | 1
  readonly endDay: number
}

/** How many more there are; negative for fewer. */
export interface CountChange extends CountKey {
  readonly more: number
}

/** The day of a time, in days since 1970. */
export const dayOf = (time: number): number => Math.floor(time / dayMs)
export const startOfDay = (day: number): number => day * dayMs

/** Changes of counts that a unit of work made, each count once. */
export class CountLog {
  readonly #changes = new Map<string, CountChange>()

  add(key: CountKey, more: number): void {
    const name = `${key.accountId} ${key.isRevoked} ${key.endDay}`
    this.#changes.set(name, { ...key, more: more + (this.#changes.get(name)?.more ?? 0) })
  }

  /** Takes what there is, in the order of the counts, so that two transactions lock their rows in the same order. */
  take(): CountChange[] {
    const changes = [...this.#changes].sort(([left], [right]) => (left < right ? -1 : 1))
    this.#changes.clear()
    return changes.map(([, change]) => change).filter(({ more }) => more !== 0)
  }
}

const addToCount = prepare<CountChange>((db, place) =>
  db
    .insertInto('certificate_count')
    .values({
      account_id: place('accountId'),
      is_revoked: place('isRevoked'),
      end_day: place('endDay'),
      count: place('more'),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'is_revoked', 'end_day'])
        .doUpdateSet((eb) => ({ count: eb('certificate_count.count', '+', eb.ref('excluded.count')) })),
    ),
)

/**
 * Writes down what was counted. Called when a write's work ends and not with each change, so that the rows which all
 * of an account's writers need are locked last and shortly, after whatever else a write locks.
 */
export async function settleCounts(binding: StoreBinding): Promise<void> {
  for (const change of binding.counts.take()) await addToCount(binding, change)
}
