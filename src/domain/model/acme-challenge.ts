/** What proves one name of an order. Plain data, so that it can be kept between steps. */
export interface AcmeChallenge {
  /** As it was ordered, with `*.` for a wildcard: in lower case, an address as RFC 5952 writes it. */
  readonly domain: string
  readonly authorizationUrl: string
  readonly url: string
  readonly token: string
  /** RFC 8555 §8.1. A file holds it, a TXT record its SHA-256 in base64url. */
  readonly keyAuthorization: string
  /** The authority has seen it already. */
  readonly isProven: boolean
}
