/** Names under which others register theirs (publicsuffix.org). */
export interface PublicSuffixes {
  /** Whether the name itself is listed as one: `com`, `co.uk`, `github.io`. An unknown top-level domain is not. */
  isListed(name: string): boolean
  /** The part that was registered: `example.co.uk` of `www.example.co.uk`; null where the list does not tell. */
  registeredPart(name: string): string | null
}
