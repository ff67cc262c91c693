import type { Database, InstallationStores } from '../domain/ports/doors.ts'
import { createMasterKey, type MasterKey, makeDataKey, readMasterKey } from './master-key.ts'
import type { DataKeys } from './vault.ts'

const checkValueName = 'master-key-check'

/** The master key is missing, or is another than the database was sealed under. One line for the operator. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError'
}

/**
 * The data keys, opened with the master key. A master key is made only together with an empty database: a new one
 * beside old secrets would look like a start and be a loss of every key. Throws a `MasterKeyError`.
 */
export async function openKeyring(database: Database, masterKeyFile: string, now: number): Promise<DataKeys> {
  const { checkValue, wrapped } = await database.write('', async ({ installation }) => ({
    checkValue: await installation.findValue(checkValueName),
    wrapped: await installation.listDataKeys(),
  }))
  const masterKey = readMasterKey(masterKeyFile)
  if (!checkValue) return setUp(database, masterKey ?? createMasterKey(masterKeyFile), now)
  if (!masterKey) {
    throw new MasterKeyError(
      `the database exists but its master key ${masterKeyFile} does not: bring the file back`,
    )
  }
  return unwrapped(masterKey, masterKeyFile, { checkValue, wrapped })
}

/** What a database keeps of its keys. */
interface StoredKeys {
  readonly checkValue: Uint8Array
  readonly wrapped: readonly { readonly id: number; readonly wrapped: Uint8Array }[]
}

/** The data keys of a database that is not open, by the master key in a file. Throws a `MasterKeyError`. */
export function openStoredKeyring(masterKeyFile: string, stored: StoredKeys): DataKeys {
  return unwrapped(presentMasterKey(masterKeyFile), masterKeyFile, stored)
}

/** Throws a `MasterKeyError` where the key in the file is not the one of a check value. */
export function checkMasterKey(masterKeyFile: string, checkValue: Uint8Array): void {
  if (!presentMasterKey(masterKeyFile).fits(checkValue)) throw misfit(masterKeyFile)
}

function presentMasterKey(file: string): MasterKey {
  const masterKey = readMasterKey(file)
  if (!masterKey) throw new MasterKeyError(`the master key ${file} does not exist`)
  return masterKey
}

function unwrapped(masterKey: MasterKey, file: string, { checkValue, wrapped }: StoredKeys): DataKeys {
  if (!masterKey.fits(checkValue)) throw misfit(file)
  return new Map(wrapped.map(({ id, wrapped: key }) => [id, masterKey.unwrap(id, key)]))
}

const misfit = (file: string) =>
  new MasterKeyError(`the master key ${file} is not the one that this database was sealed under`)

/** Nodes that start at once on one empty database meet here: the first one's data key is everyone's. */
async function setUp(database: Database, masterKey: MasterKey, now: number): Promise<DataKeys> {
  const dataKey = makeDataKey()
  return database.write('', async ({ installation }: InstallationStores) => {
    const isFirst = await installation.isEmpty()
    const existing = await installation.listDataKeys()
    if (!isFirst && !masterKey.fits((await installation.findValue(checkValueName)) ?? new Uint8Array())) {
      throw new MasterKeyError(
        'another node set the database up with another master key: all nodes must share one',
      )
    }
    if (!isFirst) return new Map(existing.map(({ id, wrapped }) => [id, masterKey.unwrap(id, wrapped)]))
    await installation.setValue(checkValueName, masterKey.checkValue())
    await installation.addDataKey(1, masterKey.wrap(1, dataKey), now)
    return new Map([[1, dataKey]])
  })
}
