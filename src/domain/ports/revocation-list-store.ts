import type {
  RevocationListLocation,
  RevocationListProgress,
  RevocationListSettings,
} from '../model/revocation-list.ts'

/** Where the lists of the account's CAs are, and how far. */
export interface RevocationListReader {
  /** Every location that the CA ever had and that nobody else took. */
  locations(authorityId: string): Promise<RevocationListLocation[]>
  progress(authorityId: string): Promise<RevocationListProgress | undefined>
}

export interface RevocationListStore extends RevocationListReader {
  /**
   * Takes a location for the CA; false when it is another CA's, of whatever account: it publishes there, or a
   * certificate that is valid now names it.
   */
  claim(
    authorityId: string,
    location: Pick<RevocationListSettings, 'bucket' | 'name'>,
    now: number,
  ): Promise<boolean>
  /** A certificate that is valid until then names it; false when it is not the CA's any more. Never puts the time back. */
  noteNamed(
    authorityId: string,
    location: Pick<RevocationListSettings, 'bucket' | 'name'>,
    until: number,
  ): Promise<boolean>
  /** There is something to tell that no published list tells of. */
  notePending(authorityId: string, since: number): Promise<void>
  /** Adds or replaces. */
  setProgress(authorityId: string, progress: RevocationListProgress): Promise<void>
  /** Gives a location back, unless a certificate that is valid now names it. */
  release(
    authorityId: string,
    location: Pick<RevocationListSettings, 'bucket' | 'name'>,
    now: number,
  ): Promise<void>
}
