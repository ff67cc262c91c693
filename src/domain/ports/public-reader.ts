/** Reads what we published as a stranger would, over its public address. */
export interface PublicReader {
  /** Throws `public-address-failed` with a reason: no answer within 10 s, another status than 200, too long. */
  read(url: string): Promise<Uint8Array>
}
