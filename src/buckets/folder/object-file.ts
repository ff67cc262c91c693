import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ObjectMark, StoredObject } from '../../domain/ports/buckets.ts'
import { contentHash } from '../content-hash.ts'
import { checkSize } from '../refusal.ts'
import { ifThere } from './real-folder.ts'

const temporarySuffix = '.new'

/** Beside the object, under a name that no key can have: keys do not start with a dot. */
const temporaryOf = (folder: string, key: string) => join(folder, `.${key}${temporarySuffix}`)

/** Whether a file is what a writer left that was killed. */
export const isTemporary = (fileName: string): boolean =>
  fileName.startsWith('.') && fileName.endsWith(temporarySuffix)

/** The object unread, or undefined where there is no plain file. */
export const findObject = (folder: string, key: string): Promise<ObjectMark | undefined> =>
  withObject(folder, key, (_file, mark) => Promise.resolve(mark))

/** The object, or undefined where there is no plain file. Its version is the hash of its content. */
export const readObject = (folder: string, key: string): Promise<StoredObject | undefined> =>
  withObject(folder, key, async (file, mark) => {
    const { buffer, byteOffset, length } = await file.readFile()
    const content = new Uint8Array(buffer, byteOffset, length)
    return { ...mark, content, version: await contentHash(content) }
  })

/** Opened also to be looked at: a folder of the network tells of another node's write only then. */
async function withObject<Result>(
  folder: string,
  key: string,
  work: (file: FileHandle, mark: ObjectMark) => Promise<Result>,
): Promise<Result | undefined> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants
  const file = await ifThere(open(join(folder, key), O_RDONLY | O_NOFOLLOW | O_NONBLOCK))
  if (!file) return undefined
  try {
    const status = await file.stat({ bigint: true })
    if (!status.isFile()) return undefined
    checkSize(Number(status.size))
    return await work(file, markOf(status))
  } finally {
    await file.close()
  }
}

/** Every write makes a file of its own; times tell it from an earlier one with the same number. */
const markOf = ({ ino, size, mtimeNs, ctimeNs, mtimeMs }: BigIntStats): ObjectMark => ({
  mark: `${ino}-${size}-${mtimeNs}-${ctimeNs}`,
  writtenAt: Number(mtimeMs),
})

/** Puts the content in the object's place at once, durably. One writer of an object at a time. */
export async function replaceObject(folder: string, key: string, content: Uint8Array): Promise<void> {
  const path = join(folder, key)
  const temporary = temporaryOf(folder, key)
  await rm(temporary, { force: true })
  try {
    await writeDurably(await open(temporary, 'wx', 0o600), content)
    await rename(temporary, path)
  } catch (error) {
    // what can't be removed now is removed by the next write or start
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
  await syncFolder(dirname(path))
}

async function writeDurably(file: FileHandle, content: Uint8Array): Promise<void> {
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** What was made, renamed or removed in the folder stays so. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
