import { DomainError, type ErrorCode, type ErrorFacts } from '../domain/model/errors.ts'

/** An outcome that crosses between threads; a class does not survive the crossing, so errors go as data. */
export type Outcome<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly code: ErrorCode; readonly facts: ErrorFacts; readonly cause?: string }

export function outcomeOf<Result>(work: () => Result): Outcome<Result> {
  try {
    return { ok: true, result: work() }
  } catch (error) {
    if (error instanceof DomainError) {
      const { code, facts, cause } = error
      return {
        ok: false,
        code,
        facts,
        ...(cause !== undefined && { cause: cause instanceof Error ? cause.message : 'unknown' }),
      }
    }
    return { ok: false, code: 'unexpected', facts: { reason: String(error) } }
  }
}

export function resultOf<Result>(outcome: Outcome<Result>): Result {
  if (outcome.ok) return outcome.result
  throw new DomainError(outcome.code, outcome.facts, { cause: outcome.cause })
}
