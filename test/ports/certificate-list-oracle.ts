import assert from 'node:assert/strict'
import type { Page } from '../../src/domain/model/page.ts'
import { certificateStatus, type PrivateCertificate } from '../../src/domain/model/private-certificate.ts'
import type { CertificateFilter, CertificateSortKey } from '../../src/domain/ports/certificate-store.ts'
import { containsWithoutCase, expectedListing, isIn } from './listing-oracle.ts'
import { now, ours } from './sample-nouns.ts'
import type { Stage } from './suite.ts'

const sortValues = {
  create_time: ({ createdAt }) => createdAt,
  common_name: ({ subject }) => subject.commonName.toLowerCase(),
  issuer_name: ({ issuerName }) => issuerName.toLowerCase(),
  not_after: ({ notAfter }) => notAfter,
} as const satisfies Record<CertificateSortKey, (certificate: PrivateCertificate) => string | number>
export const sortKeys = Object.keys(sortValues) as CertificateSortKey[]

/** Who lists, and when. */
interface Viewer {
  readonly accountId?: string
  readonly at?: number
}

/** Compares a list with what the domain says of all of the account's certificates. */
export async function checkCertificateList(
  { database }: Pick<Stage, 'database'>,
  all: readonly PrivateCertificate[],
  filter: CertificateFilter,
  page: Page<CertificateSortKey>,
  { accountId = ours, at = now }: Viewer = {},
): Promise<void> {
  const isWanted = (certificate: PrivateCertificate) =>
    isIn(certificate, filter.enterpriseProjectIds) &&
    (filter.issuer === undefined || filter.issuer.id === certificate.issuerId) &&
    (filter.status === undefined || filter.status === certificateStatus(certificate, at)) &&
    containsWithoutCase(certificate.subject.commonName, filter.name)
  const listed = await database.search(accountId, ({ certificates }) => certificates.list(filter, page, at))
  const expected = expectedListing(all, page, isWanted, sortValues[page.sortKey])
  const what = JSON.stringify({ filter, page, at })
  assert.equal(listed.total, expected.total, what)
  assert.deepEqual(listed, expected, what)
}
