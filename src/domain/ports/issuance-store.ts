import type { Issuance } from '../model/issuance.ts'

/** The account's certificates on their way, one at most for each certificate. */
export interface IssuanceReader {
  find(certificateId: string): Promise<Issuance | undefined>
}

export interface IssuanceStore extends IssuanceReader {
  /** The one of its certificate, whichever was there before. */
  set(issuance: Issuance): Promise<void>
  remove(certificateId: string): Promise<void>
}

/** A certificate that waits for a reviewer, and whose it is. */
export interface WaitingReview {
  readonly accountId: string
  readonly certificateId: string
  readonly startedAt: number
}

/** Over all accounts. */
export interface IssuanceOverview {
  /** Those that wait for a reviewer, the oldest first. */
  listReviews(page: { readonly limit: number; readonly offset: number }): Promise<WaitingReview[]>
  countReviews(): Promise<number>
  /** Whose it is, where it waits for a reviewer. */
  findReview(certificateId: string): Promise<WaitingReview | undefined>
}
