import type { MasterKeyState } from '../domain/model/health/observations.ts'
import type { Database } from '../domain/ports/doors.ts'
import { type KeyState, readState, standingOf } from './key-state.ts'
import { readMasterKey } from './master-key.ts'

/** How the file stands to the database beside it; nothing of the key leaves here. */
export const probeMasterKey = async (
  database: Pick<Database, 'read'>,
  file: string,
): Promise<MasterKeyState['state']> => masterKeyState(file, await readState(database))

/** Any key fits a database that keeps nothing of one: it is empty. */
export function masterKeyState(
  file: string,
  checks: Pick<KeyState, 'check' | 'nextCheck'>,
): MasterKeyState['state'] {
  try {
    const key = readMasterKey(file)
    if (!key) return 'missing'
    return !checks.check || standingOf(checks, key) !== 'unknown' ? 'fits' : 'another'
  } catch (error) {
    // a file that can't be read is no key to whoever starts next
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error
    return 'damaged'
  }
}
