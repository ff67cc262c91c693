import type { PlainAnswer, PlainRequest } from '../wire/server-parts.ts'

/** What tells what is at an address from what was there before and will be after it. */
export interface Validators {
  /** Of letters and digits. */
  readonly tag: string
  /** Ms since the epoch. */
  readonly modifiedAt: number | null
}

export const validatorHeaders = ({ tag, modifiedAt }: Validators): NonNullable<PlainAnswer['headers']> => ({
  etag: `"${tag}"`,
  ...(modifiedAt !== null && { 'last-modified': httpDate(modifiedAt) }),
})

/**
 * Whether the client has it already (RFC 9110 §13.2.2). A time must be the very one that was told, because a clock that
 * was put back gives what is newer an earlier time.
 */
export function isKnown(
  { headers }: Pick<PlainRequest, 'headers'>,
  { tag, modifiedAt }: Validators,
): boolean {
  const tags = textOf(headers['if-none-match'])
  if (tags !== undefined) return tags.trim() === '*' || tagsIn(tags).includes(tag)
  return modifiedAt !== null && textOf(headers['if-modified-since']) === httpDate(modifiedAt)
}

/** Weak or not is the same here (§13.1.2). */
const tagsIn = (text: string): string[] => [...text.matchAll(/"([^"]*)"/g)].map(([, tag = '']) => tag)

const textOf = (value: string | readonly string[] | undefined) =>
  typeof value === 'string' ? value : undefined

const httpDate = (time: number) => new Date(time).toUTCString()
