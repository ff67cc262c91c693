import { DomainError } from '../../model/errors.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import type { World } from '../world.ts'

/**
 * Throws `state-forbids` while the journal of one of these CAs is to be read back, or was not compared yet with what the
 * database knows: what it revoked, or that it was revoked, may be in there and not here (ADR 15, ADR 23).
 */
export async function checkMaySign(
  { journalHolds }: Pick<World, 'journalHolds'>,
  { journals }: Pick<TenantReaders, 'journals'>,
  authorityIds: readonly string[],
): Promise<void> {
  if (authorityIds.some((id) => journalHolds.isHeld(id))) {
    throw forbidden('what the journal in the bucket tells was not compared with the database yet')
  }
  if (await journals.isAwaited(authorityIds)) {
    throw forbidden('the database came from a backup, and what was revoked since is still being read back')
  }
}

const forbidden = (why: string) => new DomainError('state-forbids', { reason: `${why}: try again later` })
