import { ConstraintViolation } from '../../model/constraint-violation.ts'
import { DomainError } from '../../model/errors.ts'

/** A write for somebody who was proven before it: `token-invalid` where the user or the project is gone by now. */
export async function stillProven(write: Promise<void>): Promise<void> {
  try {
    await write
  } catch (error) {
    if (error instanceof ConstraintViolation && error.violated === 'reference')
      throw new DomainError('token-invalid')
    throw error
  }
}
