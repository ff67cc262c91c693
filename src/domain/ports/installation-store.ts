/** What the installation keeps about itself, over all accounts. */
export interface InstallationStore {
  /** Whether anything was ever set up here. */
  isEmpty(): Promise<boolean>
  /** A small named value: the master key's check value, the TLS root's certificate. */
  findValue(name: string): Promise<Uint8Array | undefined>
  setValue(name: string, value: Uint8Array): Promise<void>
  listDataKeys(): Promise<{ id: number; wrapped: Uint8Array }[]>
  addDataKey(id: number, wrapped: Uint8Array, createdAt: number): Promise<void>
}

/** Public CA certificates, by the id of the CA, over all accounts: what `/pki/{ca_id}.crt` serves. */
export interface PublicAuthorityReader {
  findCertificateDer(authorityId: string): Promise<Uint8Array | undefined>
  /** The account that the CA belongs to. */
  findOwner(authorityId: string): Promise<string | undefined>
  /** The account whose revocation list is published there. */
  findListOwner(bucket: string, name: string): Promise<string | undefined>
}
