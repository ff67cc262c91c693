import type { KeystoneRules, KeystoneToken, ProviderRules, Vouched } from '../model/external-identity.ts'

/** The identity services whose word counts here; without any, nobody is let in but our own users. */
export interface ExternalIdentity {
  readonly keystone: { readonly service: KeystoneService; readonly rules: KeystoneRules } | null
  /** By the ids that clients name them by. */
  readonly providers: ReadonlyMap<string, OpenIdIdentity>
}

export interface OpenIdIdentity {
  readonly provider: OpenIdProvider
  readonly rules: ProviderRules
}

/** A Keystone, or the vendor's IAM. */
export interface KeystoneService {
  /** Undefined for a token that it refuses. Throws `identity-store-failed` where it says nothing that can be understood. */
  validate(token: string): Promise<KeystoneToken | undefined>
}

/** What a sign-in is told apart by, each a secret of its own. */
export interface SignInSecrets {
  /** Comes back with the code. */
  readonly state: string
  /** Comes back in the ID token. */
  readonly nonce: string
  /** Shown with the code, so that nobody else can (PKCE, RFC 7636). */
  readonly verifier: string
}

/** An OpenID provider. All of it throws `identity-store-failed` where the provider can't be understood. */
export interface OpenIdProvider {
  readonly issuer: string
  /** Where a browser is sent to sign in. */
  signInUrl(secrets: SignInSecrets): Promise<string>
  /** The ID token for a code. Throws `token-invalid` for a code that the provider refuses. */
  exchange(code: string, verifier: string): Promise<string>
  /** Throws `token-invalid` for an ID token that is not this provider's, not for us, not yet good or not of the nonce. */
  verify(idToken: string, nonce?: string): Promise<Vouched>
}
