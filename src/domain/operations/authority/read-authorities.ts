import { encodePem } from '../../../x509/pem.ts'
import type { Authority, ChainedAuthority } from '../../model/authority.ts'
import { checkAuthorityAct } from '../../model/authority-rules.ts'
import { DomainError } from '../../model/errors.ts'
import type { Listing, Page } from '../../model/page.ts'
import type { AuthorityFilter, AuthoritySortKey } from '../../ports/authority-store.ts'
import { narrowToVisible } from '../permission/visible-projects.ts'
import type { Call } from '../world.ts'
import { findAuthority } from './find-authority.ts'

export interface ListAuthoritiesCommand {
  readonly filter: AuthorityFilter
  readonly page: Page<AuthoritySortKey>
  /** Absent for all. */
  readonly enterpriseProjectId?: string
}

export async function listAuthorities(
  call: Call,
  { filter, page, enterpriseProjectId }: ListAuthoritiesCommand,
): Promise<Listing<Authority>> {
  const visible = await narrowToVisible(call, { service: 'pca', kind: 'ca' }, filter, enterpriseProjectId)
  return await call.search(({ authorities }) => authorities.list(visible, page, call.clock.now()))
}

export const showAuthority = (call: Call, { id }: { readonly id: string }): Promise<Authority> =>
  findAuthority(call, id)

/** PEM with `\n`; the chain from the issuer to the root, null for a root. */
export interface CertificateWithChain {
  readonly certificatePem: string
  readonly chainPem: string | null
}

/** Only while ACTIVED or EXPIRED (API reference 4.1.1.10). */
export async function exportAuthority(
  call: Call,
  { id }: { readonly id: string },
): Promise<CertificateWithChain> {
  const chain = await call.read(({ authorities }) => authorities.chain(id))
  const [authority] = chain
  if (!authority || authority.state === 'DESTROYED') throw new DomainError('authority-not-found')
  checkAuthorityAct('export', authority, call.clock.now())
  if (!authority.certificate) throw new DomainError('certificate-processing-failed')
  return {
    certificatePem: encodePem('CERTIFICATE', authority.certificate.certificateDer),
    chainPem: chainPem([...authority.outsideChain, ...chainDersOf(chain.slice(1))]),
  }
}

/** The certificates of a chain of CAs up to the root, with those that were brought along. */
export const chainDersOf = (chain: readonly ChainedAuthority[]): Uint8Array[] =>
  chain.flatMap(({ certificate, outsideChain }) => [
    ...(certificate ? [certificate.certificateDer] : []),
    ...outsideChain,
  ])

/** Certificates in one text, or null where there are none. */
export const chainPem = (ders: readonly Uint8Array[]): string | null =>
  ders.length === 0 ? null : ders.map((der) => encodePem('CERTIFICATE', der)).join('')
