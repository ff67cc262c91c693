import { readFileSync, statSync } from 'node:fs'

/** The text of a file that nobody else may read. Throws an Error that names the setting, without a word of the content. */
export function readSecretFile(variable: string, file: string): string {
  let text: string
  let mode: number
  try {
    mode = statSync(file).mode
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Error(`${variable} ${file} can not be read: ${code}`)
  }
  if ((mode & 0o077) !== 0) {
    throw new Error(`${variable} ${file} is open to others: its mode must be 0600`)
  }
  return text
}
