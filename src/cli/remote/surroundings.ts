/** What the command line needs of the machine and of the person in front of it. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Where a server on this machine leaves its first credentials. */
  readonly firstCredentialsFile: string
  readonly now: () => number
  readonly pause: (ms: number) => Promise<void>
  readonly makePassword: () => string
  /** All that a file holds, or stdin for `-`. */
  readonly readText: (path: string) => Promise<string>
  /** The same of a file that is no text. */
  readonly readOctets: (path: string) => Promise<Uint8Array>
  /** To stdout: what was asked for and nothing else. */
  readonly writeData: (text: string) => Promise<void>
  /** To stderr, a line for people. */
  readonly writeWords: (line: string) => void
}
