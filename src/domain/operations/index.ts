import { type Action, type Caller, checkPermission, type RequestOrigin } from '../model/caller.ts'
import { DomainError } from '../model/errors.ts'
import { listAuditRecords } from './audit/list-audit-records.ts'
import { Refusals } from './audit/refusals.ts'
import { activateAuthority } from './authority/activate-authority.ts'
import { certifyAuthorityByRequest } from './authority/certify-by-request.ts'
import { createAuthority } from './authority/create-authority.ts'
import { deleteAuthority, restoreAuthority } from './authority/delete-authority.ts'
import { exportAuthorityRequest } from './authority/export-request.ts'
import { importAuthority } from './authority/import-authority.ts'
import { orderAuthorities } from './authority/order-authorities.ts'
import { exportAuthority, listAuthorities, showAuthority } from './authority/read-authorities.ts'
import { releaseAuthority, revokeAuthority } from './authority/revoke-authority.ts'
import { disableAuthority, enableAuthority } from './authority/switch-authority.ts'
import { type BoundOperation, bindOperation } from './bind-operation.ts'
import { deleteCertificate } from './certificate/delete-certificate.ts'
import { exportBundle } from './certificate/export-bundle.ts'
import { exportCertificate } from './certificate/export-certificate.ts'
import { issueCertificateByRequest } from './certificate/issue-by-request.ts'
import { issueCertificate } from './certificate/issue-certificate.ts'
import { parseCertificateRequest } from './certificate/parse-certificate-request.ts'
import { listCertificates, showCertificate } from './certificate/read-certificates.ts'
import { releaseCertificate, revokeCertificate } from './certificate/revoke-certificate.ts'
import { admitSignature, authenticateSignature } from './identity/authenticate-signature.ts'
import { authenticateToken } from './identity/authenticate-token.ts'
import { authenticateWatcher } from './identity/authenticate-watcher.ts'
import { createToken } from './identity/create-token.ts'
import { createIdentityWorld, type IdentityWorld } from './identity/identity-world.ts'
import { listAccounts, listProjects } from './identity/projects.ts'
import { revokeToken, showToken } from './identity/tokens.ts'
import { showQuota } from './quota/show-quota.ts'
import { createAgency, hasAgency, listBuckets } from './revocation/agencies.ts'
import { disableRevocationList, enableRevocationList } from './revocation/switch-revocation-list.ts'
import { switchStatusResponder } from './revocation/switch-status-responder.ts'
import { SearchTurns } from './search-turns.ts'
import { addTags, listTags, removeTags } from './tag/change-tags.ts'
import {
  countTagged,
  findTaggedAuthorities,
  findTaggedCertificates,
  listTagsInUse,
} from './tag/find-tagged.ts'
import { VersionedCache } from './versioned-cache.ts'
import type { IssuingAuthority, Operation, World } from './world.ts'

/** The table of contents: what a caller can ask for. */
const tenantOperations = {
  createAuthority,
  orderAuthorities,
  listAuthorities,
  showAuthority,
  activateAuthority,
  importAuthority,
  exportAuthorityRequest,
  disableAuthority,
  enableAuthority,
  exportAuthority,
  revokeAuthority,
  releaseAuthority,
  deleteAuthority,
  restoreAuthority,
  issueCertificate,
  issueCertificateByRequest,
  certifyAuthorityByRequest,
  listCertificates,
  showCertificate,
  exportCertificate,
  exportBundle,
  revokeCertificate,
  releaseCertificate,
  deleteCertificate,
  parseCertificateRequest,
  enableRevocationList,
  disableRevocationList,
  switchStatusResponder,
  createAgency,
  hasAgency,
  listBuckets,
  addTags,
  removeTags,
  listTags,
  listTagsInUse,
  findTaggedAuthorities,
  findTaggedCertificates,
  countTagged,
  showQuota,
  listAuditRecords,
  showToken,
  revokeToken,
  listProjects,
  listAccounts,
}

/** Asked before the caller is known. */
const identityOperations = {
  authenticateToken,
  authenticateWatcher,
  admitSignature,
  authenticateSignature,
  createToken,
}

type Bound<Verb> =
  Verb extends Operation<infer Command, infer Result> ? BoundOperation<Command, Result> : never
type BoundIdentity<Verb> = Verb extends (
  world: IdentityWorld,
  origin: RequestOrigin,
  command: infer Command,
) => Promise<infer Result>
  ? (origin: RequestOrigin, command: Command) => Promise<Result>
  : never

/** The verbs as the edges get them: bound to the world, so that no edge holds a store. */
export type Operations = {
  readonly [Name in keyof typeof tenantOperations]: Bound<(typeof tenantOperations)[Name]>
} & {
  readonly [Name in keyof typeof identityOperations]: BoundIdentity<(typeof identityOperations)[Name]>
} & {
  /** Throws `action-denied` unless the caller may do this. */
  authorize(caller: Caller, action: Action): void
}

/** The verbs, and the record of what was refused, which the clock flushes and the end settles. */
export interface BoundOperations {
  readonly operations: Operations
  readonly refusals: Refusals
}

export function bindOperations(world: World, report: (error: unknown) => void): BoundOperations {
  const refusals = new Refusals(world.database, world.clock, report)
  const identityWorld = createIdentityWorld(world)
  const shared = {
    ...world,
    searchTurns: new SearchTurns(),
    issuingAuthorities: new VersionedCache<IssuingAuthority>(world.changes, 'authorities', 1000),
  }
  const tenant = mapValues(tenantOperations, (verb, name) =>
    bindOperation(shared, refusals, name, verb as Operation<unknown, unknown>),
  )
  const identity = mapValues(identityOperations, (verb, name) =>
    bindIdentity(identityWorld, refusals, name, verb as IdentityVerb),
  )
  const authorize = (caller: Caller, action: Action) =>
    recording(refusals, { origin: caller, caller, operation: action }, () => checkPermission(caller, action))
  return {
    operations: Object.freeze({ ...tenant, ...identity, authorize }) as unknown as Operations,
    refusals,
  }
}

type IdentityVerb = (world: IdentityWorld, origin: RequestOrigin, command: unknown) => Promise<unknown>

function bindIdentity(world: IdentityWorld, refusals: Refusals, name: string, verb: IdentityVerb) {
  return async (origin: RequestOrigin, command: unknown) => {
    try {
      return await verb(world, origin, command)
    } catch (error) {
      if (!(error instanceof DomainError))
        throw new DomainError('identity-store-failed', {}, { cause: error })
      refusals.record({ origin, operation: name, code: error.code, about: error.about })
      throw error
    }
  }
}

function recording(
  refusals: Refusals,
  refusal: { origin: RequestOrigin; caller: Caller; operation: string },
  check: () => void,
): void {
  try {
    check()
  } catch (error) {
    if (error instanceof DomainError) refusals.record({ ...refusal, code: error.code })
    throw error
  }
}

const mapValues = <Value, Mapped>(
  record: Record<string, Value>,
  map: (value: Value, name: string) => Mapped,
) => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]))
