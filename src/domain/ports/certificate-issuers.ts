import type { AcmeDirectory } from './acme-directory.ts'

/** Who issues the certificates of a brand, by the administrator's settings. */
export type CertificateIssuer =
  | { readonly kind: 'built-in'; readonly name: 'built-in' }
  | {
      readonly kind: 'acme'
      readonly name: string
      readonly directory: AcmeDirectory
      /** Only then it is asked for OV and EV (api-answers A19). */
      readonly validatesOrganizations: boolean
    }

/** An issuer, and whose certificates are had from it. */
export interface ServingIssuer {
  readonly issuer: CertificateIssuer
  /** As the settings name them: `*` is every other brand. */
  readonly brands: readonly string[]
}

export interface CertificateIssuers {
  /** All, the built-in one first. */
  list(): readonly ServingIssuer[]
  ofBrand(brand: string): CertificateIssuer
  /** Undefined where the settings no longer name it. */
  find(name: string): CertificateIssuer | undefined
}
