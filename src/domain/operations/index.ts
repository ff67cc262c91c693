import type { Action, Caller, RequestOrigin, Requirement } from '../model/caller.ts'
import { DomainError } from '../model/errors.ts'
import { createTemporaryKey } from './access-key/create-temporary-key.ts'
import {
  createAccessKey,
  deleteAccessKey,
  listAccessKeys,
  showAccessKey,
  updateAccessKey,
} from './access-key/manage-access-keys.ts'
import { createAccount, listAccounts, listEveryAccount, updateAccount } from './account/manage-accounts.ts'
import { AccountTurns } from './account-turns.ts'
import { listAuditRecords } from './audit/list-audit-records.ts'
import { Refusals } from './audit/refusals.ts'
import { verifyTrailPiece } from './audit/verify-piece.ts'
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
import { BuiltInIssuer } from './built-in-issuer/built-in-issuer.ts'
import { deleteCertificate } from './certificate/delete-certificate.ts'
import { exportBundle } from './certificate/export-bundle.ts'
import { exportCertificate } from './certificate/export-certificate.ts'
import { findRequestedDomain } from './certificate/find-requested-domain.ts'
import { issueCertificateByRequest } from './certificate/issue-by-request.ts'
import { issueCertificate } from './certificate/issue-certificate.ts'
import { parseCertificateRequest } from './certificate/parse-certificate-request.ts'
import { listCertificates, showCertificate } from './certificate/read-certificates.ts'
import { releaseCertificate, revokeCertificate } from './certificate/revoke-certificate.ts'
import { listConnections } from './connection/connections.ts'
import { tryConnection } from './connection/try-connection.ts'
import { assumeDelegation } from './delegation/assume-delegation.ts'
import {
  createDelegation,
  deleteDelegation,
  listDelegations,
  showDelegation,
  updateDelegation,
} from './delegation/manage-delegations.ts'
import { beginSignIn } from './external-identity/begin-sign-in.ts'
import { fetchToken } from './external-identity/fetch-token.ts'
import { finishSignIn } from './external-identity/finish-sign-in.ts'
import { createTokenWithIdToken } from './external-identity/id-token.ts'
import { listProviders } from './external-identity/list-providers.ts'
import {
  checkRole,
  grantRole,
  listGrantedRoles,
  listGrants,
  listGroupsOfProject,
  listProjectsOfSubject,
  listUsersOfProject,
  revokeRole,
} from './grant/manage-grants.ts'
import {
  createGroup,
  deleteGroup,
  listGroups,
  listGroupsOfUser,
  showGroup,
  updateGroup,
} from './group/manage-groups.ts'
import { addGroupMember, checkGroupMember, removeGroupMember } from './group/membership.ts'
import { changeHostedCertificate } from './hosted-certificate/change-hosted-certificate.ts'
import { deleteHostedCertificate } from './hosted-certificate/delete-hosted-certificate.ts'
import { exportHostedBundle } from './hosted-certificate/export-hosted-bundle.ts'
import { exportHostedCertificate } from './hosted-certificate/export-hosted-certificate.ts'
import { importHostedCertificate } from './hosted-certificate/import-hosted-certificate.ts'
import { importKeyStore } from './hosted-certificate/import-key-store.ts'
import { listHostedCertificates } from './hosted-certificate/read-hosted-certificates.ts'
import { readKeyStore } from './hosted-certificate/read-key-store.ts'
import type { Attempts } from './identity/attempts.ts'
import { admitSignature, authenticateSignature } from './identity/authenticate-signature.ts'
import { authenticateToken } from './identity/authenticate-token.ts'
import { authenticateWatcher } from './identity/authenticate-watcher.ts'
import { createToken } from './identity/create-token.ts'
import { createIdentityWorld, type IdentityWorld } from './identity/identity-world.ts'
import { revokeToken, showToken } from './identity/tokens.ts'
import { AcmeAccounts } from './issuance/acme-accounts.ts'
import { JournalAppender } from './journal/journal-appender.ts'
import { removeWebhook, setWebhook, showWebhook } from './notice/manage-webhook.ts'
import { disableNotices, enableNotices } from './notice/switch-notices.ts'
import { applyForCertificate } from './order/apply-for-certificate.ts'
import { buyCertificates } from './order/buy-certificates.ts'
import { cancelApplication } from './order/cancel-application.ts'
import { addDocument } from './order/documents.ts'
import { listProducts, showProduct } from './order/list-products.ts'
import { rehearse } from './order/rehearse.ts'
import { renewNow, switchRenewal } from './order/renewal.ts'
import { approveReview, listReviews, readReviewDocument, rejectReview, showReview } from './order/review.ts'
import { revokeOrderedCertificate } from './order/revoke-ordered-certificate.ts'
import { saveApplication } from './order/save-application.ts'
import { listDocuments, showApplication, showCertificateDetails } from './order/show-order.ts'
import { supplementNames } from './order/supplement-names.ts'
import { unsubscribe } from './order/unsubscribe.ts'
import { withdrawPrivacy } from './order/withdraw-privacy.ts'
import { authorize, isAllowedOnAccount } from './permission/authorize.ts'
import { type AskedObject, authorizeObject } from './permission/authorize-object.ts'
import { enterProject } from './permission/enter-project.ts'
import { explainPermission } from './permission/explain.ts'
import { listAllowedActions } from './permission/list-allowed.ts'
import {
  createEnterpriseProject,
  listEnterpriseProjects,
  showEnterpriseProject,
  updateEnterpriseProject,
} from './project/manage-enterprise-projects.ts'
import {
  createProject,
  deleteProject,
  listProjects,
  listProjectsOfUser,
  showProject,
  updateProject,
} from './project/manage-projects.ts'
import { deployCertificate, pushCertificate, pushToProjects } from './push/push-certificate.ts'
import { Pusher } from './push/pusher.ts'
import {
  listAllPushes,
  listDeployed,
  listDonePushes,
  listPushes,
  removeDeployed,
  showDeployed,
} from './push/read-pushes.ts'
import { showIdentityQuotas } from './quota/show-identity-quotas.ts'
import { showQuota } from './quota/show-quota.ts'
import { createAgency, hasAgency, listBuckets } from './revocation/agencies.ts'
import { disableRevocationList, enableRevocationList } from './revocation/switch-revocation-list.ts'
import { switchStatusResponder } from './revocation/switch-status-responder.ts'
import {
  createRole,
  deleteRole,
  listCustomRoles,
  listRoles,
  showCustomRole,
  showRole,
  updateRole,
} from './role/manage-roles.ts'
import { deleteRequest, renameRequest } from './stored-request/change-request.ts'
import { createRequest } from './stored-request/create-request.ts'
import { exportRequestKey } from './stored-request/export-request-key.ts'
import { listRequests, showRequest } from './stored-request/read-requests.ts'
import { uploadRequest } from './stored-request/upload-request.ts'
import { addTags, listTags, removeTags } from './tag/change-tags.ts'
import {
  countTagged,
  findTaggedAuthorities,
  findTaggedCertificates,
  findTaggedHostedCertificates,
  listTagsInUse,
} from './tag/find-tagged.ts'
import { changePassword } from './user/change-password.ts'
import { createUser, deleteUser, listUsers, showUser, updateUser } from './user/manage-users.ts'
import { VersionedCache } from './versioned-cache.ts'
import type { Authorities, IssuingAuthority, Operation, World } from './world.ts'

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
  findRequestedDomain,
  listHostedCertificates,
  showCertificateDetails,
  showApplication,
  listProducts,
  showProduct,
  buyCertificates,
  applyForCertificate,
  cancelApplication,
  unsubscribe,
  revokeOrderedCertificate,
  renewNow,
  switchRenewal,
  rehearse,
  changeHostedCertificate,
  saveApplication,
  withdrawPrivacy,
  supplementNames,
  addDocument,
  listDocuments,
  pushCertificate,
  pushToProjects,
  deployCertificate,
  listPushes,
  listAllPushes,
  listDonePushes,
  listDeployed,
  showDeployed,
  removeDeployed,
  importHostedCertificate,
  readKeyStore,
  importKeyStore,
  exportHostedCertificate,
  exportHostedBundle,
  deleteHostedCertificate,
  createRequest,
  uploadRequest,
  listRequests,
  showRequest,
  renameRequest,
  deleteRequest,
  exportRequestKey,
  enableNotices,
  disableNotices,
  showWebhook,
  setWebhook,
  removeWebhook,
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
  findTaggedHostedCertificates,
  countTagged,
  showQuota,
  showIdentityQuotas,
  listAuditRecords,
  revokeToken,
  listProjects,
  listAccounts,
  createUser,
  listUsers,
  showUser,
  updateUser,
  deleteUser,
  changePassword,
  createGroup,
  listGroups,
  listGroupsOfUser,
  showGroup,
  updateGroup,
  deleteGroup,
  addGroupMember,
  checkGroupMember,
  removeGroupMember,
  createRole,
  listRoles,
  listCustomRoles,
  showRole,
  showCustomRole,
  updateRole,
  deleteRole,
  grantRole,
  checkRole,
  revokeRole,
  listGrantedRoles,
  listGrants,
  listProjectsOfSubject,
  listGroupsOfProject,
  listUsersOfProject,
  createAccessKey,
  listAccessKeys,
  showAccessKey,
  updateAccessKey,
  deleteAccessKey,
  createProject,
  deleteProject,
  showProject,
  updateProject,
  listProjectsOfUser,
  createEnterpriseProject,
  listEnterpriseProjects,
  showEnterpriseProject,
  updateEnterpriseProject,
  createDelegation,
  listDelegations,
  showDelegation,
  updateDelegation,
  deleteDelegation,
  explainPermission,
  listConnections,
  tryConnection,
}

