import type { InstallationReaders, InstallationStores } from '../domain/ports/doors.ts'
import { SqlAccessKeyStore } from './access-key-store.ts'
import { SqlAgencyStore } from './agency-store.ts'
import { SqlApplicationStore } from './application-store.ts'
import { SqlAuditStore } from './audit-store.ts'
import { SqlAuthorityStore } from './authority-store.ts'
import { SqlCertificateStore } from './certificate-store.ts'
import { SqlDelegationStore } from './delegation-store.ts'
import { SqlDirectoryStore } from './directory-store.ts'
import { SqlEnterpriseProjectStore } from './enterprise-project-store.ts'
import { SqlExternalSessionStore } from './external-session-store.ts'
import { SqlGrantStore } from './grant-store.ts'
import { SqlGroupStore } from './group-store.ts'
import { SqlHealthOverview } from './health-overview.ts'
import { SqlHostedCertificateStore } from './hosted-certificate-store.ts'
import { SqlInstallationStore } from './installation-store.ts'
import { SqlIssuanceStore } from './issuance-store.ts'
import { SqlJobStore } from './job-store.ts'
import { SqlJournalOverview } from './journal-overview.ts'
import { SqlJournalStore } from './journal-store.ts'
import { SqlKeyStore } from './key-store.ts'
import { SqlNoticeStore } from './notice-store.ts'
import { SqlProjectStore } from './project-store.ts'
import { SqlPublicAuthorityReader } from './public-authority-store.ts'
import { SqlPushStore } from './push-store.ts'
import { SqlQuotaStore } from './quota-store.ts'
import { SqlRevocationListStore } from './revocation-list-store.ts'
import { SqlRevocationOverview } from './revocation-overview.ts'
import { SqlRoleStore } from './role-store.ts'
import { SqlSerialRegistry } from './serial-registry.ts'
import type { StoreBinding } from './session.ts'
import { SqlStatusResponderStore } from './status-responder-store.ts'
import { SqlStoredRequestStore } from './stored-request-store.ts'
import { SqlTagStore } from './tag-store.ts'
import { SqlTrailStore } from './trail-store.ts'
import { SqlUserStore } from './user-store.ts'

/**
 * The stores over one binding. Stores hold nothing but the binding, so each is made when it is asked for. The doors
 * for reading hand out the readers' types; their connections can't write either.
 */
export class SqlStores implements InstallationStores, InstallationReaders {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  get authorities() {
    return new SqlAuthorityStore(this.#binding)
  }

  get certificates() {
    return new SqlCertificateStore(this.#binding)
  }

  get hostedCertificates() {
    return new SqlHostedCertificateStore(this.#binding)
  }

  get issuances() {
    return new SqlIssuanceStore(this.#binding)
  }

  get pushes() {
    return new SqlPushStore(this.#binding)
  }

  get applications() {
    return new SqlApplicationStore(this.#binding)
  }

  get storedRequests() {
    return new SqlStoredRequestStore(this.#binding)
  }

  get notices() {
    return new SqlNoticeStore(this.#binding)
  }

  get keys() {
    return new SqlKeyStore(this.#binding)
  }

  get tags() {
    return new SqlTagStore(this.#binding)
  }

  get agencies() {
    return new SqlAgencyStore(this.#binding)
  }

  get revocationLists() {
    return new SqlRevocationListStore(this.#binding)
  }

  get statusResponders() {
    return new SqlStatusResponderStore(this.#binding)
  }

  get quotas() {
    return new SqlQuotaStore(this.#binding)
  }

  get serials() {
    return new SqlSerialRegistry(this.#binding)
  }

  get directory() {
    return new SqlDirectoryStore(this.#binding)
  }

  get externalSessions() {
    return new SqlExternalSessionStore(this.#binding)
  }

  get users() {
    return new SqlUserStore(this.#binding)
  }

  get groups() {
    return new SqlGroupStore(this.#binding)
  }

  get roles() {
    return new SqlRoleStore(this.#binding)
  }

  get grants() {
    return new SqlGrantStore(this.#binding)
  }

  get accessKeys() {
    return new SqlAccessKeyStore(this.#binding)
  }

  get delegations() {
    return new SqlDelegationStore(this.#binding)
  }

  get enterpriseProjects() {
    return new SqlEnterpriseProjectStore(this.#binding)
  }

  get projects() {
    return new SqlProjectStore(this.#binding)
  }

  get publicAuthorities() {
    return new SqlPublicAuthorityReader(this.#binding)
  }

  get revocationOverview() {
    return new SqlRevocationOverview(this.#binding)
  }

  get healthOverview() {
    return new SqlHealthOverview(this.#binding)
  }

  get installation() {
    return new SqlInstallationStore(this.#binding)
  }

  get jobs() {
    return new SqlJobStore(this.#binding)
  }

  get audit() {
    return new SqlAuditStore(this.#binding)
  }

  get journals() {
    return new SqlJournalStore(this.#binding)
  }

  get journalOverview() {
    return new SqlJournalOverview(this.#binding)
  }

  get trail() {
    return new SqlTrailStore(this.#binding)
  }
}
