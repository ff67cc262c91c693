import { pca } from 'virtual:contract'
import type { Static } from '../../../src/contract/operation.ts'
import type { CertificateAuthority } from '../../../src/contract/pca-v1/shapes.ts'
import { useAsked } from '../../api/use-asked.ts'
import { useMay } from '../../session/session.ts'

export type Authority = Static<typeof CertificateAuthority>

/** As many as an account is likely to have; the API's most in one answer. */
const everyAuthority = { limit: 1000, sort_key: 'common_name', sort_dir: 'ASC' } as const

/** Every CA of the account that the caller sees. */
export function useAuthorities(): readonly Authority[] | undefined {
  const may = useMay()
  const isEnabled = may(pca.authorities.listAuthorities)
  return useAsked(pca.authorities.listAuthorities, { query: everyAuthority }, { isEnabled }).data
    ?.certificate_authorities
}

export const nameOf = ({ distinguished_name }: Pick<Authority, 'distinguished_name'>): string =>
  distinguished_name.common_name || '—'

/** Whether it may sign now. */
export const isIssuing = ({ status }: Authority): boolean => status === 'ACTIVED'

/** A path length of 7 says that there is no bound. */
export const pathLengthText = (pathLength: number): string => (pathLength >= 7 ? '∞' : String(pathLength))

/** Itself and those above it, as far as they are here; the root last. */
export function chainOf(authority: Authority, every: readonly Authority[]): readonly Authority[] {
  const chain = [authority]
  for (let next = above(authority, every); next && !chain.includes(next); next = above(next, every))
    chain.push(next)
  return chain
}

const above = ({ issuer_id }: Authority, every: readonly Authority[]) =>
  issuer_id === null ? undefined : every.find(({ ca_id }) => ca_id === issuer_id)

/** Everything below it, near or far. */
export function below(authority: Authority, every: readonly Authority[]): readonly Authority[] {
  const direct = every.filter(
    ({ issuer_id, ca_id }) => issuer_id === authority.ca_id && ca_id !== authority.ca_id,
  )
  return direct.flatMap((one) => [one, ...below(one, every)])
}
