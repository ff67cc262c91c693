import { isAbsolute } from 'node:path'

/** The file of a SQLite URL; undefined for PostgreSQL. Throws for any other URL. */
export function sqliteFile(url: string): string | undefined {
  if (/^postgres(ql)?:/.test(url)) return undefined
  const file = url.replace(/^sqlite:/, '')
  if (file === url || !isAbsolute(file)) {
    throw new Error('the database URL must be sqlite: with an absolute path, or postgres://…')
  }
  return file
}
