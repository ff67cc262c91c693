/** A data key under the master key, and while that is being replaced also under the one to come. */
export interface WrappedDataKey {
  readonly id: number
  readonly wrapped: Uint8Array
  readonly nextWrapped: Uint8Array | null
}

/** What the installation keeps about itself, over all accounts. */
export interface InstallationStore {
  /** Whether anything was ever set up here. */
  isEmpty(): Promise<boolean>
  /** A small named value: the master key's check value, the TLS root's certificate. */
  findValue(name: string): Promise<Uint8Array | undefined>
  setValue(name: string, value: Uint8Array): Promise<void>
  removeValue(name: string): Promise<void>
  /** In the order of their numbers. */
  listDataKeys(): Promise<WrappedDataKey[]>
  addDataKey(id: number, wrapped: Uint8Array, createdAt: number): Promise<void>
  /** Wraps a data key that is there otherwise than before. */
  rewrapDataKey(key: WrappedDataKey): Promise<void>
  /** Ends every token, temporary access key and sign-in that is under way, of all accounts. */
  endSessions(): Promise<void>
}

/** Public CA certificates, by the id of the CA, over all accounts: what `/pki/{ca_id}.crt` serves. */
export interface PublicAuthorityReader {
  findCertificateDer(authorityId: string): Promise<Uint8Array | undefined>
  /** The account that the CA belongs to. */
  findOwner(authorityId: string): Promise<string | undefined>
  /** Whether this is, or was, a CA of any account. */
  isAuthority(subjectNameDer: Uint8Array, subjectKeyIdentifier: Uint8Array): Promise<boolean>
  /** The account whose revocation list is published there. */
  findListOwner(bucket: string, name: string): Promise<string | undefined>
}
