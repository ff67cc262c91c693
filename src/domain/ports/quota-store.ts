export type QuotaKind = 'CERTIFICATE_AUTHORITY' | 'CERTIFICATE' | 'HOSTED_CERTIFICATE' | 'CERTIFICATE_REQUEST'

export interface QuotaReader {
  /** How many there are now; read in O(1). */
  used(kind: QuotaKind): Promise<number>
}

export interface QuotaStore extends QuotaReader {
  /** Takes one. False, and nothing taken, when `limit` are taken already; exact under concurrency. */
  take(kind: QuotaKind, limit: number): Promise<boolean>
  /** Gives one back. */
  giveBack(kind: QuotaKind): Promise<void>
}
