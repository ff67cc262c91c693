import { DomainError } from '../domain/model/errors.ts'
import type { BucketHealth } from '../domain/ports/buckets.ts'
import type { Clock } from '../domain/ports/clock.ts'

type Failure = BucketHealth['failure']

/**
 * Calls of a store: what goes wrong is thrown as `bucket-store-failed`, and remembered until a call of the same kind
 * succeeds. Reading and writing are told apart, because a full disk can still be read.
 */
export class StoreCalls {
  readonly #failures: Record<'reading' | 'writing', Failure> = { reading: null, writing: null }
  readonly #clock: Pick<Clock, 'now'>
  readonly #reasonOf: (error: unknown) => string

  /** `reasonOf`: a short clause for the caller and for health, without a path or a secret. */
  constructor(clock: Pick<Clock, 'now'>, reasonOf: (error: unknown) => string) {
    this.#clock = clock
    this.#reasonOf = reasonOf
  }

  /** What fails now, and since when. */
  get failure(): Failure {
    return this.#failures.writing ?? this.#failures.reading
  }

  async make<Result>(kind: 'reading' | 'writing', work: () => Promise<Result>): Promise<Result> {
    try {
      const result = await work()
      this.#failures[kind] = null
      return result
    } catch (error) {
      // a refusal of ours, not the store's failure
      if (error instanceof DomainError) throw error
      const reason = this.#reasonOf(error)
      this.#failures[kind] = { since: this.#failures[kind]?.since ?? this.#clock.now(), reason }
      // without the cause: what a store answered may quote keys
      throw new DomainError('bucket-store-failed', { reason })
    }
  }
}
