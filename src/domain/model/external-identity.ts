/** Whom another identity service says that somebody is. */
export interface Vouched {
  /** As it is known there for good. */
  readonly subject: string
  /** As people call it. */
  readonly name: string
  /** The roles or groups that it has there. */
  readonly names: readonly string[]
  /** After which the word is worth nothing, in ms since the epoch. */
  readonly expiresAt: number
}
