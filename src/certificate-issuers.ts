import type { Config } from './config/config.ts'
import type { AcmeIssuerConfig } from './config/issuers.ts'
import type { CertificateIssuer, CertificateIssuers } from './domain/ports/certificate-issuers.ts'
import type { Clock } from './domain/ports/clock.ts'
import { createAcmeDirectory } from './outbound/acme/acme-directory.ts'

/** How long one step of an order may keep a job waiting for an authority. */
const patienceMs = 30_000
const builtIn: CertificateIssuer = { kind: 'built-in', name: 'built-in' }

/** The issuers that the configuration names; nobody is asked anything yet. */
export function openCertificateIssuers({ issuers }: Config, clock: Clock): CertificateIssuers {
  const named = new Map<string, CertificateIssuer>([[builtIn.name, builtIn]])
  for (const authority of issuers.authorities) named.set(authority.name, acmeIssuer(authority, clock))
  const { brands } = issuers
  return {
    ofBrand: (brand) => named.get(brands.get(brand) ?? brands.get('*') ?? builtIn.name) ?? builtIn,
    find: (name) => named.get(name),
    list: () => [...named.values()].map((issuer) => ({ issuer, brands: brandsOf(issuer, brands) })),
  }
}

/** Brands that stand nowhere are the built-in issuer's. */
function brandsOf({ name, kind }: CertificateIssuer, brands: ReadonlyMap<string, string>): string[] {
  const own = [...brands].filter(([, issuer]) => issuer === name).map(([brand]) => brand)
  return kind === 'built-in' && !brands.has('*') ? [...own, '*'] : own
}

function acmeIssuer(
  { name, validatesOrganizations, ...settings }: AcmeIssuerConfig,
  clock: Clock,
): CertificateIssuer {
  const directory = createAcmeDirectory({ ...settings, patienceMs }, clock)
  return { kind: 'acme', name, directory, validatesOrganizations }
}
