import type { Database, InstallationStores } from '../domain/ports/doors.ts'
import { createMasterKey, type MasterKey, makeDataKey, readMasterKey } from './master-key.ts'
import type { DataKeys } from './vault.ts'

/** Under what the database keeps what tells whether a master key fits. */
export const masterKeyCheckName = 'master-key-check'

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
    checkValue: await installation.findValue(masterKeyCheckName),
    wrapped: await installation.listDataKeys(),
  }))
  const masterKey = readMasterKey(masterKeyFile)
  if (!checkValue) return setUp(database, masterKey ?? createMasterKey(masterKeyFile), now)
  if (!masterKey) {
    throw new MasterKeyError(
      `the database exists but its master key ${masterKeyFile} does not: bring the file back`,
    )
  }
  if (!masterKey.fits(checkValue)) {
    throw new MasterKeyError(
      `the master key ${masterKeyFile} is not the one that this database was sealed under`,
    )
  }
  return new Map(wrapped.map(({ id, wrapped: key }) => [id, masterKey.unwrap(id, key)]))
}

/** Nodes that start at once on one empty database meet here: the first one's data key is everyone's. */
async function setUp(database: Database, masterKey: MasterKey, now: number): Promise<DataKeys> {
  const dataKey = makeDataKey()
  return database.write('', async ({ installation }: InstallationStores) => {
    const isFirst = await installation.isEmpty()
    const existing = await installation.listDataKeys()
    if (!isFirst && !masterKey.fits((await installation.findValue(masterKeyCheckName)) ?? new Uint8Array())) {
      throw new MasterKeyError(
        'another node set the database up with another master key: all nodes must share one',
      )
    }
    if (!isFirst) return new Map(existing.map(({ id, wrapped }) => [id, masterKey.unwrap(id, wrapped)]))
    await installation.setValue(masterKeyCheckName, masterKey.checkValue())
    await installation.addDataKey(1, masterKey.wrap(1, dataKey), now)
    return new Map([[1, dataKey]])
  })
}
