import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createMasterKey, type MasterKey, readMasterKey, syncFolder } from './master-key.ts'

/** Beside the master key: a key that may take its place, under a name that tells which it is. */
const pendingPattern = (file: string) => ({ folder: dirname(file), prefix: `${basename(file)}.next-` })

/** Makes a key in a file of the same owner as the master key's. */
export function makePending(masterKeyFile: string): MasterKey {
  const file = realpathSync(masterKeyFile)
  const temporary = `${file}.next`
  rmSync(temporary, { force: true })
  const key = createMasterKey(temporary)
  const { uid, gid } = statSync(file)
  // an administrator may do this for the server's own user, who must be able to read it afterwards
  if (process.getuid?.() === 0) chownSync(temporary, uid, gid)
  chmodSync(temporary, 0o600)
  renameSync(temporary, pathOf(file, key.checkValue()))
  syncFolder(dirname(file))
  return key
}

export function findPending(masterKeyFile: string, checkValue: Uint8Array): MasterKey | undefined {
  const key = readMasterKey(pathOf(realpathSync(masterKeyFile), checkValue))
  return key?.fits(checkValue) ? key : undefined
}

/** Where the key that is replaced stays: backups from before need it. */
export const formerPath = (masterKeyFile: string, former: MasterKey): string =>
  `${realpathSync(masterKeyFile)}.former-${former.checkValue().toHex().slice(0, 16)}`

/** In one step, so that the file holds the old key or the new one and never neither; the old one stays beside it. */
export function putInPlace(masterKeyFile: string, key: MasterKey, former: MasterKey): void {
  const file = realpathSync(masterKeyFile)
  const kept = formerPath(file, former)
  if (!existsSync(kept)) linkSync(file, kept)
  syncFolder(dirname(file))
  renameSync(pathOf(file, key.checkValue()), file)
  syncFolder(dirname(file))
}

/** Removes keys that were made and never recorded, but for the one that is `kept`. */
export function removePending(masterKeyFile: string, kept?: MasterKey): void {
  const file = realpathSync(masterKeyFile)
  const { folder, prefix } = pendingPattern(file)
  const path = kept && pathOf(file, kept.checkValue())
  for (const name of readdirSync(folder)) {
    if (name.startsWith(prefix) && join(folder, name) !== path) rmSync(join(folder, name), { force: true })
  }
}

const pathOf = (file: string, checkValue: Uint8Array) => {
  const { folder, prefix } = pendingPattern(file)
  return join(folder, prefix + checkValue.toHex().slice(0, 16))
}
