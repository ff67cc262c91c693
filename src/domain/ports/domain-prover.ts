/** What was found, or why nothing could be looked at. The reason is shown to the owner of the order. */
export type Reading =
  | { readonly isRead: true; readonly contents: readonly string[] }
  | { readonly isRead: false; readonly reason: string }

/**
 * Looks for proofs that somebody controls a name, where a tenant's word leads: no address is connected to that the
 * outbound rule forbids. Never throws for what is found there.
 */
export interface DomainProver {
  /** The TXT records of a name, from the servers of its zone themselves, behind aliases (RFC 1034 §3.6.2). */
  readTextRecords(name: string): Promise<Reading>
  /** What `http://{host}{path}` gives, redirects followed; at most 64 KiB. */
  readFile(host: string, path: string): Promise<Reading>
}
