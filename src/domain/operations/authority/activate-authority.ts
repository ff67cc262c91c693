import { readPublicKey } from '../../../x509/public-key.ts'
import { checkAuthorityAct } from '../../model/authority-rules.ts'
import { familyOf } from '../../model/key-algorithm.ts'
import { checkKeyUsages } from '../../model/key-usage.ts'
import { checkStart } from '../../model/validity.ts'
import type { Call } from '../world.ts'
import { type Certification, certifySubordinate } from './certify-subordinate.ts'
import { findAuthority, presentAuthority } from './find-authority.ts'

export interface ActivateAuthorityCommand extends Certification {
  readonly id: string
}

/** Certifies a PENDING subordinate CA by a CA of this account (API reference 4.1.1.6). */
export async function activateAuthority(call: Call, command: ActivateAuthorityCommand): Promise<void> {
  checkStart(command.validity, call.clock.now())
  const pending = await findAuthority(call, command.id)
  checkAuthorityAct('activate', pending, call.clock.now())
  const { publicKeyDer } = pending
  checkKeyUsages(command.keyUsages, 'authority', familyOf(pending.keyAlgorithm))
  const certified = await certifySubordinate(call, command, {
    subject: pending.subject,
    subjectKey: { publicKeyDer, algorithm: readPublicKey(publicKeyDer).algorithm },
  })
  await call.write(async (stores, tell) => {
    const before = await presentAuthority(stores, command.id)
    checkAuthorityAct('activate', before, call.clock.now())
    await certified.record(stores)
    const after = { ...before, ...certified.fields }
    await stores.authorities.replace(after)
    tell({ kind: 'authority', id: command.id, before, after })
  })
}
