import type { Generated } from 'kysely'
import type { NoticeDelivery } from '../domain/model/expiry-notice.ts'
import type { EnterpriseProject, UserProfile } from '../domain/model/identity.ts'
import type { GrantScope, GrantSubject } from '../domain/model/permission/grant.ts'
import type { RevocationReason } from '../domain/model/revocation.ts'
import type { TaggedKind } from '../domain/model/tag.ts'
import type { ChangeTopic } from '../domain/ports/change-feed.ts'
import type { QuotaKind } from '../domain/ports/quota-store.ts'
import type { ApplicationDocumentTable, CertificateApplicationTable } from './application-store.ts'
import type { AuthorityRow } from './authority-row.ts'
import type { CertificateRow } from './certificate-row.ts'
import type { Flag } from './flag.ts'
import type { HostedCertificateRow } from './hosted-certificate-row.ts'
import type { IssuanceTable } from './issuance-store.ts'
import type { PushTable } from './push-row.ts'
import type { DeploymentTable } from './push-store.ts'
import type { RevocationColumns } from './revocation-columns.ts'
import type { RoleRow } from './role-store.ts'
import type { StoredRequestRow } from './stored-request-row.ts'

interface AccountTable {
  id: string
  name: string
  is_enabled: Flag
  authority_quota: number | null
  certificate_quota: number | null
  created_at: number
}

interface AccountUserTable {
  id: string
  account_id: string
  name: string
  is_enabled: Flag
  is_administrator: Flag
  epoch: number
  password_hash: string
  created_at: number
  kind: Generated<'user' | 'agency'>
  description: Generated<string>
  email: string | null
  phone: string | null
  access_mode: Generated<UserProfile['accessMode']>
  is_password_initial: Generated<Flag>
}

interface ProjectTable {
  id: string
  account_id: string
  name: string
  is_enabled: Flag
  created_at: number
  description: Generated<string>
}

interface AccessKeyTable {
  id: string
  user_id: string
  is_enabled: Flag
  secret_sealed: Uint8Array
  created_at: number
  description: Generated<string>
  /** Of temporary keys only, like all below. */
  expires_at: number | null
  epoch: number | null
  security_token_hash: string | null
  /** JSON of a policy that narrows what the user may do; null where nothing narrows it. */
  session_policy: string | null
  /** Of an agency's only. */
  delegate_id: string | null
  delegate_epoch: number | null
}

interface UserGroupTable {
  id: string
  account_id: string
  name: string
  description: string
  created_at: number
}

interface GroupMemberTable {
  group_id: string
  user_id: string
}

interface RoleGrantTable {
  account_id: string
  subject_kind: GrantSubject['kind']
  subject_id: string
  scope_kind: GrantScope['kind']
  /** Empty where the kind says all. */
  scope_id: string
  role_id: string
  created_at: number
}

interface EnterpriseProjectTable {
  id: string
  account_id: string
  name: string
  description: string
  type: EnterpriseProject['type']
  is_enabled: Flag
  created_at: number
  updated_at: number
}

/** Beside a row of `account_user`, whose id it has. */
interface DelegationTable {
  user_id: string
  account_id: string
  name: string
  description: string
  trusted_account_id: string
  trusted_account_name: string
  expires_at: number | null
  created_at: number
}

interface TokenTable {
  token_hash: string
  user_id: string
  epoch: number
  project_id: string | null
  /** A JSON array of names. */
  methods: string
  issued_at: number
  expires_at: number
  /** Of an agency's only. */
  delegate_id: string | null
  delegate_epoch: number | null
}

/** Whom another identity service vouched for, and until when. */
export interface VouchedColumns {
  account_id: string
  source: string
  subject: string
  name: string
  /** A JSON array. */
  names: string
  expires_at: number
}

interface ExternalTokenTable extends VouchedColumns {
  token_hash: string
  project_id: string | null
  /** A JSON array of names. */
  methods: string
  issued_at: number
}

interface ExternalSignInTable extends VouchedColumns {
  state_hash: string
  /** Null once it was taken. */
  code_hash: string | null
  code_expires_at: number
  forget_at: number
}

/** Apart from the certificate, so that a page of the list's table holds ten rows and not three. */
interface CertificateDerTable {
  id: string
  der: Uint8Array
}

interface HostedCertificateContentTable {
  id: string
  certificate_der: Uint8Array
  /** Certificates in DER, packed. */
  chain_der: Uint8Array
  encryption_certificate_der: Uint8Array | null
}

interface ExpiryWatchTable {
  certificate_id: string
  account_id: string
  /** By commas; empty where nobody wants to know. */
  types: string
  planned_for: number | null
  told_step: number | null
  look_at: number | null
}

interface NoticeDeliveryTable {
  id: string
  account_id: string
  channel: NoticeDelivery['channel']
  recipient: string
  /** JSON. */
  notice: string
  state: NoticeDelivery['state']
  attempts: number
  failure: string | null
  created_at: number
  finished_at: number | null
}

interface NoticeWebhookTable {
  account_id: string
  url: string
  secret_sealed: Uint8Array
  updated_at: number
  failures: number
  paused_until: number
}

interface SealedKeyTable {
  id: string
  account_id: string
  sealed: Uint8Array
}

interface IssuedSerialTable extends RevocationColumns {
  issuer_id: string
  /** Big-endian octets without sign octet. */
  serial_number: Uint8Array
  account_id: string
  not_after: number
  /** When it was put on hold, kept also after the hold became another reason. */
  held_at: number | null
}

