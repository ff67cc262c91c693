import type { GenerationMode } from '../domain/model/authority.ts'
import type { SignatureHash } from '../domain/model/key-algorithm.ts'
import type { PrivateCertificate } from '../domain/model/private-certificate.ts'
import { serialFromOctets, serialOctets } from '../domain/model/serial-number.ts'
import { fold } from './fold.ts'
import { type RevocationColumns, revocationColumns, revocationOf } from './revocation-columns.ts'
import { type SubjectColumns, subjectColumns, subjectOf } from './subject-columns.ts'

/** A private certificate without its DER: what lists show. */
export interface CertificateRow extends SubjectColumns, RevocationColumns {
  id: string
  account_id: string
  issuer_id: string
  issuer_name: string
  issuer_name_folded: string
  serial_number: Uint8Array
  key_algorithm: string
  signature_hash: SignatureHash
  generation_mode: GenerationMode
  not_before: number
  not_after: number
  created_at: number
  enterprise_project_id: string
}

export const certificateRow = (certificate: PrivateCertificate, accountId: string): CertificateRow => ({
  id: certificate.id,
  account_id: accountId,
  issuer_id: certificate.issuerId,
  issuer_name: certificate.issuerName,
  issuer_name_folded: fold(certificate.issuerName),
  serial_number: serialOctets(certificate.serialNumber),
  key_algorithm: certificate.keyAlgorithm,
  signature_hash: certificate.signatureHash,
  generation_mode: certificate.generationMode,
  ...subjectColumns(certificate.subject),
  not_before: certificate.notBefore,
  not_after: certificate.notAfter,
  ...revocationColumns(certificate.revocation),
  created_at: certificate.createdAt,
  enterprise_project_id: certificate.enterpriseProjectId,
})

export const certificateOf = (row: CertificateRow): PrivateCertificate => ({
  id: row.id,
  issuerId: row.issuer_id,
  issuerName: row.issuer_name,
  serialNumber: serialFromOctets(row.serial_number),
  keyAlgorithm: row.key_algorithm,
  signatureHash: row.signature_hash,
  generationMode: row.generation_mode,
  subject: subjectOf(row),
  notBefore: row.not_before,
  notAfter: row.not_after,
  revocation: revocationOf(row),
  createdAt: row.created_at,
  enterpriseProjectId: row.enterprise_project_id,
})
