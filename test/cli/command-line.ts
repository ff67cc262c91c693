import { CommanderError } from 'commander'
import { createProgram } from '../../src/cli/program.ts'
import type { Surroundings } from '../../src/cli/remote/surroundings.ts'

export interface Spoken {
  /** As the program would end: 0 done, 1 refused, 2 misuse. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** The command line in this process; the surroundings say who asks, and what files hold. */
export async function speak(
  words: readonly string[],
  surroundings: Pick<Surroundings, 'environment' | 'now'> & Partial<Surroundings>,
): Promise<Spoken> {
  let [stdout, stderr] = ['', '']
  const program = createProgram({
    version: '0',
    flags: [],
    serve: async () => {},
    doctor: async () => {},
    backups: { backup: async () => {}, verify: async () => {}, restore: async () => {} },
    audit: { verify: async () => {}, checkpoint: async () => {}, rotateKey: async () => {} },
    revocation: { giveUpJournal: async () => {}, revokeLost: async () => {} },
    keys: {
      rotateMasterKey: async () => {},
      checkMasterKey: async () => {},
      revokeAllTokens: async () => {},
      recoverAdministrator: async () => {},
    },
    surroundings: {
      firstCredentialsFile: '',
      pause: () => Promise.resolve(),
      makePassword: () => 'A-Word-That-Was-Made',
      readText: async () => '{}',
      readOctets: async () => new Uint8Array(),
      writeData: async (text) => {
        stdout += text
      },
      writeWords: (line) => {
        stderr += line
      },
      ...surroundings,
    },
  })
  const output = {
    writeErr: (text: string) => {
      stderr += text
    },
    writeOut: (text: string) => {
      stdout += text
    },
  }
  for (const noun of program.commands) for (const verb of noun.commands) verb.configureOutput(output)
  try {
    await program.parseAsync(words, { from: 'user' })
    return { code: 0, stdout, stderr }
  } catch (error) {
    if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2, stdout, stderr }
    return { code: 1, stdout, stderr: stderr + (error as Error).message }
  }
}
