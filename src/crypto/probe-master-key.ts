import type { MasterKeyState } from '../domain/model/health/observations.ts'
import type { Database } from '../domain/ports/doors.ts'
import { masterKeyCheckName } from './keyring.ts'
import { readMasterKey } from './master-key.ts'

/** How the file stands to the database beside it; nothing of the key leaves here. */
export async function probeMasterKey(
  database: Pick<Database, 'read'>,
  file: string,
): Promise<MasterKeyState['state']> {
  const checkValue = await database.read('', ({ installation }) => installation.findValue(masterKeyCheckName))
  return masterKeyState(file, checkValue)
}

/** `checkValue`: what the database keeps of its key; absent while it is empty. */
export function masterKeyState(file: string, checkValue: Uint8Array | undefined): MasterKeyState['state'] {
  try {
    const key = readMasterKey(file)
    if (!key) return 'missing'
    return checkValue === undefined || key.fits(checkValue) ? 'fits' : 'another'
  } catch (error) {
    // a file that can't be read is no key to whoever starts next
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error
    return 'damaged'
  }
}
