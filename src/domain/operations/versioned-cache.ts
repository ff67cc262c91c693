import type { ChangeFeed, ChangeTopic } from '../ports/change-feed.ts'

/** A value with the version of what it was made from. */
export interface Versioned<Value> {
  readonly value: Value
  readonly version: number
}

interface Entry<Value> extends Versioned<Value> {
  readonly accountId: string
}

/**
 * Values that carry the version of what they were made from: an entry serves only while its account's topic has not
 * changed. Absence is not kept. The oldest entry goes first when the bound is reached.
 */
export class VersionedCache<Value> {
  readonly #changes: ChangeFeed
  readonly #topic: ChangeTopic
  readonly #bound: number
  readonly #entries = new Map<string, Entry<Value>>()

  constructor(changes: ChangeFeed, topic: ChangeTopic, bound: number) {
    this.#changes = changes
    this.#topic = topic
    this.#bound = bound
  }

  /**
   * The cached value, or what `load` finds. `accountOf` says whose changes it rests on. The version is read before
   * the load is repeated under it, so a change between the two makes the entry stale, never wrong.
   */
  async get(
    key: string,
    load: () => Promise<Value | undefined>,
    accountOf: (value: Value) => string,
  ): Promise<Versioned<Value> | undefined> {
    const known = this.#entries.get(key)
    if (known && (await this.#changes.version(known.accountId, this.#topic)) === known.version) return known
    this.#entries.delete(key)
    const found = await load()
    if (found === undefined) return undefined
    const accountId = accountOf(found)
    const version = await this.#changes.version(accountId, this.#topic)
    const value = await load()
    if (value === undefined) return undefined
    const entry = { value, accountId, version }
    this.#keep(key, entry)
    return entry
  }

  #keep(key: string, entry: Entry<Value>): void {
    this.#entries.set(key, entry)
    if (this.#entries.size <= this.#bound) return
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined) this.#entries.delete(oldest)
  }
}
