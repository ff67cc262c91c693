/** What happened, for those who watch over a long time. Durations in ms. */
export interface Metrics {
  /** From a revocation to the first list at its public address that tells of it. */
  observeRevocationSeen(ms: number): void
}
