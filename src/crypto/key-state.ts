import type { Database, InstallationReaders } from '../domain/ports/doors.ts'
import type { InstallationStore, WrappedDataKey } from '../domain/ports/installation-store.ts'
import { type MasterKey, readMasterKey } from './master-key.ts'

const checkName = 'master-key-check'
const nextCheckName = 'next-master-key-check'

/** Under what the database keeps what tells whether a master key fits: the one in force, the one to come. */
export const masterKeyCheckNames = [checkName, nextCheckName] as const

/** The master key is missing, or is another than the database was sealed under. One line for the operator. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError'
}

/** What the database tells of the master key, and of the one that is to take its place. */
export interface KeyState {
  /** Undefined in an installation that was never set up. */
  readonly check: Uint8Array | undefined
  /** Undefined while no other key is to come. */
  readonly nextCheck: Uint8Array | undefined
  readonly dataKeys: readonly WrappedDataKey[]
}

export async function readKeyState({
  installation,
}: Pick<InstallationReaders, 'installation'>): Promise<KeyState> {
  return {
    check: await installation.findValue(checkName),
    nextCheck: await installation.findValue(nextCheckName),
    dataKeys: await installation.listDataKeys(),
  }
}

/** Sets down all that the database tells of master keys, but for data keys that it did not have. */
export async function writeKeyState(
  installation: InstallationStore,
  { check, nextCheck, dataKeys }: KeyState,
): Promise<void> {
  if (check) await installation.setValue(checkName, check)
  if (nextCheck) await installation.setValue(nextCheckName, nextCheck)
  else await installation.removeValue(nextCheckName)
  for (const key of dataKeys) await installation.rewrapDataKey(key)
}

/** Of a file's key: whether it is the one in force, the one to come, or neither. */
export type Standing = 'current' | 'next' | 'unknown'

export const standingOf = (
  { check, nextCheck }: Pick<KeyState, 'check' | 'nextCheck'>,
  key: MasterKey,
): Standing => {
  if (check && key.fits(check)) return 'current'
  return nextCheck && key.fits(nextCheck) ? 'next' : 'unknown'
}

/** Reads the file's key, which must open the database. Throws a `MasterKeyError` that says why it does not. */
export function openMasterKey(
  state: KeyState,
  file: string,
): { readonly key: MasterKey; readonly standing: 'current' | 'next' } {
  const key = readMasterKey(file)
  if (!key) {
    throw new MasterKeyError(`the database exists but its master key ${file} does not: bring the file back`)
  }
  const standing = standingOf(state, key)
  if (standing !== 'unknown') return { key, standing }
  throw new MasterKeyError(`the master key ${file} is not the one that this database was sealed under`)
}

/** The data keys in the clear. Throws a `MasterKeyError` when one of them does not open. */
export function unwrapDataKeys(
  { dataKeys }: KeyState,
  { key, standing }: ReturnType<typeof openMasterKey>,
): Map<number, Uint8Array> {
  return new Map(
    dataKeys.map(({ id, wrapped, nextWrapped }) => {
      const present = standing === 'current' ? wrapped : nextWrapped
      if (!present) throw new MasterKeyError(`the data key ${id} is not wrapped by the master key to come`)
      return [id, key.unwrap(id, present)]
    }),
  )
}

/** The same as it was read: nobody began or ended a change of the master key meanwhile. */
export const isSameState = (left: KeyState, right: KeyState): boolean =>
  sameOctets(left.check, right.check) && sameOctets(left.nextCheck, right.nextCheck)

const sameOctets = (left: Uint8Array | undefined, right: Uint8Array | undefined) =>
  left?.toHex() === right?.toHex()

/** Reads within a write, so that nobody changes it before the write ends. */
export const lockKeyState = async (stores: {
  readonly installation: InstallationStore
}): Promise<KeyState> => {
  await stores.installation.isEmpty()
  return readKeyState(stores)
}

export const readState = (database: Pick<Database, 'read'>): Promise<KeyState> =>
  database.read('', readKeyState)
