import { objectName, type RevocationListLocation } from '../../model/revocation-list.ts'
import type { World } from '../world.ts'
import type { TendedAuthority } from './tended-authority.ts'

/** A place that did not take a list, and why. */
export interface PlaceFailure {
  readonly location: RevocationListLocation
  readonly reason: string
}

interface FailingPlace {
  readonly reason: string
  readonly failures: number
  readonly retryAt: number
}

interface Outage {
  readonly since: number
  /** By bucket and name. */
  readonly failing: ReadonlyMap<string, FailingPlace>
  /** What the CA had where when its last list was made. */
  readonly arrangement: string
}

/** A look at a place costs little; a list that is made and not taken may cost seconds of a core. */
const longestMs = { look: 30_000, list: 120_000 } as const

/**
 * Places that do not take the lists of their CAs, as this process met them. Each is asked again after a pause that grows,
 * whatever is revoked meanwhile, and by a look first; the other places of the CA are served as ever.
 */
export class ListOutages {
  readonly #outages = new Map<string, Outage>()

  /** Where a list is to be put now. Empty: nowhere that it is missing would take it. */
  async openPlaces(
    world: World,
    tended: TendedAuthority,
    isCurrent: boolean,
  ): Promise<readonly RevocationListLocation[]> {
    const outage = this.#outages.get(tended.authorityId)
    if (!outage) return tended.locations
    const open: RevocationListLocation[] = []
    for (const location of tended.locations) {
      if (await this.#isOpen(world, tended, location)) open.push(location)
    }
    const isMissing =
      !isCurrent ||
      outage.arrangement !== arrangementOf(tended) ||
      open.some((location) => outage.failing.has(keyOf(location)))
    return isMissing ? open : []
  }

  /** What came of putting a list to these places. */
  note(
    tended: TendedAuthority,
    places: readonly RevocationListLocation[],
    failures: readonly PlaceFailure[],
    now: number,
  ): void {
    const before = this.#outages.get(tended.authorityId)?.failing
    const failing = new Map(before)
    for (const location of places) failing.delete(keyOf(location))
    for (const { location, reason } of failures) {
      const key = keyOf(location)
      failing.set(key, failedAgain(before?.get(key), reason, now, longestMs.list))
    }
    this.#set(tended, failing, now)
  }

  /** When the first of the CA's failing places is to be asked again; undefined while all is well. */
  retryAt({ authorityId }: Pick<TendedAuthority, 'authorityId'>): number | undefined {
    const failing = this.#outages.get(authorityId)?.failing
    return failing && Math.min(...[...failing.values()].map(({ retryAt }) => retryAt))
  }

  /** Since when places of the CA failed without an end, as far as this process knows. */
  failingSince({ authorityId }: Pick<TendedAuthority, 'authorityId'>): number | undefined {
    return this.#outages.get(authorityId)?.since
  }

  /** Why a place that is not asked now has no list; null where there is none. */
  reasonBeside({ authorityId }: TendedAuthority, asked: readonly RevocationListLocation[]): string | null {
    const keys = new Set(asked.map(keyOf))
    const failing = [...(this.#outages.get(authorityId)?.failing ?? [])]
    return failing.find(([key]) => !keys.has(key))?.[1].reason ?? null
  }

  async #isOpen(world: World, tended: TendedAuthority, location: RevocationListLocation): Promise<boolean> {
    const key = keyOf(location)
    const outage = this.#outages.get(tended.authorityId)
    const before = outage?.failing.get(key)
    if (!outage || !before) return true
    if (isResting(before, world.clock.now())) return false
    if (await isThere(world, tended.accountId, location)) return true
    const again = failedAgain(before, before.reason, world.clock.now(), longestMs.look)
    this.#outages.set(tended.authorityId, { ...outage, failing: new Map(outage.failing).set(key, again) })
    return false
  }

  /** Of places that the CA still has. */
  #set(tended: TendedAuthority, failing: ReadonlyMap<string, FailingPlace>, now: number): void {
    const keys = new Set(tended.locations.map(keyOf))
    const left = new Map([...failing].filter(([key]) => keys.has(key)))
    const since = this.#outages.get(tended.authorityId)?.since ?? now
    if (left.size === 0) this.#outages.delete(tended.authorityId)
    else this.#outages.set(tended.authorityId, { since, failing: left, arrangement: arrangementOf(tended) })
  }
}

const keyOf = ({ bucket, name }: RevocationListLocation) => `${bucket}/${name}`

const arrangementOf = ({ authority, locations }: TendedAuthority): string =>
  JSON.stringify([authority.revocationList, locations.map(keyOf)])

function failedAgain(
  before: FailingPlace | undefined,
  reason: string,
  now: number,
  mostMs: number,
): FailingPlace {
  const failures = (before?.failures ?? 0) + 1
  return { reason, failures, retryAt: now + Math.min(mostMs, 1000 * 2 ** Math.min(failures, 20)) }
}

/** Not of a clock that was put back since. */
const isResting = ({ retryAt }: FailingPlace, now: number) => now < retryAt && retryAt - now <= longestMs.list

/** An object that is absent says nothing of its bucket. */
async function isThere(
  { buckets }: World,
  accountId: string,
  { bucket, name }: RevocationListLocation,
): Promise<boolean> {
  try {
    const found = await buckets.find(accountId, bucket, objectName(name))
    return found !== undefined || (await buckets.has(accountId, bucket))
  } catch {
    return false
  }
}
