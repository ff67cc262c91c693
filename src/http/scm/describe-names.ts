import type { HostedCertificate } from '../../domain/model/hosted-certificate.ts'

/** What a certificate is good for: the names, and how many it may have. */
export interface DescribedNames {
  readonly domains: readonly string[]
  readonly domainType: string | null
  readonly count: number
  readonly wildcardCount: number
}

/** Of an order what was bought, of others what is there. */
export function describeNames({ domain, otherDomains, ordered }: HostedCertificate): DescribedNames {
  const domains = domain === null ? [] : [domain, ...otherDomains]
  return {
    domains,
    domainType: ordered?.domainType ?? domainType(domains),
    count: ordered?.nameCount ?? domains.length,
    wildcardCount: ordered?.wildcardCount ?? domains.filter(isWildcard).length,
  }
}

const isWildcard = (domain: string) => domain.startsWith('*.')

function domainType(domains: readonly string[]): string | null {
  const [only, ...others] = domains
  if (only === undefined) return null
  if (others.length > 0) return 'MULTI_DOMAIN'
  return isWildcard(only) ? 'WILDCARD' : 'SINGLE_DOMAIN'
}
