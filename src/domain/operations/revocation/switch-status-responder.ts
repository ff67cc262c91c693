import { readCertificate } from '../../../x509/certificate.ts'
import type { Authority } from '../../model/authority.ts'
import { checkAuthorityAct } from '../../model/authority-rules.ts'
import { DomainError } from '../../model/errors.ts'
import { serialFromOctets } from '../../model/serial-number.ts'
import { renewResponderAt } from '../../model/status-responder.ts'
import type { TenantStores } from '../../ports/doors.ts'
import { presentAuthority } from '../authority/find-authority.ts'
import { signingAuthority } from '../authority/issuing-authority.ts'
import { checkMaySign } from '../journal/may-sign.ts'
import type { Call } from '../world.ts'
import { revocationJobs, subjectOf } from './job-subject.ts'
import { type MadeResponder, makeResponder } from './status-responder.ts'

export interface SwitchStatusResponderCommand {
  readonly id: string
  readonly isOn: boolean
}

/**
 * Certificates from now on name the CA's OCSP responder, or no longer. Switched on, it can answer at once; switched off,
 * it goes on for certificates that name it (api-answers A30). The present state again changes nothing.
 */
export async function switchStatusResponder(
  call: Call,
  { id, isOn }: SwitchStatusResponderCommand,
): Promise<void> {
  const made = isOn ? await makeMissing(call, id) : undefined
  await call.write(async (stores, tell) => {
    const before = await presentAuthority(stores, id)
    checkAuthorityAct('configure', before, call.clock.now())
    const after = { ...before, answersStatus: isOn }
    if (made) await install(call, stores, before, made)
    await setEnd(stores, before, isOn)
    await stores.authorities.replace(after)
    tell({ kind: 'authority', id, before, after })
  })
}

/** A responder, where there is none or it is past its time; of a CA that has ended nobody asks. */
async function makeMissing(call: Call, id: string): Promise<MadeResponder | undefined> {
  const accountId = call.caller.account.id
  const { authority, sealed, present } = await call.read(async (stores) => ({
    authority: await presentAuthority(stores, id),
    sealed: await stores.keys.find(id),
    present: await stores.statusResponders.find(id),
  }))
  const now = call.clock.now()
  checkAuthorityAct('configure', authority, now)
  if (present && renewResponderAt(present) > now) return undefined
  const signing = signingAuthority(accountId, authority, sealed)
  if (!signing) throw new DomainError('key-processing-failed')
  if (signing.notAfter <= now) return undefined
  await call.read((stores) => checkMaySign(call, stores, [id]))
  return makeResponder(call, { accountId, authorityId: id }, signing)
}

async function install(
  call: Call,
  stores: TenantStores,
  { id }: Authority,
  made: MadeResponder,
): Promise<void> {
  await made.record(stores)
  const subject = subjectOf({ accountId: call.caller.account.id, authorityId: id })
  await stores.jobs.enqueue(revocationJobs.renewResponder, subject, renewResponderAt(made.responder))
}

/**
 * Which certificates name it is not known one by one: it goes on for the last of all that there are. A root's own and
 * the responder's never do.
 */
async function setEnd(
  { statusResponders, serials }: TenantStores,
  { id, certificate }: Authority,
  isOn: boolean,
): Promise<void> {
  const present = await statusResponders.find(id)
  if (!present || (present.answersUntil === null) === isOn) return
  const responder = serialFromOctets(readCertificate(present.certificateDer).serialNumber)
  const except = certificate ? [certificate.serialNumber, responder] : [responder]
  const answersUntil = isOn ? null : ((await serials.lastEnd(id, except)) ?? 0)
  await statusResponders.set(id, { ...present, answersUntil })
}
