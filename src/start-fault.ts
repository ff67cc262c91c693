import { ConfigError } from './config/load-config.ts'

const fileFaults: Readonly<Record<string, string>> = {
  EACCES: 'may not be read and written by this user',
  EPERM: 'may not be read and written by this user',
  ENOENT: 'does not exist',
  ENOTDIR: 'lies below something that is no folder',
  EEXIST: 'is no folder',
  EROFS: 'lies on a read-only file system',
  ENOSPC: 'has no room left',
}

/** Why the product does not start: one line each, without a stack. */
export function linesOf(error: unknown): readonly string[] {
  if (error instanceof ConfigError) return error.faults
  const { code = '', path, message } = error as NodeJS.ErrnoException
  const fault = fileFaults[code]
  if (fault && path !== undefined) return [`${path} ${fault}`]
  return [(message ?? String(error)).replaceAll(/\s*\n\s*/g, ' ')]
}
