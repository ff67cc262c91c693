import type { Tools } from './command.ts'
import { Misuse } from './faults.ts'

/** A password is never on the command line, which everybody on the machine may read. */
export const passwordOptions = {
  '--password-file <file>': 'the password, the first line of a file; - for stdin',
  '--generate-password': 'make a password and show it this once',
} as const

export interface PasswordFlags {
  readonly 'password-file'?: string
  readonly 'generate-password'?: true
}

export interface Password {
  readonly text: string
  /** What is shown of it: itself when it was made here, else nothing. */
  readonly shown: { readonly password?: string }
}

/** Undefined where none is asked for. */
export async function readPassword(
  flags: PasswordFlags,
  { readText, makePassword }: Tools,
): Promise<Password | undefined> {
  const { 'password-file': file, 'generate-password': isMade } = flags
  if (file === undefined) {
    if (!isMade) return undefined
    const text = makePassword()
    return { text, shown: { password: text } }
  }
  if (isMade) throw new Misuse('a password is either read or made')
  return { text: firstLine(await readText(file)), shown: {} }
}

export const firstLine = (text: string): string => /^[^\r\n]*/.exec(text)?.[0] ?? ''
