import type { Authority } from '../../model/authority.ts'
import {
  isLive,
  nothingPublished,
  type RevocationListLocation,
  type RevocationListProgress,
} from '../../model/revocation-list.ts'
import type { SigningAuthority } from '../../ports/issuer.ts'
import { signingAuthority } from '../authority/issuing-authority.ts'
import type { World } from '../world.ts'
import type { AuthoritySubject } from './job-subject.ts'

/** A CA with all that looking after its revocations takes. */
export interface TendedAuthority extends AuthoritySubject {
  readonly authority: Authority
  /** Absent while it waits for its certificate. */
  readonly signing: SigningAuthority | undefined
  /** Where certificates look for its list, or will. */
  readonly locations: readonly RevocationListLocation[]
  readonly progress: RevocationListProgress
  /** Nothing is signed until its journal was read back. */
  readonly isAwaited: boolean
}

/** Undefined for a CA that is gone. */
export async function readTendedAuthority(
  world: World,
  subject: AuthoritySubject,
): Promise<TendedAuthority | undefined> {
  const { accountId, authorityId } = subject
  const { authority, sealed, locations, progress, isAwaited } = await world.database.read(
    accountId,
    async (stores) => ({
      authority: await stores.authorities.find(authorityId),
      sealed: await stores.keys.find(authorityId),
      locations: await stores.revocationLists.locations(authorityId),
      progress: await stores.revocationLists.progress(authorityId),
      isAwaited: await stores.journals.isAwaited([authorityId]),
    }),
  )
  return (
    authority && {
      ...subject,
      authority,
      signing: signingAuthority(accountId, authority, sealed),
      locations: locations.filter((location) => isLive(location, authority, world.clock.now())),
      progress: progress ?? nothingPublished,
      isAwaited,
    }
  )
}
