import { DomainError, type ErrorCode } from '../../model/errors.ts'
import type { Push, PushFailure } from '../../model/push.ts'
import type { PushService } from '../../model/push-place.ts'

const kinds = {
  'target-refused': 'refused',
  'target-denied': 'denied',
  'target-unreachable': 'failed',
} as const

const longestReason = 500

/** Why a target did not do what it was asked; what it did not mean to say is thrown on. */
export function failureOf(error: unknown): PushFailure {
  if (error instanceof DomainError && Object.hasOwn(kinds, error.code)) {
    const kind = kinds[error.code as keyof typeof kinds]
    return { kind, reason: (error.facts.reason ?? error.code).slice(0, longestReason) }
  }
  throw error
}

/** The code of a service for what its target did (api-answers B, SCM.0201 to 0223). */
export const serviceFault = (service: PushService, kind: PushFailure['kind'], reason: string): DomainError =>
  new DomainError(`${service.toLowerCase() as Lowercase<PushService>}-${kind}` satisfies ErrorCode, {
    reason,
  })

/** The refusal that a push ended in, by the service that it was for. */
export function pushFailed({ service, state, failure }: Push): DomainError {
  const kind = failure?.kind ?? 'failed'
  const reason = failure?.reason ?? 'it did not end'
  return serviceFault(
    service,
    kind,
    state === 'restoring' ? `${reason}; what was there is yet to be put back` : reason,
  )
}
