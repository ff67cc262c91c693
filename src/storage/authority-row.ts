import type {
  Authority,
  AuthorityCertificate,
  AuthorityType,
  GenerationMode,
  StoredState,
} from '../domain/model/authority.ts'
import type { SignatureHash } from '../domain/model/key-algorithm.ts'
import { serialFromOctets, serialOctets } from '../domain/model/serial-number.ts'
import { type Flag, flag } from './flag.ts'
import { type RevocationColumns, revocationColumns, revocationOf } from './revocation-columns.ts'
import { type SubjectColumns, subjectColumns, subjectOf } from './subject-columns.ts'

/** All null while the CA waits for its certificate, else all set. */
interface AuthorityCertificateColumns {
  serial_number: Uint8Array | null
  not_before: number | null
  not_after: number | null
  certificate_der: Uint8Array | null
  subject_name_der: Uint8Array | null
  subject_key_identifier: Uint8Array | null
}

export interface AuthorityRow extends SubjectColumns, RevocationColumns, AuthorityCertificateColumns {
  id: string
  account_id: string
  type: AuthorityType
  state: StoredState
  /** Whether the list shows it: not a CA whose key the user keeps. */
  is_listed: Flag
  generation_mode: GenerationMode
  issuer_id: string | null
  issuer_name: string | null
  key_algorithm: string
  signature_hash: SignatureHash | null
  path_length: number
  public_key_der: Uint8Array
  created_at: number
  delete_at: number | null
  enterprise_project_id: string
  order_id: string | null
  /** All null or all set. */
  list_bucket: string | null
  list_name: string | null
  list_valid_days: number | null
  answers_status: Flag
}

export const authorityRow = (authority: Authority, accountId: string): AuthorityRow => ({
  id: authority.id,
  account_id: accountId,
  type: authority.type,
  state: authority.state,
  is_listed: flag(isListed(authority)),
  ...revocationColumns(authority.revocation),
  generation_mode: authority.generationMode,
  issuer_id: authority.issuerId,
  issuer_name: authority.issuerName,
  key_algorithm: authority.keyAlgorithm,
  signature_hash: authority.signatureHash,
  ...subjectColumns(authority.subject),
  path_length: authority.pathLength,
  public_key_der: authority.publicKeyDer,
  ...certificateColumns(authority.certificate),
  created_at: authority.createdAt,
  delete_at: authority.deleteAt,
  enterprise_project_id: authority.enterpriseProjectId,
  order_id: authority.orderId,
  list_bucket: authority.revocationList?.bucket ?? null,
  list_name: authority.revocationList?.name ?? null,
  list_valid_days: authority.revocationList?.validDays ?? null,
  answers_status: flag(authority.answersStatus),
})

export const authorityOf = (row: AuthorityRow): Authority => ({
  id: row.id,
  type: row.type,
  state: row.state,
  revocation: revocationOf(row),
  generationMode: row.generation_mode,
  issuerId: row.issuer_id,
  issuerName: row.issuer_name,
  keyAlgorithm: row.key_algorithm,
  signatureHash: row.signature_hash,
  subject: subjectOf(row),
  pathLength: row.path_length,
  publicKeyDer: row.public_key_der,
  certificate: certificateOf(row),
  createdAt: row.created_at,
  deleteAt: row.delete_at,
  enterpriseProjectId: row.enterprise_project_id,
  orderId: row.order_id,
  revocationList: revocationListOf(row),
  answersStatus: row.answers_status === 1,
})

const isListed = ({ state, type, generationMode }: Authority) =>
  state !== 'DESTROYED' && !(generationMode === 'CSR' && type === 'SUBORDINATE')

function revocationListOf({ list_bucket, list_name, list_valid_days }: AuthorityRow) {
  if (list_bucket === null || list_name === null || list_valid_days === null) return null
  return { bucket: list_bucket, name: list_name, validDays: list_valid_days }
}

const certificateColumns = (certificate: AuthorityCertificate | null): AuthorityCertificateColumns => ({
  serial_number: certificate && serialOctets(certificate.serialNumber),
  not_before: certificate?.notBefore ?? null,
  not_after: certificate?.notAfter ?? null,
  certificate_der: certificate?.certificateDer ?? null,
  subject_name_der: certificate?.subjectNameDer ?? null,
  subject_key_identifier: certificate?.subjectKeyIdentifier ?? null,
})

function certificateOf(row: AuthorityCertificateColumns): AuthorityCertificate | null {
  const { serial_number, not_before, not_after } = row
  const { certificate_der, subject_name_der, subject_key_identifier } = row
  if (!serial_number || not_before === null || not_after === null) return null
  if (!certificate_der || !subject_name_der || !subject_key_identifier) return null
  return {
    serialNumber: serialFromOctets(serial_number),
    notBefore: not_before,
    notAfter: not_after,
    certificateDer: certificate_der,
    subjectNameDer: subject_name_der,
    subjectKeyIdentifier: subject_key_identifier,
  }
}
