import type { InstallationReaders, InstallationStores, Tell } from '../domain/ports/doors.ts'
import type { FaultPoints } from '../domain/ports/fault-points.ts'
import {
  isSameState,
  type KeyState,
  lockKeyState,
  MasterKeyError,
  openMasterKey,
  readKeyState,
  unwrapDataKeys,
  writeKeyState,
} from './key-state.ts'
import { type MasterKey, readMasterKey } from './master-key.ts'
import { findPending, makePending, putInPlace, removePending } from './pending-master-key.ts'

/** The doors of who replaces the key; `write` adds what is told to the audit trail. */
export interface KeyDoors {
  readonly read: <Result>(work: (stores: InstallationReaders) => Promise<Result>) => Promise<Result>
  readonly write: <Result>(
    work: (stores: InstallationStores, tell: Tell) => Promise<Result>,
  ) => Promise<Result>
}

export interface Replacement {
  readonly doors: KeyDoors
  readonly masterKeyFile: string
  readonly faults: FaultPoints
}

/**
 * Puts a new master key in the file's place, the old one beside it, or goes on with a replacement that was interrupted. From the commit to
 * `finishReplacement` the database opens with either key, so whatever file a kill leaves fits. Servers at work hold the
 * data keys, which stay as they are. Throws a `MasterKeyError`.
 */
export async function replaceMasterKey({ doors, masterKeyFile, faults }: Replacement): Promise<void> {
  const state = await doors.read(readKeyState)
  const present = openMasterKey(requireSetUp(state), masterKeyFile)
  if (present.standing === 'next') return
  const next = state.nextCheck
    ? await continuePending(masterKeyFile, state.nextCheck)
    : await begin({ doors, masterKeyFile, faults }, state, present.key)
  await faults.reach('master key: recorded, file not replaced')
  await doors.write(async (stores, tell) => {
    const { check, nextCheck } = await lockKeyState(stores)
    if (!nextCheck || !next.fits(nextCheck)) {
      throw new MasterKeyError('somebody else abandoned it meanwhile: the master key stays as it was')
    }
    // under the lock, so that nobody forgets the key while the file is replaced; the work may run more than once
    if (!readMasterKey(masterKeyFile)?.fits(nextCheck)) putInPlace(masterKeyFile, next, present.key)
    tell({ kind: 'master-key', id: null, before: hexOf(check), after: hexOf(nextCheck) })
  })
  await faults.reach('master key: file replaced, not finished')
}

/** From now on the old key opens nothing. Throws a `MasterKeyError` where this machine still has the old one. */
export async function finishReplacement({ doors, masterKeyFile }: Replacement): Promise<void> {
  await doors.write(async (stores, tell) => {
    const state = await lockKeyState(stores)
    if (!state.nextCheck) throw new MasterKeyError('no other master key is to come')
    const present = openMasterKey(state, masterKeyFile)
    if (present.standing === 'current') {
      throw new MasterKeyError(`${masterKeyFile} still holds the old master key: put the new one there first`)
    }
    const dataKeys = state.dataKeys.map(({ id, wrapped, nextWrapped }) => ({
      id,
      wrapped: nextWrapped ?? wrapped,
      nextWrapped: null,
    }))
    await writeKeyState(stores.installation, { check: state.nextCheck, nextCheck: undefined, dataKeys })
    tell({ kind: 'master-key', id: null, before: hexOf(state.check), after: hexOf(state.nextCheck) })
  })
}

/** Ends a replacement that was interrupted after the file was replaced. For the only server of a database. */
export async function completeReplacement(replacement: Replacement): Promise<void> {
  const state = await replacement.doors.read(readKeyState)
  if (!state.nextCheck || openMasterKey(state, replacement.masterKeyFile).standing === 'current') return
  await finishReplacement(replacement)
}

/** Forgets the key to come. Throws a `MasterKeyError` where this machine has it already. */
export async function abandonReplacement({ doors, masterKeyFile }: Replacement): Promise<void> {
  await doors.write(async (stores, tell) => {
    const state = await lockKeyState(stores)
    if (!state.nextCheck) throw new MasterKeyError('no other master key is to come')
    if (openMasterKey(state, masterKeyFile).standing === 'next') {
      throw new MasterKeyError(`${masterKeyFile} holds the new master key already: finish instead`)
    }
    const dataKeys = state.dataKeys.map((key) => ({ ...key, nextWrapped: null }))
    await writeKeyState(stores.installation, { ...state, nextCheck: undefined, dataKeys })
    // under the lock: a key that somebody makes from here on is not ours to remove
    removePending(masterKeyFile)
    tell({ kind: 'master-key', id: null, before: hexOf(state.nextCheck) })
  })
}

/** The file is there before anything is wrapped by what it holds. */
async function begin(
  { doors, masterKeyFile, faults }: Replacement,
  state: KeyState,
  present: MasterKey,
): Promise<MasterKey> {
  const next = makePending(masterKeyFile)
  await faults.reach('master key: made, not recorded')
  const opened = unwrapDataKeys(state, { key: present, standing: 'current' })
  const dataKeys = state.dataKeys.map((key) => ({
    ...key,
    nextWrapped: next.wrap(key.id, opened.get(key.id) ?? new Uint8Array()),
  }))
  const nextCheck = next.checkValue()
  await doors.write(async (stores, tell) => {
    if (!isSameState(await lockKeyState(stores), state)) {
      throw new MasterKeyError('somebody else just began to replace the master key')
    }
    if (!findPending(masterKeyFile, nextCheck)) {
      throw new MasterKeyError('somebody else removed the new master key meanwhile: try again')
    }
    await writeKeyState(stores.installation, { ...state, nextCheck, dataKeys })
    tell({ kind: 'master-key', id: null, before: hexOf(state.check), after: hexOf(nextCheck) })
  })
  // only now: whoever else made one can't record it any more
  removePending(masterKeyFile, next)
  return next
}

async function continuePending(masterKeyFile: string, nextCheck: Uint8Array): Promise<MasterKey> {
  const next = findPending(masterKeyFile, nextCheck)
  if (next) return next
  throw new MasterKeyError(
    'another machine began to replace the master key: put its new master key here, then finish; or abandon it',
  )
}

function requireSetUp(state: KeyState): KeyState {
  if (state.check) return state
  throw new MasterKeyError('this installation has no master key yet: start the server once')
}

const hexOf = (octets: Uint8Array | undefined) => octets?.toHex()
