import { ConstraintViolation } from '../../model/constraint-violation.ts'
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
  if (others.some(({ id }) => id !== exceptId)) throw nameTaken(what)
}

/**
 * What a write comes to that looked before it wrote. The last word is the database's, for another node may have
 * written meanwhile: a name that was taken is `identity-exists`, and what left is `identity-not-found`.
 */
export async function settled<Result>(write: Promise<Result>, what: string): Promise<Result> {
  try {
    return await write
  } catch (error) {
    if (!(error instanceof ConstraintViolation)) throw error
    if (error.violated === 'duplicate') throw nameTaken(what)
    throw new DomainError('identity-not-found', { reason: `what belongs to the ${what} is gone` })
  }
}

const nameTaken = (what: string) =>
  new DomainError('identity-exists', { reason: `there is another ${what} of this name` })
