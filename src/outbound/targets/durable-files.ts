import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** A new file; throws where one is there. */
export async function writeDurably(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    // whatever the process's mask is
    await file.chmod(mode)
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

/** Writes a file into a folder and takes it away again. */
export async function probeFolder(path: string): Promise<void> {
  const probe = await mkdtemp(join(path, '.chancery-probe-'))
  try {
    await writeDurably(join(probe, 'probe'), 'may be removed\n', 0o600)
  } finally {
    await rm(probe, { recursive: true })
  }
}
