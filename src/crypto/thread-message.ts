import { DomainError, type ErrorCode, type ErrorFacts } from '../domain/model/errors.ts'

/** An outcome that crosses between threads; a class does not survive the crossing, so errors go as data. */
export type Outcome<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly code: ErrorCode; readonly facts: ErrorFacts; readonly cause?: string }

export function outcomeOf<Result>(work: () => Result): Outcome<Result> {
  try {
    return { ok: true, result: work() }
  } catch (error) {
    return failure(error)
  }
}

export async function outcomeOfAsync<Result>(work: () => Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { ok: true, result: await work() }
  } catch (error) {
    return failure(error)
  }
}

function failure(error: unknown): Outcome<never> {
  if (!(error instanceof DomainError)) {
    return { ok: false, code: 'unexpected', facts: { reason: String(error) } }
  }
  const { code, facts, cause } = error
  return {
    ok: false,
    code,
    facts,
    ...(cause !== undefined && { cause: cause instanceof Error ? cause.message : 'unknown' }),
  }
}

export function resultOf<Result>(outcome: Outcome<Result>): Result {
  if (outcome.ok) return outcome.result
  throw new DomainError(outcome.code, outcome.facts, { cause: outcome.cause })
}
