import { refused } from '../failure.ts'

/** An id that becomes part of a path. Throws `target-refused` for what is none. */
export function idOf(id: unknown): string {
  if (typeof id === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(id)) return id
  throw refused('there is no such id')
}
