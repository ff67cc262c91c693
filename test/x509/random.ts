import { randomInt } from 'node:crypto'

/** What the varied inputs of a run come from; set CHANCERY_TEST_SEED to see a failure again. Keys are always fresh. */
export const seed = Number(process.env['CHANCERY_TEST_SEED'] ?? randomInt(2 ** 31))

/** Deterministic choices (mulberry32). */
export class Random {
  #state: number

  constructor(start: number = seed) {
    this.#state = start >>> 0
  }

  /** From 0, below the bound. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound)
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  chance(probability: number): boolean {
    return this.below(1_000_000) < probability * 1_000_000
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item
  }

  /** Some of the items, in their order. */
  some<Item>(items: readonly Item[], probability = 0.5): Item[] {
    return items.filter(() => this.chance(probability))
  }

  octets(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256))
  }

  text(alphabet: string, length: number): string {
    const characters = Array.from(alphabet)
    return Array.from({ length }, () => this.pick(characters)).join('')
  }
}
