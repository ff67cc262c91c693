import type { Authority } from '../../model/authority.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { Call } from '../world.ts'
import type { AuthorityPlace } from './authority-place.ts'
import { certifySubordinate } from './certify-subordinate.ts'
import type { AuthorityDraft, CreateCommand } from './create-authority.ts'

/** Certified at once by a CA of the account. */
export async function createActiveSubordinate(
  call: Call,
  command: CreateCommand<'active-subordinate'>,
  { id, keep }: AuthorityPlace,
  draft: AuthorityDraft,
): Promise<void> {
  const certified = await certifySubordinate(call, command, {
    subject: command.subject,
    subjectKey: {
      generate: command.keyAlgorithm,
      record: sealedRecords.authorityKey(call.caller.account.id, id),
    },
  })
  const authority: Authority = { ...draft, ...certified.fields }
  await call.write(async (stores, tell) => {
    await keep(stores, tell, authority)
    await certified.record(stores)
    if (certified.issued.sealedKey) await stores.keys.add(id, certified.issued.sealedKey.sealed)
  })
}

/** With a key, and waiting for its certificate. */
export async function createPendingSubordinate(
  call: Call,
  { keyAlgorithm, signatureHash }: CreateCommand<'pending-subordinate'>,
  { id, keep }: AuthorityPlace,
  draft: AuthorityDraft,
): Promise<void> {
  const { publicKeyDer, sealedKey } = await call.issuer.makeKey(
    keyAlgorithm,
    sealedRecords.authorityKey(call.caller.account.id, id),
  )
  await call.write(async (stores, tell) => {
    await keep(stores, tell, { ...draft, signatureHash, publicKeyDer })
    await stores.keys.add(id, sealedKey.sealed)
  })
}