/** Of a known caller, and beyond its account: they have no doors that are bound to one. */
const acrossOperations = {
  showToken,
  listAllowedActions,
  createTemporaryKey,
  assumeDelegation,
  createAccount,
  listEveryAccount,
  updateAccount,
  listReviews,
  showReview,
  readReviewDocument,
  approveReview,
  rejectReview,
  verifyTrailPiece,
}

/** Asked before the caller is known. */
const identityOperations = {
  authenticateToken,
  authenticateWatcher,
  admitSignature,
  authenticateSignature,
  createToken,
  createTokenWithIdToken,
  listProviders,
  beginSignIn,
  finishSignIn,
  fetchToken,
}

type Bound<Verb> =
  Verb extends Operation<infer Command, infer Result> ? BoundOperation<Command, Result> : never
type BoundAcross<Verb> = Verb extends (
  world: IdentityWorld,
  caller: Caller,
  command: infer Command,
) => Promise<infer Result>
  ? BoundOperation<Command, Result>
  : never
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
  readonly [Name in keyof typeof acrossOperations]: BoundAcross<(typeof acrossOperations)[Name]>
} & {
  readonly [Name in keyof typeof identityOperations]: BoundIdentity<(typeof identityOperations)[Name]>
} & {
  /** The caller in a project that the call names. Throws `scope-unknown`. */
  enterProject(caller: Caller, projectId: string): Promise<Caller>
  /** The caller with what it may do this on. Throws `action-denied` where that is nothing. */
  authorize(caller: Caller, requirement: Requirement): Promise<Caller>
  /** Throws `action-denied` unless the caller, once authorized, may do it to this resource. */
  authorizeObject(caller: Caller, object: AskedObject): Promise<void>
}

