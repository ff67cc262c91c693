import { readCertificate } from '../../../x509/certificate.ts'
import type { Authority } from '../../model/authority.ts'
import { checkAuthorityAct } from '../../model/authority-rules.ts'
import { presentAuthority } from '../authority/find-authority.ts'
import type { Call } from '../world.ts'
import {
  checkMaySignLists,
  leave,
  occupy,
  type RevocationListRequest,
  resolveSettings,
} from './revocation-list-settings.ts'

export interface EnableRevocationListCommand extends RevocationListRequest {
  readonly id: string
}

/**
 * Certificates from now on name this place, and a list is published there at once; when it is on already, this changes
 * its settings. What older certificates name goes on being published (api-answers A7).
 */
export async function enableRevocationList(
  call: Call,
  { id, ...request }: EnableRevocationListCommand,
): Promise<void> {
  const found = await call.read((stores) => presentAuthority(stores, id))
  check(call, found)
  const revocationList = await resolveSettings(call, id, request)
  await call.write(async (stores, tell) => {
    const before = await presentAuthority(stores, id)
    check(call, before)
    const after = { ...before, revocationList }
    const { bucket, name } = before.revocationList ?? {}
    if (bucket !== revocationList.bucket || name !== revocationList.name) await leave(call, stores, before)
    await occupy(call, stores, before, revocationList)
    await stores.authorities.replace(after)
    tell({ kind: 'authority', id, before, after })
  })
}

/** Certificates from now on name no place; idempotent. */
export const disableRevocationList = (call: Call, { id }: { readonly id: string }): Promise<void> =>
  call.write(async (stores, tell) => {
    const before = await presentAuthority(stores, id)
    checkAuthorityAct('configure', before, call.clock.now())
    const after = { ...before, revocationList: null }
    await leave(call, stores, before)
    await stores.authorities.replace(after)
    tell({ kind: 'authority', id, before, after })
  })

function check({ clock }: Call, authority: Authority): void {
  checkAuthorityAct('configure', authority, clock.now())
  const { certificate } = authority
  if (certificate) checkMaySignLists(readCertificate(certificate.certificateDer).keyUsages)
}
