import { renewResponderAt } from '../../model/status-responder.ts'
import { signingAuthority } from '../authority/issuing-authority.ts'
import type { JobHandler } from '../jobs/run-due-jobs.ts'
import { readSubject } from './job-subject.ts'
import { makeResponder } from './status-responder.ts'

/**
 * Replaces a responder at half of its life, whatever the CA's state is, as long as its key is here: certificates that
 * name it are asked about for as long as they live (api-answers A30).
 */
export const renewStatusResponder: JobHandler = async (world, held) => {
  const subject = readSubject(held.job.subject)
  const { accountId, authorityId } = subject
  const { authority, sealed, present, isAwaited } = await world.database.read(accountId, async (stores) => ({
    authority: await stores.authorities.find(authorityId),
    sealed: await stores.keys.find(authorityId),
    present: await stores.statusResponders.find(authorityId),
    isAwaited: await stores.journals.isAwaited([authorityId]),
  }))
  const now = world.clock.now()
  const signing = authority && signingAuthority(accountId, authority, sealed)
  if (world.journalHolds.isHeld(authorityId)) return now + 1000
  // asked for again when the journal was read back
  if (isAwaited) return undefined
  if (!signing || !present || signing.notAfter <= now) return undefined
  const isAhead = present.notBefore > now
  if (!isAhead && renewResponderAt(present) > now) return renewResponderAt(present)
  const { responder, record } = await makeResponder(world, subject, signing, {
    answersUntil: present.answersUntil,
  })
  await held.record(accountId, async (stores) => {
    // a CA whose key went meanwhile has its last responder, which lives longer than this one
    if (await stores.authorities.find(authorityId)) await record(stores)
  })
  return responder.notAfter === signing.notAfter ? undefined : renewResponderAt(responder)
}
