/** A place outside the database for the latest checkpoint of the audit trail. */
export interface CheckpointKeeper {
  /** The text that was kept last; undefined where there is none. */
  read(): Promise<string | undefined>
  keep(text: string): Promise<void>
}
