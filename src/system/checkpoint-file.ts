import { join } from 'node:path'
import type { CheckpointKeeper } from '../domain/ports/checkpoint-keeper.ts'
import { readText, writeFileAtomically } from './files.ts'

/** The latest checkpoint of the audit trail, in a file of the data folder. */
export function checkpointFile(dataFolder: string): CheckpointKeeper {
  const path = join(dataFolder, 'audit-checkpoint.json')
  return {
    async read() {
      try {
        return await readText(path)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    keep: (text) => writeFileAtomically(path, text, 0o600),
  }
}
