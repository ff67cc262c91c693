import type { Static } from '../../../src/contract/operation.ts'
import type { Certificate, ListedCertificate } from '../../../src/contract/scm-v3/shapes.ts'

export type HostedCertificate = Static<typeof Certificate>
export type ListedHosted = Static<typeof ListedCertificate>

/** What a list may be narrowed to. */
export const hostedStates = [
  'UPLOAD',
  'PAID',
  'CHECKING',
  'CHECKING_ORG',
  'ISSUING',
  'ISSUED',
  'UNPASSED',
  'EXPIRED',
  'REVOKING',
  'REVOKED',
] as const

const sortKeys = ['certUpdateTime', 'certExpiredTime', 'certStatus'] as const

export const hostedSortKeyOf = (text: string): (typeof sortKeys)[number] =>
  sortKeys.find((key) => key === text) ?? 'certUpdateTime'

/** The domain and the other names, each once. */
export const domainsOf = ({ domain, sans }: Pick<ListedHosted, 'domain' | 'sans'>): readonly string[] =>
  [domain ?? '', ...(sans ?? '').split(';')].filter((name, place, all) => name && all.indexOf(name) === place)
