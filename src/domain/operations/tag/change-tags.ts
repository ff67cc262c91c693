import { checkTaggable } from '../../model/authority-rules.ts'
import { checkDistinctKeys, mergeTags, type Tag, type TaggedKind } from '../../model/tag.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import { presentAuthority } from '../authority/find-authority.ts'
import { presentCertificate } from '../certificate/read-certificates.ts'
import { presentHostedCertificate } from '../hosted-certificate/read-hosted-certificates.ts'
import type { Call } from '../world.ts'

/** One resource that has tags. */
export interface TagTarget {
  readonly kind: TaggedKind
  readonly id: string
}

export interface AddTagsCommand extends TagTarget {
  readonly tags: readonly Tag[]
}

/** What a tag must be to be removed; an absent or empty value stands for any. */
export interface RemoveTagsCommand extends TagTarget {
  readonly tags: readonly { readonly key: string; readonly value?: string }[]
}

/** A key that is there gets the new value; all of them or, beyond the bound, none. */
export async function addTags(call: Call, { kind, id, tags }: AddTagsCommand): Promise<void> {
  checkDistinctKeys(tags)
  await call.write(async (stores, tell) => {
    await checkTarget(stores, { kind, id })
    const before = await stores.tags.of(kind, id)
    const after = mergeTags(before, tags)
    await stores.tags.put(kind, id, tags)
    tell({ kind, id, before, after })
  })
}

/** What is not there is removed already. */
export async function removeTags(call: Call, { kind, id, tags }: RemoveTagsCommand): Promise<void> {
  await call.write(async (stores, tell) => {
    await checkTarget(stores, { kind, id })
    const before = await stores.tags.of(kind, id)
    const leaves = ({ key, value }: Tag) =>
      tags.some((tag) => tag.key === key && (!tag.value || tag.value === value))
    await stores.tags.remove(
      kind,
      id,
      before.filter(leaves).map(({ key }) => key),
    )
    tell({ kind, id, before, after: before.filter((tag) => !leaves(tag)) })
  })
}

export const listTags = (call: Call, target: TagTarget): Promise<Tag[]> =>
  call.read(async (stores) => {
    await checkTarget(stores, target)
    return stores.tags.of(target.kind, target.id)
  })

/** The resource is there and is of a kind that has tags. */
async function checkTarget(stores: TenantReaders, { kind, id }: TagTarget): Promise<void> {
  if (kind === 'authority') checkTaggable(await presentAuthority(stores, id))
  else if (kind === 'certificate') await presentCertificate(stores, id)
  else await presentHostedCertificate(stores, id)
}
