/** Far more than lists that are looked at between two changes. */
const mostKept = 1000

/**
 * Totals that took a walk over all names, each with the version of the certificates that it was counted from; with
 * another version it is worth nothing. What was asked for least recently leaves first.
 */
export class KeptTotals {
  readonly #kept = new Map<string, { readonly version: number; readonly total: number }>()

  find(list: string, version: number): number | undefined {
    const kept = this.#kept.get(list)
    if (kept?.version !== version) return undefined
    this.#kept.delete(list)
    this.#kept.set(list, kept)
    return kept.total
  }

  keep(list: string, version: number, total: number): void {
    this.#kept.delete(list)
    this.#kept.set(list, { version, total })
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest)
  }
}
