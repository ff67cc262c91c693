import type { RevocationListProgress } from '../model/revocation-list.ts'

/** A CA whose list living certificates look for, or will; how far the list is. */
export interface PublishingAuthority {
  readonly authorityId: string
  readonly progress: RevocationListProgress
}

/** The lists of all accounts, for those who watch the installation. */
export interface RevocationOverview {
  /** Every CA that publishes, or is to; none whose certificate is over or whose key is gone. By id. */
  listPublishing(now: number): Promise<PublishingAuthority[]>
}
