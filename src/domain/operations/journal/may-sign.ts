import { DomainError } from '../../model/errors.ts'
import type { TenantReaders } from '../../ports/doors.ts'

/**
 * Throws `state-forbids` while the journal of one of these CAs is to be read back: what it revoked, or that it was
 * revoked, may be in there and not here (ADR 15).
 */
export async function checkMaySign(
  { journals }: Pick<TenantReaders, 'journals'>,
  authorityIds: readonly string[],
): Promise<void> {
  if (!(await journals.isAwaited(authorityIds))) return
  throw new DomainError('state-forbids', {
    reason:
      'the database came from a backup, and what was revoked since is still being read back: try again later',
  })
}
