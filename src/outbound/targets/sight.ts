import { DomainError } from '../../domain/model/errors.ts'
import type { Sight } from '../../domain/ports/push-targets.ts'

/** What a look at the target itself says; a failure is no sight of the certificate. */
export async function sightOf(look: () => Promise<boolean>): Promise<Sight> {
  try {
    return (await look())
      ? { isSeen: true, how: 'read back from the target' }
      : { isSeen: false, reason: 'the target has another certificate, or none' }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { isSeen: false, reason: error.facts.reason ?? error.code }
  }
}