interface TagTable {
  account_id: string
  kind: TaggedKind
  resource_id: string
  key: string
  value: string
}

/** Apart from the CA, because it may be megabytes and only chains need it. */
interface OutsideChainTable {
  authority_id: string
  account_id: string
  /** Certificates in DER, packed. */
  chain_der: Uint8Array
}

interface QuotaUsageTable {
  account_id: string
  kind: QuotaKind
  used: number
}

interface ChangeTable {
  account_id: string
  topic: ChangeTopic
  version: number
}

interface JobTable {
  /** New after each success, so that id and attempt name one hold for ever. */
  id: Generated<number>
  kind: string
  subject: string
  run_after: number
  /** When to run once more, asked for while it was held. */
  again_at: number | null
  attempts: number
  owner: string | null
  owner_until: number | null
  failure: string | null
}

interface AuditRecordTable {
  sequence: Generated<number>
  at: number
  account_id: string | null
  user_id: string | null
  method: string
  access_key_id: string | null
  source_address: string
  request_id: string
  operation: string
  object_kind: string | null
  object_id: string | null
  result: string
  before_digest: string | null
  after_digest: string | null
  count: number
  /** Its place in the sealed trail; null until it is sealed. */
  position: number | null
}

interface AuditBlockTable {
  number: number
  first_position: number
  count: number
  previous_hash: string
  records_hash: string
  removed_through: number
  sealed_at: number
  key_id: string
  signature: Uint8Array
}

interface AuditKeyTable {
  id: string
  public_key_der: Uint8Array
  sealed: Uint8Array
  created_at: number
}

/** A key of the trail that took another's place, in the words of that other. */
interface AuditKeySuccessionTable {
  key_id: string
  former_key_id: string
  after_block: number
  signature: Uint8Array
}

/** How far a sink has come. */
interface AuditSinkTable {
  name: string
  position: number
}

interface AgencyTable {
  account_id: string
  id: string
  created_at: number
}

interface RevocationListLocationTable {
  bucket: string
  name: string
  account_id: string
  authority_id: string
  /** No certificate that names it lives longer. */
  named_until: number
}

export interface RevocationListTable {
  authority_id: string
  account_id: string
  number: number
  this_update: number
  next_update: number
  entries: number
  took_ms: number
  published_at: number | null
  pending_since: number | null
  unseen_since: number | null
  seen_at: number | null
  seen_this_update: number | null
  seen_next_update: number | null
  failure: string | null
}

interface JournalRecordTable {
  sequence: Generated<number>
  account_id: string
  /** Who issued the certificate. */
  authority_id: string
  serial_number: Uint8Array
  not_after: number
  at: number
  /** Null: the hold was released. */
  reason: RevocationReason | null
  queued_at: number
}

interface JournalTable {
  authority_id: string
  account_id: string
  /** Null while nothing was written. */
  bucket: string | null
  segment: number
  records: number
  awaited_since: number | null
  failure: string | null
  given_up_at: number | null
}

interface StatusResponderTable {
  authority_id: string
  account_id: string
  certificate_der: Uint8Array
  not_before: number
  not_after: number
  answers_until: number | null
}

interface InstallationValueTable {
  name: string
  value: Uint8Array
}

interface DataKeyTable {
  id: number
  wrapped: Uint8Array
  next_wrapped: Generated<Uint8Array | null>
  created_at: number
}

/** What a program must know to work on a migration that it does not know. */
interface MigrationRequirementTable {
  migration: string
  runs_with: string
}

/** How many certificates of an account end on a day, in days since 1970. */
interface CertificateCountTable {
  account_id: string
  is_revoked: Flag
  end_day: number
  count: number
}

/** The tables as both engines have them. Times are ms since the epoch. */
export interface Schema {
  account: AccountTable
  account_user: AccountUserTable
  project: ProjectTable
  user_group: UserGroupTable
  group_member: GroupMemberTable
  role: RoleRow
  role_grant: RoleGrantTable
  enterprise_project: EnterpriseProjectTable
  delegation: DelegationTable
  access_key: AccessKeyTable
  token: TokenTable
  external_token: ExternalTokenTable
  external_sign_in: ExternalSignInTable
  authority: AuthorityRow
  certificate: CertificateRow
  certificate_der: CertificateDerTable
  hosted_certificate: HostedCertificateRow
  hosted_certificate_content: HostedCertificateContentTable
  issuance: IssuanceTable
  push: PushTable
  deployment: DeploymentTable
  certificate_application: CertificateApplicationTable
  application_document: ApplicationDocumentTable
  stored_request: StoredRequestRow
  expiry_watch: ExpiryWatchTable
  notice_delivery: NoticeDeliveryTable
  notice_webhook: NoticeWebhookTable
  sealed_key: SealedKeyTable
  issued_serial: IssuedSerialTable
  tag: TagTable
  outside_chain: OutsideChainTable
  quota_usage: QuotaUsageTable
  change: ChangeTable
  job: JobTable
  audit_record: AuditRecordTable
  audit_block: AuditBlockTable
  audit_key: AuditKeyTable
  audit_key_succession: AuditKeySuccessionTable
  audit_sink: AuditSinkTable
  agency: AgencyTable
  revocation_list_location: RevocationListLocationTable
  revocation_list: RevocationListTable
  journal_record: JournalRecordTable
  journal: JournalTable
  status_responder: StatusResponderTable
  installation_value: InstallationValueTable
  data_key: DataKeyTable
  migration_requirement: MigrationRequirementTable
  certificate_count: CertificateCountTable
}