/** The verbs; the record of what was refused, which the clock flushes and the end settles; what writes journals. */
export interface BoundOperations {
  readonly operations: Operations
  readonly refusals: Refusals
  readonly journalAppender: JournalAppender
  readonly authorities: Authorities
  /** Who guesses, as far as this node knows. */
  readonly attempts: Pick<Attempts, 'countLocked'>
}

export function bindOperations(world: World, report: (error: unknown) => void): BoundOperations {
  const refusals = new Refusals(world, report)
  const identityWorld = createIdentityWorld(world)
  const journalAppender = new JournalAppender(world, report)
  const basis = {
    journalAppender,
    ...world,
    guessing: identityWorld.attempts,
    mayAlso: (caller: Caller, action: Action) => isAllowedOnAccount(identityWorld, caller, action),
    searchTurns: new AccountTurns(64),
    // each holds a store of a mebibyte, twice, while it waits
    keyStoreTurns: new AccountTurns(4),
    issuingAuthorities: new VersionedCache<IssuingAuthority>(world.changes, 'authorities', 1000),
  }
  const authorities = { builtInIssuer: new BuiltInIssuer(basis), acmeAccounts: new AcmeAccounts(world) }
  const shared = {
    ...basis,
    ...authorities,
    pusher: new Pusher(world),
  }
  const tenant = mapValues(tenantOperations, (verb, name) =>
    bindOperation(shared, refusals, name, verb as Operation<unknown, unknown>),
  )
  const identity = mapValues(identityOperations, (verb, name) =>
    bindIdentity(identityWorld, refusals, name, verb as IdentityVerb),
  )
  const across = mapValues(acrossOperations, (verb, name) => (caller: Caller, command: unknown) => {
    const run = verb as (world: IdentityWorld, caller: Caller, command: unknown) => Promise<unknown>
    return recording(refusals, caller, name, () => run(identityWorld, caller, command))
  })
  const permission = {
    enterProject: (caller: Caller, projectId: string) =>
      recording(refusals, caller, 'enterProject', () => enterProject(identityWorld, caller, projectId)),
    authorize: (caller: Caller, requirement: Requirement) =>
      recording(refusals, caller, requirement.action, () => authorize(identityWorld, caller, requirement)),
    authorizeObject: (caller: Caller, object: AskedObject) =>
      recording(refusals, caller, object.action, () => authorizeObject(identityWorld, caller, object)),
  }
  return {
    operations: Object.freeze({ ...tenant, ...across, ...identity, ...permission }) as unknown as Operations,
    refusals,
    journalAppender,
    authorities,
    attempts: identityWorld.attempts,
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

async function recording<Result>(
  refusals: Refusals,
  caller: Caller,
  operation: string,
  check: () => Promise<Result>,
): Promise<Result> {
  try {
    return await check()
  } catch (error) {
    if (!(error instanceof DomainError)) throw new DomainError('identity-store-failed', {}, { cause: error })
    refusals.record({ origin: caller, caller, operation, code: error.code })
    throw error
  }
}

const mapValues = <Value, Mapped>(
  record: Record<string, Value>,
  map: (value: Value, name: string) => Mapped,
) => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]))
