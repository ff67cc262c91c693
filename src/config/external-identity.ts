/** What names of another identity service mean here: our groups, and system roles by either of their names. */
export interface EntitlementConfig {
  readonly groups: ReadonlyMap<string, readonly string[]>
  readonly systemRoles: ReadonlyMap<string, readonly string[]>
}

export interface KeystoneConfig extends EntitlementConfig {
  /** Without `/v3`. */
  readonly endpoint: string
  /** PEM; null for the public authorities. */
  readonly certificates: string | null
  readonly domains: readonly ({ readonly account: string } & (
    | { readonly id: string }
    | { readonly name: string }
  ))[]
}

export interface ProviderConfig extends EntitlementConfig {
  readonly id: string
  readonly issuer: string
  readonly certificates: string | null
  readonly clientId: string
  readonly clientSecret: string | null
  readonly scopes: readonly string[]
  readonly account: string
  readonly claim: string
  readonly nameClaim: string
}

export interface ExternalIdentityConfig {
  readonly keystone: KeystoneConfig | null
  readonly providers: readonly ProviderConfig[]
}
