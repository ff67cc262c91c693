export interface PublicContent {
  readonly content: Uint8Array
  /** Names this content at its address (RFC 9110 §8.8.3); null where the server gives none. */
  readonly entityTag: string | null
}

/** Reads what we published as a stranger would, over its public address. */
export interface PublicReader {
  /**
   * `unchanged` where what is there still has the entity tag that was `known`. Throws `public-address-failed` with a
   * reason: no answer within 10 s, another status than 200, too long.
   */
  read(url: string, known: string | null): Promise<PublicContent | 'unchanged'>
}
