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

export interface CertificateIssuers {
  ofBrand(brand: string): CertificateIssuer
  /** Undefined where the settings no longer name it. */
  find(name: string): CertificateIssuer | undefined
}
