import type { Database, InstallationStores } from '../domain/ports/doors.ts'
import {
  type KeyState,
  MasterKeyError,
  openMasterKey,
  readKeyState,
  readState,
  standingOf,
  unwrapDataKeys,
  writeKeyState,
} from './key-state.ts'
import { createMasterKey, type MasterKey, makeDataKey, readMasterKey } from './master-key.ts'
import type { DataKeys } from './vault.ts'

/**
 * The data keys, opened with the master key, or with the one that is to take its place. A master key is made only
 * together with an empty database: a new one beside old secrets would look like a start and be a loss of every key.
 * Throws a `MasterKeyError`.
 */
export async function openKeyring(database: Database, masterKeyFile: string, now: number): Promise<DataKeys> {
  const state = await readState(database)
  if (state.check) return unwrapDataKeys(state, openMasterKey(state, masterKeyFile))
  return setUp(database, readMasterKey(masterKeyFile) ?? createMasterKey(masterKeyFile), now)
}

/** What the copy of a database keeps of its keys. */
interface StoredKeys {
  readonly checkValue: Uint8Array
  readonly wrapped: readonly { readonly id: number; readonly wrapped: Uint8Array }[]
}

/** The data keys of a database that is not open, by the master key in a file. Throws a `MasterKeyError`. */
export function openStoredKeyring(masterKeyFile: string, stored: StoredKeys): DataKeys {
  const state = storedState(stored)
  return unwrapDataKeys(state, openMasterKey(state, masterKeyFile))
}

/** Throws a `MasterKeyError` where the key in the file is not the one of a check value. */
export const checkMasterKey = (masterKeyFile: string, checkValue: Uint8Array): void =>
  void openMasterKey(storedState({ checkValue, wrapped: [] }), masterKeyFile)

const storedState = ({ checkValue, wrapped }: StoredKeys): KeyState => ({
  check: checkValue,
  nextCheck: undefined,
  dataKeys: wrapped.map((key) => ({ ...key, nextWrapped: null })),
})

/** Nodes that start at once on one empty database meet here: the first one's data key is everyone's. */
async function setUp(database: Database, masterKey: MasterKey, now: number): Promise<DataKeys> {
  const dataKey = makeDataKey()
  return database.write('', async (stores: InstallationStores) => {
    const { installation } = stores
    if (await installation.isEmpty()) {
      const check = masterKey.checkValue()
      await installation.addDataKey(1, masterKey.wrap(1, dataKey), now)
      await writeKeyState(installation, { check, nextCheck: undefined, dataKeys: [] })
      return new Map([[1, dataKey]])
    }
    const state = await readKeyState(stores)
    if (standingOf(state, masterKey) === 'current') {
      return unwrapDataKeys(state, { key: masterKey, standing: 'current' })
    }
    throw new MasterKeyError(
      'another node set the database up with another master key: all nodes must share one',
    )
  })
}
