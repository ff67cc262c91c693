import { rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { readIfThere, syncFolder, writeDurably } from '../durable-files.ts'
import { denied, refused } from '../failure.ts'

/** Undefined where there is none. */
export const readStored = (path: string): Promise<string | undefined> => readIfThere(path).catch(tellStored)

/** The former file or the new one, whole, whenever HAProxy starts; with the former one's mode. */
export async function writeStored(path: string, text: string): Promise<void> {
  // HAProxy reads no file of a folder that begins with a dot
  const temporary = join(dirname(path), `.${basename(path)}.new`)
  const former = await stat(path).catch(() => undefined)
  try {
    await rm(temporary, { force: true })
    await writeDurably(temporary, text, former ? former.mode & 0o777 : 0o600)
    await rename(temporary, path)
    await syncFolder(dirname(path))
  } catch (error) {
    tellStored(error)
  }
}

export async function removeStored(path: string): Promise<void> {
  try {
    await rm(path, { force: true })
    await syncFolder(dirname(path))
  } catch (error) {
    tellStored(error)
  }
}

/** Tells what the file system says as a target's answer, without a path. */
export function tellStored(error: unknown): never {
  const { code = 'unknown' } = error as NodeJS.ErrnoException
  const words = `the file can not be kept: ${code}`
  throw code === 'EACCES' || code === 'EPERM' ? denied(words) : refused(words)
}
