import { readFileSync, statSync } from 'node:fs'
import { JsonFields } from './json-fields.ts'

/**
 * The JSON object in a file that a setting names; undefined where it names none, or what is there can't be read, which is
 * added to `faults`.
 */
export function readRules(
  variable: string,
  file: string | undefined,
  faults: string[],
): JsonFields | undefined {
  if (file === undefined) return undefined
  try {
    return new JsonFields(JSON.parse(readText(variable, file)), `${variable} ${file}`, faults)
  } catch (error) {
    faults.push(error instanceof SyntaxError ? `${variable} ${file} holds no JSON` : (error as Error).message)
    return undefined
  }
}

/** It holds no secret, but who may write it decides whom we believe. */
function readText(variable: string, file: string): string {
  try {
    if ((statSync(file).mode & 0o022) === 0) return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(`${variable} ${file} can not be read: ${(error as NodeJS.ErrnoException).code}`)
  }
  throw new Error(`${variable} ${file} may be written by others: its mode must be 0644 or less`)
}
