import { DomainError } from './errors.ts'

/** A label of a CA, of a certificate or of a hosted one; a resource has one value for each key. */
export interface Tag {
  readonly key: string
  readonly value: string
}

/** A key with values: of a filter any of them will do, and none means whatever it is; of an account all that there are. */
export interface TagValues {
  readonly key: string
  readonly values: readonly string[]
}

/** What carries tags. */
export type TaggedKind = 'authority' | 'certificate' | 'hosted_certificate'

/** Every key of `tags` must be there with one of its values; what else is asked for must hold as well. */
export interface TagFilter {
  readonly tags: readonly TagValues[]
  /** One of these must be there. */
  readonly anyTags?: readonly TagValues[]
  /** These must not all be there. */
  readonly notTags?: readonly TagValues[]
  /** None of these may be there. */
  readonly notAnyTags?: readonly TagValues[]
  /** No tag at all may be there. */
  readonly isUntagged?: boolean
  /** Parts of the name, compared without case. */
  readonly names?: readonly string[]
  /** Absent for all. */
  readonly enterpriseProjectIds?: readonly string[]
}

/** What the vendor's tag service allows on one resource. */
export const mostTags = 20

/** Throws `parameter-invalid` where one request gives a key two values. */
export function checkDistinctKeys(tags: readonly Tag[]): void {
  const repeated = tags.find(({ key }, index) => tags.findIndex((other) => other.key === key) < index)
  if (repeated) throw invalid('tags', `give the key ${repeated.key} twice`)
}

/** The resource's tags with others put over them. Throws `parameter-invalid` beyond the bound. */
export function mergeTags(present: readonly Tag[], added: readonly Tag[]): Tag[] {
  const merged = new Map([...present, ...added].map(({ key, value }) => [key, value]))
  if (merged.size > mostTags) throw invalid('tags', `would be more than ${mostTags} on this resource`)
  return [...merged].map(([key, value]) => ({ key, value }))
}

const invalid = (parameter: string, reason: string) =>
  new DomainError('parameter-invalid', { parameter, reason })
