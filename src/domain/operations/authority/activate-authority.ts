import { readPublicKey } from '../../../x509/public-key.ts'
import { checkAuthorityAct } from '../../model/authority-rules.ts'
import { DomainError } from '../../model/errors.ts'
import { familyOf } from '../../model/key-algorithm.ts'
import { checkKeyUsages } from '../../model/key-usage.ts'
import { isUnnamed } from '../../model/ordered-authority.ts'
import { checkStart } from '../../model/validity.ts'
import { checkEnterpriseProject } from '../permission/check-enterprise-project.ts'
import {
  beginLists,
  type RevocationListRequest,
  resolveSettings,
} from '../revocation/revocation-list-settings.ts'
import type { Call } from '../world.ts'
import { type Certification, certifySubordinate } from './certify-subordinate.ts'
import { type AuthorityIdentity, createAuthority, type RootCertification } from './create-authority.ts'
import { findAuthority, presentAuthority } from './find-authority.ts'

/** Type and identity are what an ordered CA lacks; they say nothing new of one that was created. */
export type ActivateAuthorityCommand = Partial<AuthorityIdentity> & {
  readonly id: string
  readonly enterpriseProjectId?: string
  /** Null: none; absent: what it was created with. */
  readonly revocationList?: RevocationListRequest | null
} & (({ readonly type: 'ROOT' } & RootCertification) | ({ readonly type?: 'SUBORDINATE' } & Certification))

/**
 * Certifies a PENDING subordinate CA by a CA of this account (API reference 4.1.1.6), or makes of an ordered CA what it
 * is to be (client contract 1.2.1).
 */
export async function activateAuthority(call: Call, command: ActivateAuthorityCommand): Promise<void> {
  checkStart(command.validity, call.clock.now())
  if (command.enterpriseProjectId !== undefined)
    await checkEnterpriseProject(call, command.enterpriseProjectId)
  const pending = await findAuthority(call, command.id)
  checkAuthorityAct('activate', pending, call.clock.now())
  if (isUnnamed(pending)) return activateOrdered(call, command)
  if (command.type === 'ROOT') {
    throw new DomainError('authority-type-invalid', {
      parameter: 'type',
      reason: 'the CA was created as a SUBORDINATE',
    })
  }
  const { publicKeyDer, subject } = pending
  checkKeyUsages(command.keyUsages, 'authority', familyOf(pending.keyAlgorithm))
  const certified = await certifySubordinate(call, command, {
    subject,
    subjectKey: { publicKeyDer, algorithm: readPublicKey(publicKeyDer).algorithm },
  })
  const asked = command.revocationList && (await resolveSettings(call, command.id, command.revocationList))
  await call.write(async (stores, tell) => {
    const before = await presentAuthority(stores, command.id)
    checkAuthorityAct('activate', before, call.clock.now())
    await certified.record(stores)
    const revocationList = asked === undefined ? before.revocationList : asked
    const after = { ...before, ...certified.fields, revocationList }
    await beginLists(call, stores, before, after, command.keyUsages)
    await stores.authorities.replace(after)
    tell({ kind: 'authority', id: command.id, before, after })
  })
}

async function activateOrdered(call: Call, command: ActivateAuthorityCommand): Promise<void> {
  const { id: orderedId, subject, keyAlgorithm, enterpriseProjectId } = command
  if (command.type === undefined) throw missing('authority-type-invalid', 'type')
  if (!subject) throw missing('distinguished-name-invalid', 'distinguished_name')
  if (!keyAlgorithm) throw missing('key-algorithm-invalid', 'key_algorithm')
  const { revocationList } = command
  const identity = {
    orderedId,
    subject,
    keyAlgorithm,
    ...(enterpriseProjectId !== undefined && { enterpriseProjectId }),
    ...(revocationList && { revocationList }),
  }
  if (command.type === 'ROOT') {
    const { signatureHash, validity } = command
    await createAuthority(call, { kind: 'root', ...identity, signatureHash, validity })
  } else {
    const { issuerId, signatureHash, validity, pathLength, keyUsages } = command
    const certification = { issuerId, signatureHash, validity, pathLength, keyUsages }
    await createAuthority(call, { kind: 'active-subordinate', ...identity, ...certification })
  }
}

const missing = (
  code: 'authority-type-invalid' | 'distinguished-name-invalid' | 'key-algorithm-invalid',
  parameter: string,
) => new DomainError(code, { parameter, reason: 'is required: the CA was ordered and has none yet' })
