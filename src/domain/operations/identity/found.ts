import { DomainError } from '../../model/errors.ts'

/** The noun, or `identity-not-found`: unknown, gone, or another account's, without a difference. */
export function found<Noun>(noun: Noun | undefined, what: string): Noun {
  if (noun === undefined) throw new DomainError('identity-not-found', { reason: `there is no such ${what}` })
  return noun
}

/** Throws `identity-exists` where the name is taken by another than `exceptId`. */
export function checkNameIsFree(
  others: readonly { readonly id: string }[],
  exceptId: string | undefined,
  what: string,
): void {
  if (others.every(({ id }) => id === exceptId)) return
  throw new DomainError('identity-exists', { reason: `there is another ${what} of this name` })
}
