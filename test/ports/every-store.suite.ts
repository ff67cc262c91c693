import { auditListSuite } from './audit-list.suite.ts'
import { auditStoreSuite } from './audit-store.suite.ts'
import { authorityListSuite } from './authority-list.suite.ts'
import { authorityStoreSuite } from './authority-store.suite.ts'
import { certificateListSuite } from './certificate-list.suite.ts'
import { certificateListChangeSuite } from './certificate-list-change.suite.ts'
import { certificateListMigrationSuite } from './certificate-list-migration.suite.ts'
import { certificateListSizeSuite } from './certificate-list-size.suite.ts'
import { certificateStoreSuite } from './certificate-store.suite.ts'
import { changeFeedSuite } from './change-feed.suite.ts'
import { directoryStoreSuite } from './directory-store.suite.ts'
import { doorsSuite } from './doors.suite.ts'
import { externalSessionStoreSuite } from './external-session-store.suite.ts'
import { healthOverviewSuite } from './health-overview.suite.ts'
import { hostedCertificateListSuite } from './hosted-certificate-list.suite.ts'
import { hostedCertificateStoreSuite } from './hosted-certificate-store.suite.ts'
import { identityStoresSuite } from './identity-stores.suite.ts'
import { installationStoreSuite } from './installation-store.suite.ts'
import { jobStoreSuite } from './job-store.suite.ts'
import { journalStoreSuite } from './journal-store.suite.ts'
import { keyStoreSuite } from './key-store.suite.ts'
import { migrationSuite } from './migration.suite.ts'
import { noticeStoreSuite } from './notice-store.suite.ts'
import type { Open } from './opened.ts'
import { orderStoresSuite } from './order-stores.suite.ts'
import { pushListSuite } from './push-list.suite.ts'
import { quotaStoreSuite } from './quota-store.suite.ts'
import { removalSuite } from './removal.suite.ts'
import { revocationListStoreSuite } from './revocation-list-store.suite.ts'
import { revocationOverviewSuite } from './revocation-overview.suite.ts'
import { revokedSerialsSuite } from './revoked-serials.suite.ts'
import { serialRegistrySuite } from './serial-registry.suite.ts'
import { statusStoresSuite } from './status-stores.suite.ts'
import { storedContentsSuite } from './stored-contents.suite.ts'
import { storedRequestStoreSuite } from './stored-request-store.suite.ts'
import { tagStoreSuite } from './tag-store.suite.ts'
import { trailStoreSuite } from './trail-store.suite.ts'

/** What every engine must pass. */
export function everyStoreSuite(name: string, open: Open): void {
  doorsSuite(name, open)
  migrationSuite(name, open)
  authorityStoreSuite(name, open)
  authorityListSuite(name, open)
  certificateStoreSuite(name, open)
  certificateListSuite(name, open)
  certificateListSizeSuite(name, open)
  certificateListChangeSuite(name, open)
  certificateListMigrationSuite(name, open)
  hostedCertificateStoreSuite(name, open)
  hostedCertificateListSuite(name, open)
  orderStoresSuite(name, open)
  pushListSuite(name, open)
  storedRequestStoreSuite(name, open)
  noticeStoreSuite(name, open)
  serialRegistrySuite(name, open)
  tagStoreSuite(name, open)
  revokedSerialsSuite(name, open)
  revocationListStoreSuite(name, open)
  statusStoresSuite(name, open)
  revocationOverviewSuite(name, open)
  journalStoreSuite(name, open)
  healthOverviewSuite(name, open)
  keyStoreSuite(name, open)
  quotaStoreSuite(name, open)
  removalSuite(name, open)
  directoryStoreSuite(name, open)
  identityStoresSuite(name, open)
  externalSessionStoreSuite(name, open)
  jobStoreSuite(name, open)
  auditStoreSuite(name, open)
  auditListSuite(name, open)
  trailStoreSuite(name, open)
  installationStoreSuite(name, open)
  storedContentsSuite(name, open)
  changeFeedSuite(name, open)
}
