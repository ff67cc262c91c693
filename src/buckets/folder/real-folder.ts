import { access, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'

const absent = ['ENOENT', 'ENOTDIR', 'ELOOP']

/** `undefined` for what is not there; throws what else went wrong. */
export async function ifThere<Result>(found: Promise<Result>): Promise<Result | undefined> {
  try {
    return await found
  } catch (error) {
    if (absent.includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

/**
 * The folder of these names below `root`, which is a real path; absent too when a link leads elsewhere. Throws when
 * the root is gone: a disk that is not mounted is no store without buckets.
 */
export async function realFolder(root: string, ...names: readonly string[]): Promise<string | undefined> {
  await access(root)
  const path = join(root, ...names)
  if ((await ifThere(realpath(path))) !== path) return undefined
  return (await stat(path)).isDirectory() ? path : undefined
}
