import { readFileSync, statSync } from 'node:fs'
import { JsonFields } from './json-fields.ts'

/**
 * Reads a JSON file of rules that a setting names. It holds no secret, but who may write it may let anybody in, or have us
 * trust anybody, so others may not. What is wrong is added to `faults`; undefined where nothing can be read at all.
 */
export function readRulesFile<Rules>(
  variable: string,
  file: string,
  faults: string[],
  read: (fields: JsonFields) => Rules,
): Rules | undefined {
  try {
    const fields = new JsonFields(JSON.parse(readGuarded(variable, file)), `${variable} ${file}`, faults)
    const rules = read(fields)
    fields.end()
    return rules
  } catch (error) {
    faults.push(error instanceof SyntaxError ? `${variable} ${file} holds no JSON` : (error as Error).message)
    return undefined
  }
}

function readGuarded(variable: string, file: string): string {
  try {
    if ((statSync(file).mode & 0o022) === 0) return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(`${variable} ${file} can not be read: ${(error as NodeJS.ErrnoException).code}`)
  }
  throw new Error(`${variable} ${file} may be written by others: its mode must be 0644 or less`)
}
