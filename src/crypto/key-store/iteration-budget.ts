import { unreadable } from './refusals.ts'

/** The count that NSS writes is 600,000, and nobody writes more. */
const mostIterations = 2_000_000

/**
 * Of all that one store asks for, a block each: some ten seconds of a thread. GnuTLS puts each certificate of a chain in a
 * safe of its own, and 3DES takes three blocks for each.
 */
const mostInAll = 12_000_000

/** Holds how long the keys of one store take to derive: the store itself says how often, and may come from anybody. */
export class IterationBudget {
  #left = mostInAll

  /** Before the work: `blocks` are derived, each by so many iterations. Throws `imported-certificate-invalid`. */
  spend(iterations: number, blocks = 1): void {
    if (iterations < 1) throw unreadable('is a key store that asks for no iterations')
    if (iterations > mostIterations) {
      throw unreadable(`is a key store that asks for more than ${mostIterations} iterations`)
    }
    this.#left -= iterations * blocks
    if (this.#left < 0)
      throw unreadable(`is a key store that asks for more than ${mostInAll} iterations in all`)
  }
}
