import type { Listing } from '../model/page.ts'
import type { Tag, TagFilter, TaggedKind, TagValues } from '../model/tag.ts'

export interface TaggedResource {
  readonly id: string
  readonly tags: readonly Tag[]
}

/** Tags of the account's CAs and certificates. Keys and values are compared exactly, and come in their order. */
export interface TagReader {
  of(kind: TaggedKind, id: string): Promise<Tag[]>
  /** Every key that is in use, with every value that it has, on resources of these enterprise projects; or on all. */
  inUse(kind: TaggedKind, enterpriseProjectIds?: readonly string[]): Promise<TagValues[]>
  /** The resources that the API lists and that fit the filter, the youngest first, with all their tags. */
  find(
    kind: TaggedKind,
    filter: TagFilter,
    page: { readonly limit: number; readonly offset: number },
  ): Promise<Listing<TaggedResource>>
}

export interface TagStore extends TagReader {
  /** Sets these; a key that is there gets the new value. */
  put(kind: TaggedKind, id: string, tags: readonly Tag[]): Promise<void>
  remove(kind: TaggedKind, id: string, keys: readonly string[]): Promise<void>
  /** For a resource that leaves. */
  removeAll(kind: TaggedKind, id: string): Promise<void>
}
