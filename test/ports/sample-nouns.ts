import type { AuditRecord } from '../../src/domain/model/audit-record.ts'
import type { Authority, AuthorityCertificate } from '../../src/domain/model/authority.ts'
import type { DistinguishedName } from '../../src/domain/model/distinguished-name.ts'
import type { HostedCertificate, OrderedCertificate } from '../../src/domain/model/hosted-certificate.ts'
import type { AccessKey, Account, Project, User } from '../../src/domain/model/identity.ts'
import type { Issuance } from '../../src/domain/model/issuance.ts'
import type { PrivateCertificate } from '../../src/domain/model/private-certificate.ts'
import type { Push } from '../../src/domain/model/push.ts'

/** Two tenants, as a test needs them to see that neither sees the other's. */
export const ours = 'a'.repeat(32)
export const theirs = 'b'.repeat(32)

/** 2026-03-01T00:00:00Z, the present of every test. */
export const now = 1_772_323_200_000
export const dayMs = 86_400_000

let last = 0

/** Ids that sort by their making, like the product's. */
export function newId(): string {
  last += 1
  return `00000000-0000-7000-8000-${last.toString(16).padStart(12, '0')}`
}

export const newSerial = (): string => {
  last += 1
  return ((1n << 126n) + BigInt(last)).toString()
}

export const octets = (...values: number[]): Uint8Array => Uint8Array.from(values)

export const subjectNamed = (commonName: string): DistinguishedName => ({
  country: 'CN',
  state: 'Zhejiang',
  locality: 'Hangzhou',
  organization: 'Chancery',
  organizationalUnit: null,
  commonName,
})

export const anAuthorityCertificate = (
  changes: Partial<AuthorityCertificate> = {},
): AuthorityCertificate => ({
  serialNumber: newSerial(),
  notBefore: now - dayMs,
  notAfter: now + dayMs,
  certificateDer: octets(0x30, 1),
  subjectNameDer: octets(0x30, 2),
  subjectKeyIdentifier: octets(4, 3),
  ...changes,
})

/** An ACTIVED root. */
export const anAuthority = (changes: Partial<Authority> = {}): Authority => ({
  id: newId(),
  type: 'ROOT',
  state: 'ACTIVED',
  revocation: null,
  generationMode: 'GENERATE',
  issuerId: null,
  issuerName: null,
  keyAlgorithm: 'EC256',
  signatureHash: 'SHA256',
  subject: subjectNamed('Root'),
  pathLength: 7,
  publicKeyDer: octets(0x30, 0x59, last & 255, last >> 8),
  certificate: anAuthorityCertificate(),
  revocationList: null,
  answersStatus: false,
  createdAt: now,
  deleteAt: null,
  enterpriseProjectId: '0',
  orderId: null,
  ...changes,
})

/** An ISSUED certificate. */
export const aCertificate = (changes: Partial<PrivateCertificate> = {}): PrivateCertificate => ({
  id: newId(),
  issuerId: 'issuer',
  issuerName: 'Root',
  serialNumber: newSerial(),
  keyAlgorithm: 'EC256',
  signatureHash: 'SHA256',
  generationMode: 'GENERATE',
  subject: subjectNamed('www.example.com'),
  notBefore: now - dayMs,
  notAfter: now + dayMs,
  revocation: null,
  createdAt: now,
  enterpriseProjectId: '0',
  ...changes,
})

/** Ids of the form that the API has, the younger the greater. */
export function newHostedId(): string {
  last += 1
  return `scs${String(last).padStart(13, '0')}`
}

/** One that was imported. */
export const aHostedCertificate = (changes: Partial<HostedCertificate> = {}): HostedCertificate => ({
  id: newHostedId(),
  name: 'site',
  state: 'UPLOAD',
  domain: 'www.example.test',
  otherDomains: [],
  inHand: {
    fingerprint: '0'.repeat(40),
    signatureAlgorithm: 'SHA256withECDSA',
    hasKey: true,
    notBefore: now - dayMs,
    notAfter: now + dayMs,
  },
  ordered: null,
  description: null,
  createdAt: now,
  updatedAt: now,
  enterpriseProjectId: '0',
  ...changes,
})

/** What came of an order that was applied for once, and goes on for a year. */
export const anOrder = (changes: Partial<OrderedCertificate> = {}): OrderedCertificate => ({
  orderId: 'f'.repeat(32),
  boughtAt: now,
  brand: 'GEOTRUST',
  type: 'DV_SSL_CERT',
  domainType: 'SINGLE_DOMAIN',
  years: 1,
  nameCount: 1,
  primary: null,
  plainCount: null,
  wildcardCount: null,
  method: 'DNS',
  issuer: 'built-in',
  issuedAt: now,
  proofs: [],
  placesRecords: false,
  keyAlgorithm: 'EC256',
  issuedId: '00000000-0000-4000-8000-000000000000',
  periodEndsAt: now + 365 * dayMs,
  renewsItself: false,
  failure: null,
  revocation: null,
  isPrivacyWithdrawn: false,
  ...changes,
})

/** A certificate on its way: proofs by TXT records are looked for. */
export const anIssuance = (certificateId: string, changes: Partial<Issuance> = {}): Issuance => ({
  id: `00000000-0000-4000-8000-${String(Number(certificateId.slice(3)) % 1e12).padStart(12, '0')}`,
  certificateId,
  purpose: 'first',
  step: 'proving',
  issuer: 'built-in',
  names: ['www.example.test', '*.münchen.test'],
  method: 'DNS',
  placesRecords: false,
  keyAlgorithm: 'EC256',
  requestDer: null,
  hasKey: true,
  proofs: [],
  upstream: null,
  startedAt: now,
  endsAt: now + 7 * dayMs,
  looks: 0,
  failures: 0,
  hindrance: null,
  ...changes,
})

export const anAccount = (changes: Partial<Account> = {}): Account => ({
  id: newId(),
  name: `account ${last}`,
  isEnabled: true,
  authorityQuota: null,
  certificateQuota: 7,
  ...changes,
})

export const aPush = (certificateId: string, changes: Partial<Push> = {}): Push => ({
  service: 'ELB',
  project: 'cn-north-4',
  resource: null,
  id: 'c'.repeat(32),
  certificateId,
  target: 'shop',
  cause: 'request',
  state: 'applying',
  fingerprint: 'f'.repeat(64),
  resourceId: null,
  resourceName: null,
  failure: null,
  attempts: 0,
  startedAt: now,
  finishedAt: null,
  holder: 'node',
  heldUntil: now + 60_000,
  ...changes,
})

export const aUser = (accountId: string, changes: Partial<User> = {}): User => ({
  id: newId(),
  accountId,
  name: 'admin',
  isEnabled: true,
  isAdministrator: true,
  epoch: 1,
  ...changes,
})

export const aProject = (changes: Partial<Project> = {}): Project => ({
  id: newId(),
  name: 'cn-north-1',
  description: '',
  isEnabled: true,
  ...changes,
})

export const anAccessKey = (userId: string): AccessKey => ({ id: newId(), userId, isEnabled: true })

export const anAuditRecord = (changes: Partial<AuditRecord> = {}): AuditRecord => ({
  at: now,
  accountId: ours,
  userId: 'user',
  method: 'token',
  accessKeyId: null,
  sourceAddress: '127.0.0.1',
  requestId: newId(),
  operation: 'createCertificate',
  objectKind: 'certificate',
  objectId: newId(),
  result: 'success',
  beforeDigest: null,
  afterDigest: 'f'.repeat(64),
  count: 1,
  ...changes,
})
