import type { Authority, AuthorityStatus, AuthorityType, ChainedAuthority } from '../model/authority.ts'
import type { Listing, Page } from '../model/page.ts'
import type { SerialNumber } from '../model/serial-number.ts'

export type AuthoritySortKey = 'create_time' | 'common_name' | 'type' | 'not_after'

export interface AuthorityFilter {
  /** Part of the common name; compared without case. */
  readonly name?: string
  readonly status?: AuthorityStatus
  readonly type?: AuthorityType
  /** Absent for all. */
  readonly enterpriseProjectIds?: readonly string[]
}

/**
 * The account's CAs. Absence is `undefined`, never an error; another account's CA is absent.
 * A CA that is gone (a PENDING one deleted) is absent; its certificate, if it had one, stays in the serial registry.
 */
export interface AuthorityReader {
  /** Grows with every change of a CA of the account, visible within its own transaction at once. */
  version(): Promise<number>
  find(id: string): Promise<Authority | undefined>
  /** The CA and those above it that this account holds, itself first; empty when it is absent. */
  chain(id: string): Promise<ChainedAuthority[]>
  /** What `GET /v1/private-certificate-authorities` lists: not the CAs whose key the user keeps. */
  list(filter: AuthorityFilter, page: Page<AuthoritySortKey>, now: number): Promise<Listing<Authority>>
  /** Those whose certificate has this subject, byte for byte. */
  withSubject(subjectNameDer: Uint8Array): Promise<Authority[]>
  /** Those that hold the certificate that this CA issued under this serial number: imported, it may be two. */
  withSerial(issuerId: string, serialNumber: SerialNumber): Promise<Authority[]>
  /** Whether one of the account's CAs holds this SubjectPublicKeyInfo; `exceptId` is left out of the search. */
  holdsKey(publicKeyDer: Uint8Array, exceptId?: string): Promise<boolean>
}

export interface AuthorityStore extends AuthorityReader {
  /** Keeps the certificates above it, of a CA that was certified elsewhere and has none yet. */
  setOutsideChain(id: string, ders: readonly Uint8Array[]): Promise<void>
  add(authority: Authority): Promise<void>
  /** Replaces the CA with the same id. Throws where there is none. */
  replace(authority: Authority): Promise<void>
  /** For one that never had a certificate; what has one stays for the chains of what it issued. */
  remove(id: string): Promise<void>
}
