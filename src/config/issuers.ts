import type { DnsPlaceConfig } from './read-dns.ts'

/** An authority that speaks ACME, by the name that the settings give it. */
export interface AcmeIssuerConfig {
  readonly name: string
  readonly directoryUrl: string
  /** PEM; null for the public authorities. */
  readonly certificates: string | null
  /** `mailto:` URLs. */
  readonly contact: readonly string[]
  /** Null where the authority wants none. The key is base64url. */
  readonly externalAccount: { readonly keyId: string; readonly hmacKey: string } | null
  readonly preferredChain: string | null
  /** Whether it may be asked for OV and EV. */
  readonly validatesOrganizations: boolean
}

/** Who issues for which brand; what stands nowhere is issued by ourselves. */
export interface IssuersConfig {
  readonly authorities: readonly AcmeIssuerConfig[]
  /** Names of authorities, or `built-in`; `*` for every other brand. */
  readonly brands: ReadonlyMap<string, string>
  /** Zones that may be changed to prove domains. */
  readonly dns: readonly DnsPlaceConfig[]
}
