export interface ArchivedFile {
  /** Letters, digits, `.`, `_` and `-`, the first a letter; at most one folder before it, named the same way. */
  readonly name: string
  readonly content: Uint8Array
}

/** Several small files as one to download. */
export interface Archiver {
  /**
   * A zip archive of the files in this order, each readable by its owner alone. The same files and time (ms, from 1980
   * to 2099) make the same octets. Throws an Error for names that stand twice or are none.
   */
  zip(files: readonly ArchivedFile[], modifiedAt: number): Uint8Array
}
