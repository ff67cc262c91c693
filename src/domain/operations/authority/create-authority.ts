import type { Authority } from '../../model/authority.ts'
import type { DistinguishedName } from '../../model/distinguished-name.ts'
import { familyOf, type GeneratedKeyAlgorithm, type SignatureHash } from '../../model/key-algorithm.ts'
import { checkKeyUsages } from '../../model/key-usage.ts'
import { checkStart, type ValidityRequest } from '../../model/validity.ts'
import { checkEnterpriseProject } from '../permission/check-enterprise-project.ts'
import {
  checkMaySignLists,
  type RevocationListRequest,
  resolveSettings,
} from '../revocation/revocation-list-settings.ts'
import type { Call } from '../world.ts'
import { type AuthorityPlace, findPlace } from './authority-place.ts'
import type { Certification } from './certify-subordinate.ts'
import { createRoot } from './create-root.ts'
import { createActiveSubordinate, createPendingSubordinate } from './create-subordinate.ts'

/** Who the CA is. */
export interface AuthorityIdentity {
  readonly subject: DistinguishedName
  readonly keyAlgorithm: GeneratedKeyAlgorithm
}

interface CreateCommon extends AuthorityIdentity {
  /** The CA that was ordered and is named by this; absent for one of its own. */
  readonly orderedId?: string
  /** Absent: the default one, or that of the order. */
  readonly enterpriseProjectId?: string
  readonly revocationList?: RevocationListRequest
}

export interface RootCertification {
  readonly signatureHash: SignatureHash
  readonly validity: ValidityRequest
}

/** The three ways of the API reference, 4.1.1.2. */
export type CreateAuthorityCommand = CreateCommon &
  (
    | ({ readonly kind: 'root' } & RootCertification)
    | ({ readonly kind: 'active-subordinate' } & Certification)
    | { readonly kind: 'pending-subordinate'; readonly signatureHash: SignatureHash | null }
  )

export type CreateCommand<Kind> = Extract<CreateAuthorityCommand, { kind: Kind }>

/**
 * Makes a CA: a root, a subordinate that is certified at once, or one that waits for its certificate; returns its id.
 * Throws `distinguished-name-invalid`, `validity-invalid`, `path-length-invalid`, `quota-exceeded`,
 * `issuer-not-found`, `authority-not-found`, `state-forbids`.
 */
export async function createAuthority(call: Call, command: CreateAuthorityCommand): Promise<string> {
  if (command.kind !== 'pending-subordinate') checkStart(command.validity, call.clock.now())
  if (command.kind === 'active-subordinate') {
    checkKeyUsages(command.keyUsages, 'authority', familyOf(command.keyAlgorithm))
  }
  const { revocationList } = command
  if (revocationList && command.kind === 'active-subordinate') checkMaySignLists(command.keyUsages)
  const place = await findPlace(call, command.orderedId)
  await checkEnterpriseProject(call, command.enterpriseProjectId ?? place.enterpriseProjectId)
  const draft = {
    ...newAuthority(place, command),
    revocationList: revocationList ? await resolveSettings(call, place.id, revocationList) : null,
  }

  switch (command.kind) {
    case 'root':
      await createRoot(call, command, place, draft)
      break
    case 'active-subordinate':
      await createActiveSubordinate(call, command, place, draft)
      break
    case 'pending-subordinate':
      await createPendingSubordinate(call, command, place, draft)
  }
  return place.id
}

/** A subordinate CA without key and certificate: what the three ways have in common. */
export type AuthorityDraft = Omit<Authority, 'publicKeyDer'>

const newAuthority = (
  { id, createdAt, orderId, ...place }: AuthorityPlace,
  { subject, keyAlgorithm, enterpriseProjectId = place.enterpriseProjectId }: CreateCommon,
): AuthorityDraft => ({
  id,
  type: 'SUBORDINATE',
  state: 'PENDING',
  revocation: null,
  generationMode: 'GENERATE',
  issuerId: null,
  issuerName: null,
  keyAlgorithm,
  signatureHash: null,
  subject,
  pathLength: 0,
  certificate: null,
  revocationList: null,
  answersStatus: false,
  createdAt,
  deleteAt: null,
  enterpriseProjectId,
  orderId,
})
