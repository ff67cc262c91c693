/**
 * Sealed private keys of the account, by the id of the CA or certificate that they belong to: the sealed octets
 * alone. What they were sealed for, who reads them has to know (`sealedRecords`).
 */
export interface KeyReader {
  find(id: string): Promise<Uint8Array | undefined>
}

export interface KeyStore extends KeyReader {
  add(id: string, sealed: Uint8Array): Promise<void>
  /** Destroys the key; there may be none. */
  remove(id: string): Promise<void>
}
