import { DomainError, type ErrorCode } from '../../model/errors.ts'
import type { Push } from '../../model/push.ts'

/** The refusal that a push ended in, by the service that it was for (api-answers B, SCM.0201 to 0223). */
export function pushFailed({ service, state, failure }: Push): DomainError {
  const kind = failure?.kind ?? 'failed'
  const code = `${service.toLowerCase() as Lowercase<typeof service>}-${kind}` satisfies ErrorCode
  const reason = failure?.reason ?? 'it did not end'
  return new DomainError(code, {
    reason: state === 'restoring' ? `${reason}; what was there is yet to be put back` : reason,
  })
}
