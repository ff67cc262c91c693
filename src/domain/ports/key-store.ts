import type { SealedSecret } from '../model/sealed.ts'

/** Sealed private keys of the account, by the id of the CA or certificate that they belong to. */
export interface KeyReader {
  find(id: string): Promise<SealedSecret | undefined>
}

export interface KeyStore extends KeyReader {
  add(id: string, key: SealedSecret): Promise<void>
}
