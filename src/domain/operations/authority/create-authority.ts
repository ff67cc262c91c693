import type { Authority } from '../../model/authority.ts'
import { unconstrainedPathLength } from '../../model/authority.ts'
import type { DistinguishedName } from '../../model/distinguished-name.ts'
import { familyOf, type GeneratedKeyAlgorithm, type SignatureHash } from '../../model/key-algorithm.ts'
import { authorityKeyUsages, checkKeyUsages } from '../../model/key-usage.ts'
import { sealedRecords } from '../../model/sealed.ts'
import { serialNumberOf } from '../../model/serial-number.ts'
import { checkStart, resolveValidity, type ValidityRequest } from '../../model/validity.ts'
import { checkQuota, takeQuota } from '../quota/quota.ts'
import type { Call } from '../world.ts'
import { certificateFields } from './authority-certificate.ts'
import { type Certification, certifySubordinate } from './certify-subordinate.ts'

interface CreateCommon {
  readonly subject: DistinguishedName
  readonly keyAlgorithm: GeneratedKeyAlgorithm
  readonly enterpriseProjectId: string
}

/** The three ways of the API reference, 4.1.1.2. */
export type CreateAuthorityCommand = CreateCommon &
  (
    | { readonly kind: 'root'; readonly signatureHash: SignatureHash; readonly validity: ValidityRequest }
    | ({ readonly kind: 'active-subordinate' } & Certification)
    | { readonly kind: 'pending-subordinate'; readonly signatureHash: SignatureHash | null }
  )

/**
 * Makes a CA: a root, a subordinate that is certified at once, or one that waits for its certificate.
 * Throws `distinguished-name-invalid`, `validity-invalid`, `path-length-invalid`, `quota-exceeded`,
 * `issuer-not-found`, `state-forbids`.
 */
export async function createAuthority(call: Call, command: CreateAuthorityCommand): Promise<string> {
  if (command.kind !== 'pending-subordinate') checkStart(command.validity, call.clock.now())
  if (command.kind === 'active-subordinate') {
    checkKeyUsages(command.keyUsages, 'authority', familyOf(command.keyAlgorithm))
  }
  await checkQuota(call, 'CERTIFICATE_AUTHORITY')

  switch (command.kind) {
    case 'root':
      return createRoot(call, command)
    case 'active-subordinate':
      return createActiveSubordinate(call, command)
    case 'pending-subordinate':
      return createPendingSubordinate(call, command)
  }
}

type Command<Kind> = Extract<CreateAuthorityCommand, { kind: Kind }>

async function createRoot(call: Call, command: Command<'root'>): Promise<string> {
  const now = call.clock.now()
  const id = call.random.uuid()
  const serialNumber = serialNumberOf(call.random.octets(16))
  const validity = resolveValidity(command.validity, now)
  const issued = await call.issuer.issue({
    profile: {
      kind: 'root',
      serialNumber,
      subject: command.subject,
      validity,
      signatureHash: command.signatureHash,
      pathLength: null,
      keyUsages: authorityKeyUsages,
      extendedKeyUsages: [],
      alternativeNames: [],
      customizedExtension: null,
      issuerUrls: [],
    },
    subjectKey: {
      generate: command.keyAlgorithm,
      record: sealedRecords.authorityKey(call.caller.account.id, id),
    },
  })
  const authority: Authority = {
    ...newAuthority(id, command, now),
    type: 'ROOT',
    state: 'ACTIVED',
    signatureHash: command.signatureHash,
    pathLength: unconstrainedPathLength,
    ...certificateFields(issued.certificateDer),
  }
  await call.write(async (stores, tell) => {
    tell({ kind: 'authority', id, after: authority })
    await takeQuota(call, stores, 'CERTIFICATE_AUTHORITY')
    await stores.authorities.add(authority)
    if (issued.sealedKey) await stores.keys.add(id, issued.sealedKey.sealed)
    await stores.serials.register({ issuerId: id, serialNumber, notAfter: validity.notAfter })
  })
  return id
}

async function createActiveSubordinate(call: Call, command: Command<'active-subordinate'>): Promise<string> {
  const now = call.clock.now()
  const id = call.random.uuid()
  const certified = await certifySubordinate(call, command, {
    subject: command.subject,
    subjectKey: {
      generate: command.keyAlgorithm,
      record: sealedRecords.authorityKey(call.caller.account.id, id),
    },
  })
  const authority: Authority = { ...newAuthority(id, command, now), ...certified.fields }
  await call.write(async (stores, tell) => {
    tell({ kind: 'authority', id, after: authority })
    await takeQuota(call, stores, 'CERTIFICATE_AUTHORITY')
    await certified.record(stores)
    await stores.authorities.add(authority)
    if (certified.issued.sealedKey) await stores.keys.add(id, certified.issued.sealedKey.sealed)
  })
  return id
}

async function createPendingSubordinate(
  call: Call,
  command: Command<'pending-subordinate'>,
): Promise<string> {
  const id = call.random.uuid()
  const key = await call.issuer.makeKey(
    command.keyAlgorithm,
    sealedRecords.authorityKey(call.caller.account.id, id),
  )
  const authority: Authority = {
    ...newAuthority(id, command, call.clock.now()),
    signatureHash: command.signatureHash,
    publicKeyDer: key.publicKeyDer,
  }
  await call.write(async (stores, tell) => {
    tell({ kind: 'authority', id, after: authority })
    await takeQuota(call, stores, 'CERTIFICATE_AUTHORITY')
    await stores.authorities.add(authority)
    await stores.keys.add(id, key.sealedKey.sealed)
  })
  return id
}

/** A subordinate CA without a certificate: what the three ways have in common. */
function newAuthority(
  id: string,
  { subject, keyAlgorithm, enterpriseProjectId }: CreateCommon,
  now: number,
): Omit<Authority, 'publicKeyDer'> {
  return {
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
    createdAt: now,
    deleteAt: null,
    enterpriseProjectId,
  }
}
