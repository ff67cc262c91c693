import type { Authority } from '../../model/authority.ts'
import type { HostedCertificate } from '../../model/hosted-certificate.ts'
import type { Listing } from '../../model/page.ts'
import type { ResourceNoun } from '../../model/permission/policy-object.ts'
import type { PrivateCertificate } from '../../model/private-certificate.ts'
import type { Tag, TagFilter, TaggedKind, TagValues } from '../../model/tag.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import { narrowToVisible } from '../permission/visible-projects.ts'
import type { Call } from '../world.ts'

/** As policies call them. */
const nouns: Readonly<Record<TaggedKind, ResourceNoun>> = {
  authority: { service: 'pca', kind: 'ca' },
  certificate: { service: 'pca', kind: 'cert' },
  hosted_certificate: { service: 'scm', kind: 'cert' },
}

export interface FindTaggedCommand {
  readonly filter: TagFilter
  readonly page: { readonly limit: number; readonly offset: number }
}

export interface Tagged<Noun> {
  readonly resource: Noun
  readonly tags: readonly Tag[]
}

export const findTaggedAuthorities = (
  call: Call,
  command: FindTaggedCommand,
): Promise<Listing<Tagged<Authority>>> =>
  find(call, 'authority', command, ({ authorities }, id) => authorities.find(id))

export const findTaggedCertificates = (
  call: Call,
  command: FindTaggedCommand,
): Promise<Listing<Tagged<PrivateCertificate>>> =>
  find(call, 'certificate', command, ({ certificates }, id) => certificates.find(id))

export const findTaggedHostedCertificates = (
  call: Call,
  command: FindTaggedCommand,
): Promise<Listing<Tagged<HostedCertificate>>> =>
  find(call, 'hosted_certificate', command, ({ hostedCertificates }, id) => hostedCertificates.find(id))

export async function countTagged(
  call: Call,
  { kind, filter }: { readonly kind: TaggedKind; readonly filter: TagFilter },
): Promise<number> {
  const visible = await narrowToVisible(call, nouns[kind], filter)
  const { total } = await call.search(({ tags }) => tags.find(kind, visible, { limit: 0, offset: 0 }))
  return total
}

/** Every key in use on the account's resources of a kind, with its values. */
export async function listTagsInUse(
  call: Call,
  { kind }: { readonly kind: TaggedKind },
): Promise<readonly TagValues[]> {
  const { enterpriseProjectIds } = await narrowToVisible(call, nouns[kind], {})
  return await call.search(({ tags }) => tags.inUse(kind, enterpriseProjectIds))
}

/** A resource that leaves while we look is left out; the total is as it was. */
async function find<Noun>(
  call: Call,
  kind: TaggedKind,
  { filter, page }: FindTaggedCommand,
  load: (stores: TenantReaders, id: string) => Promise<Noun | undefined>,
): Promise<Listing<Tagged<Noun>>> {
  const visible = await narrowToVisible(call, nouns[kind], filter)
  return await call.search(async (stores) => {
    const { total, items } = await stores.tags.find(kind, visible, page)
    const found: Tagged<Noun>[] = []
    for (const { id, tags } of items) {
      const resource = await load(stores, id)
      if (resource) found.push({ resource, tags })
    }
    return { total, items: found }
  })
}
