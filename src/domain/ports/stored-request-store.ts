import type { Listing, Page } from '../model/page.ts'
import type { StoredRequest } from '../model/stored-request.ts'

/** Each condition that is there must hold. */
export interface StoredRequestFilter {
  /** Part of the name; compared without case. */
  readonly name?: string
  readonly keyAlgorithm?: string
}

/** The account's requests. Absence is `undefined`; another account's request is absent. */
export interface StoredRequestReader {
  find(id: string): Promise<StoredRequest | undefined>
  /** The id of one with this key, where the key is kept. */
  findKeyed(publicKeyHash: string): Promise<string | undefined>
  list(filter: StoredRequestFilter, page: Page<'created'>): Promise<Listing<StoredRequest>>
}

export interface StoredRequestStore extends StoredRequestReader {
  add(request: StoredRequest): Promise<void>
  rename(id: string, name: string, updatedAt: number): Promise<void>
  remove(id: string): Promise<void>
}
