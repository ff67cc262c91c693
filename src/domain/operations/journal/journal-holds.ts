import type { JournalOwner } from '../../ports/journal-store.ts'

/**
 * CAs that sign nothing on this node yet: their journal was not compared with what the database knows since the node
 * began. One that is made later is not among them.
 */
export class JournalHolds {
  readonly #held = new Map<string, JournalOwner>()
  #failure: string | null = null

  hold(owners: readonly JournalOwner[]): void {
    for (const owner of owners) this.#held.set(owner.authorityId, owner)
  }

  release({ authorityId }: JournalOwner): void {
    this.#held.delete(authorityId)
  }

  isHeld(authorityId: string): boolean {
    return this.#held.has(authorityId)
  }

  list(): JournalOwner[] {
    return [...this.#held.values()]
  }

  /** Why one of them could not be compared. */
  noteFailure(failure: string): void {
    this.#failure = failure
  }

  state(): { readonly held: number; readonly heldFor: string | null } {
    return { held: this.#held.size, heldFor: this.#held.size === 0 ? null : this.#failure }
  }
}
