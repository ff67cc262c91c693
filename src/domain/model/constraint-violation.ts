/** `duplicate`: there is one with this name already. `reference`: what it refers to is gone, or it is referred to. */
export type ViolatedConstraint = 'duplicate' | 'reference'

/**
 * The database refused a statement for what another write had done since this one looked. The write that it was part
 * of left nothing; `cause` is what the engine said, which is for the log alone.
 */
export class ConstraintViolation extends Error {
  override readonly name = 'ConstraintViolation'
  readonly violated: ViolatedConstraint

  constructor(violated: ViolatedConstraint, options?: { readonly cause?: unknown }) {
    super(`the database refuses a ${violated}`, options)
    this.violated = violated
  }
}
