import { userInfo } from 'node:os'
import type { LocalCaller } from '../domain/operations/local/local-doors.ts'

/** Who runs this process, for the audit trail of what is done on the machine itself. */
export function localCaller(): LocalCaller {
  try {
    return { name: userInfo().username }
  } catch {
    // in a container the number need not have a name
    return { name: `uid ${process.getuid?.() ?? 'unknown'}` }
  }
}

/** The server itself, for what it does of its own accord. */
export const ownCaller: LocalCaller = { name: 'chancery' }
