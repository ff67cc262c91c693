import { join } from 'node:path'
import { type BackupManifest, backupNames, parseManifest } from '../../domain/model/backup-manifest.ts'
import { digestFile, type FileDigest, readTree } from '../../system/file-copies.ts'
import { readText } from '../../system/files.ts'

/** Throws an Error of one line for a folder that is no finished backup. */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const path = join(folder, backupNames.manifest)
  let text: string
  try {
    text = await readText(path)
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no' : 'not to be read is'
    throw new Error(`${folder} is no finished backup: ${why} ${path}`, { cause })
  }
  try {
    return parseManifest(text)
  } catch (cause) {
    throw new Error(`${path} can not be understood: ${(cause as Error).message}`, { cause })
  }
}

/** Every file is there and is what it was, and there is nothing else. */
export async function fileFaults(folder: string, manifest: BackupManifest): Promise<string[]> {
  const { files, folders, others } = await readTree(folder)
  const told = new Set<string>([
    ...manifest.files.map(({ path }) => path),
    ...manifest.folders,
    backupNames.manifest,
    backupNames.manifestDigest,
  ])
  const strays = [...files, ...folders, ...others].filter((path) => !told.has(path))
  const missing = manifest.folders.filter((path) => !folders.includes(path))
  const present = new Set(files)
  const faults = [...strays.map((path) => `${path} is not part of the backup`), ...missing.map(isMissing)]
  faults.push(...(await manifestFaults(folder)))
  for (const file of manifest.files) {
    if (!present.has(file.path)) faults.push(isMissing(file.path))
    else if (!isSame(await digestFile(join(folder, file.path)), file)) faults.push(`${file.path} was changed`)
  }
  return faults
}

const isMissing = (path: string) => `${path} is missing`

/** Whether what was read of a file is what the manifest says. */
export const isSame = (read: FileDigest, told: FileDigest): boolean =>
  read.size === told.size && read.sha256 === told.sha256

/** The line is what sha256sum writes and reads. */
async function manifestFaults(folder: string): Promise<string[]> {
  const { sha256 } = await digestFile(join(folder, backupNames.manifest))
  const line = await readText(join(folder, backupNames.manifestDigest)).catch(() => '')
  return line === digestLine(sha256) ? [] : [`${backupNames.manifest} was changed, or its digest was`]
}

export const digestLine = (sha256: string): string => `${sha256}  ${backupNames.manifest}\n`
