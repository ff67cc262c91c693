import type { Authority } from '../../model/authority.ts'
import { checkAuthorityAct } from '../../model/authority-rules.ts'
import { DomainError } from '../../model/errors.ts'
import { revocationJobs, subjectOf } from '../revocation/job-subject.ts'
import { leave } from '../revocation/revocation-list-settings.ts'
import type { Call } from '../world.ts'
import { presentAuthority } from './find-authority.ts'

const dayMs = 24 * 3_600_000
const days = { fewest: 7, most: 30 }

export interface DeleteAuthorityCommand {
  readonly id: string
  /** As the caller wrote it; not read for a PENDING CA. */
  readonly pendingDays: string | undefined
}

/**
 * Plans the end of a CA, which may be taken back until then; a PENDING one, which never issued anything, is gone at
 * once (API reference 4.1.1.5).
 */
export async function deleteAuthority(
  call: Call,
  { id, pendingDays }: DeleteAuthorityCommand,
): Promise<void> {
  await call.write(async (stores, tell) => {
    const now = call.clock.now()
    const before = await presentAuthority(stores, id)
    if (before.state === 'PENDING') {
      await stores.keys.remove(id)
      await stores.tags.removeAll('authority', id)
      await stores.authorities.remove(id)
      await stores.quotas.giveBack('CERTIFICATE_AUTHORITY')
      await leave(call, stores, before)
      tell({ kind: 'authority', id, before })
      return
    }
    const deleteAt = now + readDays(pendingDays) * dayMs
    checkAuthorityAct('delete', before, now)
    const after = { ...before, state: 'DELETED' as const, deleteAt }
    await stores.authorities.replace(after)
    const subject = subjectOf({ accountId: call.caller.account.id, authorityId: id })
    await stores.jobs.enqueue(revocationJobs.tend, subject, deleteAt)
    tell({ kind: 'authority', id, before, after })
  })
}

/** Back to DISABLED; one that was revoked reads REVOKED, for that is never taken back (api-answers A2). */
export async function restoreAuthority(call: Call, { id }: { readonly id: string }): Promise<void> {
  await call.write(async (stores, tell) => {
    const before = await presentAuthority(stores, id)
    checkAuthorityAct('restore', before, call.clock.now())
    checkGrace(before, call.clock.now())
    const after = { ...before, state: 'DISABLED' as const, deleteAt: null }
    await stores.authorities.replace(after)
    const subject = subjectOf({ accountId: call.caller.account.id, authorityId: id })
    await stores.jobs.enqueue(revocationJobs.tend, subject, call.clock.now())
    tell({ kind: 'authority', id, before, after })
  })
}

/** Its end has begun, though a bucket that does not answer may hold it up. */
function checkGrace({ deleteAt }: Authority, now: number): void {
  if (deleteAt !== null && deleteAt > now) return
  throw new DomainError('state-forbids', { reason: 'its pending days are over' })
}

function readDays(text: string | undefined): number {
  const value = /^\d{1,2}$/.test(text ?? '') ? Number(text) : Number.NaN
  if (value >= days.fewest && value <= days.most) return value
  throw new DomainError('parameter-invalid', {
    parameter: 'pending_days',
    reason: `must be ${days.fewest} to ${days.most}`,
  })
}
