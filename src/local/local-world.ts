import type { Config } from '../config/config.ts'
import { createDigest } from '../crypto/digest.ts'
import { openMasterKey, readState, unwrapDataKeys } from '../crypto/key-state.ts'
import { openVault } from '../crypto/vault.ts'
import { bindLocalDoors, type LocalDoors, type LocalWorld } from '../domain/operations/local/local-doors.ts'
import type { Vault } from '../domain/ports/vault.ts'
import { openBeside } from '../storage/open-database.ts'
import { systemClock } from '../system/clock.ts'
import { systemRandom } from '../system/random.ts'
import { localCaller } from './local-caller.ts'

/** What a command on the machine itself works with, beside the server that may or may not be at work. */
export interface LocalPlace extends LocalWorld {
  /** Doors to one act, which the trail tells of by this name. */
  readonly doors: (operation: string, accountId?: string) => LocalDoors
  /** Throws a `MasterKeyError` where the file does not open the database. */
  readonly openVault: (masterKeyFile: string) => Promise<Vault>
}

/** Opens the database that a server has set up before; throws an Error of one line where none did. */
export async function withLocalWorld<Result>(
  { databaseUrl: url }: Pick<Config, 'databaseUrl'>,
  work: (place: LocalPlace) => Promise<Result>,
): Promise<Result> {
  const clock = systemClock
  const database = await openBeside({ url, clock })
  try {
    await database.requireMigrated()
    if (!(await readState(database)).check)
      throw new Error('nothing was set up here yet: start the server once')
    const world = { database, clock, random: systemRandom, digest: createDigest() }
    const doors = (operation: string, accountId?: string) =>
      bindLocalDoors(world, localCaller(), operation, accountId)
    const open = async (file: string) => {
      const state = await readState(database)
      return openVault(unwrapDataKeys(state, openMasterKey(state, file)))
    }
    return await work({ ...world, doors, openVault: open })
  } finally {
    await database.close()
  }
}
