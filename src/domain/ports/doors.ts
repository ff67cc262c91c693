import type { AuditSubject } from '../model/audit-record.ts'
import type { AccessKeyReader, AccessKeyStore } from './access-key-store.ts'
import type { AgencyReader, AgencyStore } from './agency-store.ts'
import type { ApplicationReader, ApplicationStore } from './application-store.ts'
import type { AuditReader, AuditStore } from './audit-store.ts'
import type { AuthorityReader, AuthorityStore } from './authority-store.ts'
import type { CertificateReader, CertificateStore } from './certificate-store.ts'
import type { DelegationReader, DelegationStore } from './delegation-store.ts'
import type { DirectoryReader, DirectoryStore } from './directory-store.ts'
import type { EnterpriseProjectReader, EnterpriseProjectStore } from './enterprise-project-store.ts'
import type { ExternalSessionReader, ExternalSessionStore } from './external-session-store.ts'
import type { GrantReader, GrantStore } from './grant-store.ts'
import type { GroupReader, GroupStore } from './group-store.ts'
import type { HealthOverview } from './health-overview.ts'
import type { HostedCertificateReader, HostedCertificateStore } from './hosted-certificate-store.ts'
import type { InstallationStore, PublicAuthorityReader } from './installation-store.ts'
import type { IssuanceOverview, IssuanceReader, IssuanceStore } from './issuance-store.ts'
import type { JobOverview, JobQueue, JobStore } from './job-store.ts'
import type { JournalKeeper, JournalOverview, JournalReader, JournalStore } from './journal-store.ts'
import type { KeyReader, KeyStore } from './key-store.ts'
import type { NoticeOverview, NoticeReader, NoticeStore, NoticeUpkeep } from './notice-store.ts'
import type { ProjectReader, ProjectStore } from './project-store.ts'
import type { PushReader, PushStore, PushUpkeep } from './push-store.ts'
import type { QuotaReader, QuotaStore } from './quota-store.ts'
import type { RevocationListReader, RevocationListStore } from './revocation-list-store.ts'
import type { RevocationOverview } from './revocation-overview.ts'
import type { RoleReader, RoleStore } from './role-store.ts'
import type { SerialReader, SerialRegistry } from './serial-registry.ts'
import type { StatusResponderReader, StatusResponderStore } from './status-responder-store.ts'
import type { StoredRequestReader, StoredRequestStore } from './stored-request-store.ts'
import type { TagReader, TagStore } from './tag-store.ts'
import type { TrailReader, TrailStore } from './trail-store.ts'
import type { UserReader, UserStore } from './user-store.ts'

/** What a tenant's operation may read; every store is bound to the account. */
export interface TenantReaders {
  readonly authorities: AuthorityReader
  readonly certificates: CertificateReader
  readonly hostedCertificates: HostedCertificateReader
  readonly issuances: IssuanceReader
  readonly applications: ApplicationReader
  readonly pushes: PushReader
  readonly storedRequests: StoredRequestReader
  readonly notices: NoticeReader
  readonly keys: KeyReader
  readonly tags: TagReader
  readonly quotas: QuotaReader
  readonly serials: SerialReader
  readonly agencies: AgencyReader
  readonly revocationLists: RevocationListReader
  readonly journals: JournalReader
  readonly statusResponders: StatusResponderReader
  readonly directory: DirectoryReader
  readonly externalSessions: ExternalSessionReader
  readonly users: UserReader
  readonly groups: GroupReader
  readonly roles: RoleReader
  readonly grants: GrantReader
  readonly accessKeys: AccessKeyReader
  readonly delegations: DelegationReader
  readonly enterpriseProjects: EnterpriseProjectReader
  readonly projects: ProjectReader
  readonly publicAuthorities: PublicAuthorityReader
  readonly audit: AuditReader
}

/** What a tenant's operation may write. */
export interface TenantStores extends TenantReaders {
  readonly authorities: AuthorityStore
  readonly certificates: CertificateStore
  readonly hostedCertificates: HostedCertificateStore
  readonly issuances: IssuanceStore
  readonly applications: ApplicationStore
  readonly pushes: PushStore
  readonly storedRequests: StoredRequestStore
  readonly notices: NoticeStore
  readonly keys: KeyStore
  readonly tags: TagStore
  readonly quotas: QuotaStore
  readonly serials: SerialRegistry
  readonly agencies: AgencyStore
  readonly revocationLists: RevocationListStore
  readonly journals: JournalStore
  readonly statusResponders: StatusResponderStore
  readonly jobs: JobQueue
  readonly directory: DirectoryStore
  readonly externalSessions: ExternalSessionStore
  readonly users: UserStore
  readonly groups: GroupStore
  readonly roles: RoleStore
  readonly grants: GrantStore
  readonly accessKeys: AccessKeyStore
  readonly delegations: DelegationStore
  readonly enterpriseProjects: EnterpriseProjectStore
  readonly projects: ProjectStore
}

/** Beside the tenant's: what looks over all accounts. Only the world's own doors hand these out. */
export interface InstallationReaders extends TenantReaders {
  readonly installation: Pick<InstallationStore, 'findValue' | 'listDataKeys'>
  readonly revocationOverview: RevocationOverview
  readonly journalOverview: JournalOverview
  readonly healthOverview: HealthOverview
  readonly notices: NoticeReader & NoticeOverview
  readonly issuances: IssuanceReader & IssuanceOverview
  readonly jobs: JobOverview
  readonly trail: TrailReader
}

/** Beside the tenant's: what the installation itself needs. Only the world's own doors hand these out. */
export interface InstallationStores extends TenantStores {
  readonly installation: InstallationStore
  readonly journals: JournalKeeper
  readonly notices: NoticeStore & NoticeUpkeep
  readonly pushes: PushStore & PushUpkeep
  readonly jobs: JobStore
  readonly audit: AuditStore
  readonly trail: TrailStore
}

/**
 * The database. `accountId` binds the tenant stores; an empty string binds them to nobody, and they find nothing.
 *
 * Only stores are awaited inside `work`: no key, network, file or timer. A store is not used after its work ended.
 */
export interface Database {
  /** A snapshot for point reads; never waits for a writer. */
  read<Result>(accountId: string, work: (stores: InstallationReaders) => Promise<Result>): Promise<Result>
  /** Lists, counts and other long reads, off the request thread; each statement sees its own snapshot. */
  search<Result>(accountId: string, work: (stores: InstallationReaders) => Promise<Result>): Promise<Result>
  /**
   * One durable transaction: resolves after the commit, or rejects with nothing written.
   * `work` may run more than once (PostgreSQL retries serialization failures and deadlocks, at most three times).
   */
  write<Result>(accountId: string, work: (stores: InstallationStores) => Promise<Result>): Promise<Result>
}

/** Says what a transaction changed; a transaction that does not tell is refused. */
export type Tell = (subject: AuditSubject) => void

/**
 * The doors of one call, bound to its caller, tenant and operation. `write` adds the audit row of what it was told
 * to the transaction, so that there is never a change without its record, nor a record without its change.
 */
export interface Doors {
  read<Result>(work: (stores: TenantReaders) => Promise<Result>): Promise<Result>
  search<Result>(work: (stores: TenantReaders) => Promise<Result>): Promise<Result>
  write<Result>(work: (stores: TenantStores, tell: Tell) => Promise<Result>): Promise<Result>
}
